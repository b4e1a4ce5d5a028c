"""Staff raise neither themselves nor others, and change no other staff. What an administrator takes away is gone."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from accounts.models import Device, Invitation, PersonalLink, SecondFactor, User
from accounts.services import links, registration, second_factor
from conftest import PASSWORD, make_member, sign_in
from tests.support.admins import admin_address, make_administrator

NEW = "another quiet morning"


@pytest.fixture
def boss(db):
    return make_administrator()


@pytest.fixture
def clerk(db):
    """Staff who may see, add and change members, and change groups."""
    person = make_member(None, "Clerk", "clerk@example.com")
    User.objects.filter(pk=person.pk).update(is_staff=True)
    names = [f"{verb}_{model}" for verb in ("view", "add", "change", "delete") for model in ("user", "group")]
    person.user_permissions.add(*Permission.objects.filter(codename__in=names))
    person.refresh_from_db()
    return person


@pytest.fixture
def clerk_client(clerk):
    return sign_in(clerk)


def values_of(person, **change) -> dict:
    values = {
        "display_name": person.display_name,
        "email": person.email or "",
        "family": person.family_id or "",
        "role": person.role,
        "text_step": person.text_step,
        "language": person.language,
        "is_active": "on" if person.is_active else "",
        "is_staff": "on" if person.is_staff else "",
    }
    return {name: value for name, value in {**values, **change}.items() if value != ""}


def save(client, person, **change):
    return client.post(admin_address(User, "change", person.pk), values_of(person, **change))


POWERS = {
    "is_superuser": "on",
    "is_staff": "on",
    "role": "owner",
    "groups": "1",
    "user_permissions": "1",
}


def powers_of(person) -> tuple:
    person = User.objects.get(pk=person.pk)
    return (
        *(person.is_superuser, person.is_staff, person.role, person.family_id),
        *(set(person.groups.values_list("pk", flat=True)), set(person.get_user_permissions())),
    )


@pytest.mark.parametrize("whom", ["clerk", "minsu", "mother"])
def test_it_works(request, clerk_client, stranger, whom):
    """Every field is posted, as by a form of one's own. Others are saved, so that the post is known to be right."""
    person = request.getfixturevalue(whom)
    group = Group.objects.create(name="All")
    before = powers_of(person)
    permission = Permission.objects.get(codename="delete_session").pk
    change = {**POWERS, "groups": group.pk, "user_permissions": permission, "family": stranger.family_id}
    answer = save(clerk_client, person, **change, display_name="New name")
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert User.objects.get(pk=person.pk).display_name == "New name"
    assert powers_of(person) == before
    page = clerk_client.get(admin_address(User, "change", person.pk)).content.decode()
    assert not [name for name in (*POWERS, "family") if f'name="{name}"' in page]


def test_who_is_added_has_no_powers(clerk_client, stranger):
    new = {"email": "new@example.com", "display_name": "New", "usable_password": "true"}
    passwords = {"password1": PASSWORD, "password2": PASSWORD}
    address = admin_address(User, "add")
    clerk_client.post(address, {**new, **passwords, **POWERS, "family": stranger.family_id})
    person = User.objects.get(email="new@example.com")
    assert powers_of(person) == (False, False, "viewer", None, set(), set())


def test_nobody_touches_other_staff(clerk_client, boss, clerk):
    colleague = make_member(None, "Colleague", "colleague@example.com")
    User.objects.filter(pk=colleague.pk).update(is_staff=True)
    for email in ("boss@example.com", "colleague@example.com"):
        person = User.objects.get(email=email)
        before = User.objects.filter(pk=person.pk).values().get()
        assert save(clerk_client, person, email="mine@example.com").status_code == 403
        address = reverse("admin:auth_user_password_change", args=[person.pk])
        assert clerk_client.get(address).status_code == 403
        values = {"password1": NEW, "password2": NEW, "usable_password": "true"}
        assert clerk_client.post(address, values).status_code == 403
        assert clerk_client.post(admin_address(User, "delete", person.pk), {"post": "yes"}).status_code == 403
        assert User.objects.filter(pk=person.pk).values().get() == before
        page = clerk_client.get(admin_address(User, "change", person.pk)).content.decode()
        assert "/password/" not in page


@pytest.mark.parametrize("action", ["remove", "turn_off_second_factor"])
def test_the_actions_skip_staff(clerk_client, minsu, action):
    User.objects.filter(pk=minsu.pk).update(is_staff=True)
    second_factor.begin(minsu)
    values = {"action": action, "_selected_action": [minsu.pk]}
    page = clerk_client.post(admin_address(User, "changelist"), values, follow=True)
    assert "Only a superuser" in page.content.decode()
    minsu.refresh_from_db()
    assert minsu.family is not None and SecondFactor.objects.filter(user=minsu).exists()


def test_nobody_turns_off_the_own_second_step_without_a_code(admin_user, admin_client):
    second_factor.begin(admin_user)
    values = {"action": "turn_off_second_factor", "_selected_action": [admin_user.pk]}
    page = admin_client.post(admin_address(User, "changelist"), values, follow=True)
    assert "with a code" in page.content.decode()
    assert SecondFactor.objects.filter(user=admin_user).exists()


def test_own_group(clerk, clerk_client):
    """Else one adds to the group that one is in."""
    group = Group.objects.create(name="Clerks")
    clerk.groups.add(group)
    permission = Permission.objects.get(codename="change_storedfile")
    values = {"name": "Clerks", "permissions": permission.pk}
    assert clerk_client.post(admin_address(Group, "change", group.pk), values).status_code == 403
    assert clerk_client.post(admin_address(Group, "add"), {**values, "name": "More"}).status_code == 403
    assert clerk_client.post(admin_address(Group, "delete", group.pk), {"post": "yes"}).status_code == 403
    assert not group.permissions.exists() and Group.objects.count() == 1


def test_own_password_and_a_members(clerk, clerk_client, minsu):
    """What staff are for: a member who forgot hers."""
    for person in (minsu, clerk):
        address = reverse("admin:auth_user_password_change", args=[person.pk])
        values = {"password1": NEW, "password2": NEW, "usable_password": "true"}
        assert clerk_client.post(address, values).status_code == 302
        assert User.objects.get(pk=person.pk).check_password(NEW)


def test_a_superuser_still_gives_powers(boss, minsu):
    assert save(boss, minsu, role="owner", is_staff="on").status_code == 302
    minsu.refresh_from_db()
    assert minsu.is_owner and minsu.is_staff


def test_staff_who_may_only_look(db, mother_client, minsu):
    person = make_member(None, "Looker", "looker@example.com")
    User.objects.filter(pk=person.pk).update(is_staff=True)
    person.user_permissions.add(*Permission.objects.filter(codename__startswith="view_"))
    looker = sign_in(person)
    for model, action, row in (
        (PersonalLink, "close", PersonalLink.objects.get()),
        (User, "remove", minsu),
    ):
        assert f'value="{action}"' not in looker.get(admin_address(model, "changelist")).content.decode()
        looker.post(
            admin_address(model, "changelist"),
            {"action": action, "_selected_action": [row.pk], "post": "yes"},
        )
    assert save(looker, minsu, is_superuser="on").status_code == 403
    assert save(looker, person, is_superuser="on").status_code == 403
    minsu.refresh_from_db()
    assert minsu.is_active and PersonalLink.objects.get().revoked_at is None
    assert mother_client.get("/text-size/").status_code == 200


# --- What an administrator takes away


@pytest.fixture
def sora(jieun):
    return make_member(jieun.family, "Sora", "sora@example.com")


@pytest.fixture
def made_by_sora(sora, mother):
    """A paper for the mother, on one device, and an invitation."""
    token, browser = links.issue_link(by=sora, parent=mother).token, Client()
    browser.post(f"/open/{token}/")
    return token, browser, registration.invite(by=sora).token


@pytest.mark.parametrize(
    ("change", "invitation_too"),
    [
        ({"is_active": ""}, True),
        ({"role": "contributor"}, False),
        ({"role": "viewer"}, True),
        ({"family": ""}, True),
    ],
)
def test_what_she_made_dies(boss, sora, mother_client, made_by_sora, change, invitation_too):
    token, browser, invitation = made_by_sora
    assert browser.get("/text-size/").status_code == 200
    page = boss.post(admin_address(User, "change", sora.pk), values_of(sora, **change), follow=True)
    assert "The papers of 1 parent were closed" in page.content.decode()
    assert browser.get("/text-size/").status_code == 302
    assert Client().get(f"/open/{token}/").status_code == 404
    assert Client().get(f"/join/{invitation}/").status_code == (404 if invitation_too else 200)
    assert mother_client.get("/text-size/").status_code == 200, "by a paper of Jieun's"


def test_another_family(boss, sora, stranger, made_by_sora):
    token, browser, invitation = made_by_sora
    save(boss, sora, family=stranger.family_id)
    assert browser.get("/text-size/").status_code == 302
    assert (
        Client().get(f"/open/{token}/").status_code == 404 == Client().get(f"/join/{invitation}/").status_code
    )


def test_the_action_closes_too(boss, sora, made_by_sora):
    _token, browser, invitation = made_by_sora
    page = boss.post(
        admin_address(User, "changelist"), {"action": "remove", "_selected_action": [sora.pk]}, follow=True
    )
    assert "The papers of 1 parent were closed" in page.content.decode()
    assert browser.get("/text-size/").status_code == 302
    assert Client().get(f"/join/{invitation}/").status_code == 404


def test_a_parent_who_becomes_more_is_not_signed_in_by_a_paper(boss, mother, mother_client):
    save(boss, mother, role="owner")
    assert mother_client.get("/family/").status_code == 302
    assert not Device.objects.filter(ended_at=None).exists()


def test_a_paper_never_opens_the_admin(boss, jieun, jieun_client, mother, mother_client):
    """Everybody begins as a viewer, administrators too: an owner would make a paper for one of her family."""
    clerk = make_member(jieun.family, "Clerk", "clerk@example.com", "viewer")
    address, form = f"/family/members/{clerk.public_id}/links/new/", {"until": ""}
    assert jieun_client.post(address, form).status_code == 200
    token, browser = links.issue_link(by=jieun, parent=clerk).token, Client()
    browser.post(f"/open/{token}/")
    assert browser.get("/text-size/").status_code == 200
    save(boss, clerk, is_staff="on", is_superuser="on")
    assert browser.get("/text-size/").status_code == 302 == browser.get("/admin/").status_code
    assert jieun_client.post(address, form).status_code == 404
    token = links.issue_link(by=jieun, parent=clerk).token
    assert Client().post(f"/open/{token}/").status_code == 404
    assert mother_client.get("/text-size/").status_code == 200


def test_what_changes_nothing_closes_nothing(boss, jieun, mother, mother_client, made_by_sora, sora):
    for person in (jieun, mother, sora):
        save(boss, person, display_name="Somebody")
    assert mother_client.get("/text-size/").status_code == 200
    assert made_by_sora[1].get("/text-size/").status_code == 200
    assert Invitation.objects.get().is_open
