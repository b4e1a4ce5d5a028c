"""The admin: every page answers, nothing secret is on it, and only staff with a password gets in."""

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Device, Family, Invitation, PersonalLink, User
from conftest import PASSWORD, make_member, sign_in


@pytest.fixture
def admin_client(db):
    boss = make_member(None, "Boss", "boss@example.com")
    User.objects.filter(pk=boss.pk).update(is_staff=True, is_superuser=True)
    return sign_in(boss)


@pytest.fixture
def everything(jieun, minsu_client, mother_client):
    minsu_client.post(reverse("invitation_new"))
    return [model.objects.first() for model in (Family, User, Invitation, PersonalLink, Device)]


def test_it_works(admin_client, everything):
    for row in everything:
        for page in ("changelist", "change"):
            args = [row.pk] if page == "change" else []
            address = reverse(f"admin:accounts_{row._meta.model_name}_{page}", args=args)
            response = admin_client.get(address, {"q": "x"} if page == "changelist" else {})
            assert response.status_code == 200, address
            assert admin_client.get(address).status_code == 200


def test_nothing_secret_is_shown(admin_client, everything):
    hidden = [*PersonalLink.objects.values_list("token_hash", flat=True)]
    hidden += [*Invitation.objects.values_list("token_hash", flat=True)]
    hidden += [*Device.objects.values_list("session_key", flat=True)]
    hidden += [*User.objects.values_list("password", flat=True), "md5$"]
    for row in everything:
        name = row._meta.model_name
        pages = [reverse(f"admin:accounts_{name}_changelist")]
        pages += [reverse(f"admin:accounts_{name}_change", args=[row.pk])]
        text = "".join(admin_client.get(page).content.decode() for page in pages)
        assert not [secret for secret in hidden if secret in text], name


def test_no_count_of_all_rows(admin_client, everything, django_assert_max_num_queries):
    for model in (Family, User, Invitation, PersonalLink, Device):
        options = admin.site._registry[model]
        assert options.show_full_result_count is False
        with django_assert_max_num_queries(7) as queries:
            admin_client.get(reverse(f"admin:accounts_{model._meta.model_name}_changelist"))
        counts = [query["sql"] for query in queries if "COUNT(" in query["sql"]]
        assert not counts


def test_the_same_queries_for_any_number_of_rows(admin_client, jieun, django_assert_num_queries):
    address = reverse("admin:accounts_user_changelist")
    admin_client.get(address)
    # The session, the person; the keys of a page, and their rows with the families.
    with django_assert_num_queries(4):
        admin_client.get(address)
    for number in range(20):
        make_member(jieun.family, f"Child {number}", f"{number}@example.com")
    with django_assert_num_queries(4):
        admin_client.get(address)


def test_makes_a_person_with_a_lower_case_email(admin_client, jieun):
    response = admin_client.post(
        reverse("admin:accounts_user_add"),
        {
            "email": "New@Example.com",
            "display_name": "New",
            "family": jieun.family_id,
            "role": "contributor",
            "usable_password": "true",
            "password1": PASSWORD,
            "password2": PASSWORD,
        },
    )
    assert response.status_code == 302, response.context["adminform"].form.errors
    assert User.objects.get(email="new@example.com").display_name == "New"
    assert User.objects.get(email="new@example.com").check_password(PASSWORD)


def test_changes_a_parent_without_email(admin_client, mother):
    address = reverse("admin:accounts_user_change", args=[mother.pk])
    values = {"display_name": "Mum", "role": "viewer", "family": mother.family_id, "language": "en"}
    response = admin_client.post(address, values | {"text_step": 3, "is_active": "on"})
    assert response.status_code == 302, response.context["adminform"].form.errors
    mother.refresh_from_db()
    assert (mother.display_name, mother.email) == ("Mum", None)


def test_closing_a_link_signs_its_devices_out(admin_client, mother_client):
    link = PersonalLink.objects.get()
    values = {"action": "close", "_selected_action": [link.pk]}
    admin_client.post(reverse("admin:accounts_personallink_changelist"), values)
    assert mother_client.get(reverse("text_size")).status_code == 302


def test_viewers_and_contributors_are_refused(mother, mother_client, minsu_client, client):
    for browser in (mother_client, minsu_client, client):
        assert browser.get("/admin/").status_code == 302
    # Even a box ticked by mistake opens nothing to a personal link.
    User.objects.filter(pk=mother.pk).update(is_staff=True, is_superuser=True)
    assert mother_client.get("/admin/").status_code == 302
    assert mother_client.get(reverse("admin:accounts_user_changelist")).status_code == 302


def test_sign_in_with_email(client, admin_client):
    values = {"username": "Boss@Example.com", "password": PASSWORD, "next": "/admin/"}
    assert client.post("/admin/login/", values).url == "/admin/"


def test_the_admin_is_locked_after_five_failures_too(client, admin_client):
    for _number in range(5):
        values = {"username": "boss@example.com", "password": "wrong"}
        response = client.post("/admin/login/", values)
    assert response.status_code == 429
    assert client.post("/admin/login/", {**values, "password": PASSWORD}).status_code == 429


def test_has_an_icon_of_its_own(client, admin_client):
    """Without one a browser asks for /favicon.ico, and is told 404."""
    for page in (client.get(reverse("admin:login")), admin_client.get(reverse("admin:index"))):
        assert '<link rel="icon" href="/static/favicon.svg"' in page.text
