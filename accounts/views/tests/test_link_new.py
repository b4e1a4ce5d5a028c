import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import PersonalLink, Role, User, hash_token

ADDRESS = "/family/links/new/"
VALUES = {"name": "아빠", "language": "ko", "help_phone": "010-9876-5432"}


def token_in(page):
    (token,) = set(re.findall(r"http://testserver/open/([\w-]{43})/", page.content.decode()))
    return token


def test_it_works(jieun, jieun_client, client):
    assert jieun_client.get(ADDRESS).status_code == 200
    page = jieun_client.post(ADDRESS, VALUES)
    assert page.status_code == 200
    father = User.objects.get(role=Role.VIEWER)
    assert (father.role, father.family, father.helper) == (Role.VIEWER, jieun.family, jieun)
    assert (father.language, father.help_phone, father.text_step) == ("ko", "010-9876-5432", 2)
    assert father.email is None and not father.has_usable_password()
    token = token_in(page)
    assert PersonalLink.objects.get().token_hash == hash_token(token)
    assert "data:image/svg+xml" in page.content.decode() and 'lang="ko"' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    client.post(f"/open/{token}/")
    assert client.get("/").wsgi_request.user == father


def test_shown_once(jieun_client):
    token = token_in(jieun_client.post(ADDRESS, VALUES))
    for address in ("/family/", ADDRESS, "/"):
        assert token not in jieun_client.get(address).content.decode()


def test_text_size_and_language(jieun_client):
    page = jieun_client.post(ADDRESS, {**VALUES, "language": "en", "text_step": "5", "help_phone": ""})
    assert page.status_code == 200
    assert (User.objects.latest("pk").text_step, User.objects.latest("pk").language) == (5, "en")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "x" * 41),
        ("name", "a\0"),
        ("language", "fr"),
        ("language", ""),
        ("help_phone", "my number"),
        ("help_phone", "0" * 40),
        ("help_phone", "\0"),
        ("text_step", "6"),
        ("text_step", "big"),
    ],
)
def test_bad_input(jieun_client, field, value):
    assert jieun_client.post(ADDRESS, {**VALUES, field: value}).status_code == 422
    assert not PersonalLink.objects.exists() and User.objects.count() == 1


def test_a_link_lasts_for_good(jieun_client):
    page = jieun_client.post(ADDRESS, VALUES).content.decode()
    assert PersonalLink.objects.get().expires_at is None and "It never closes by itself." in page
    assert "It never closes by itself." in jieun_client.get("/family/").content.decode()


def test_a_last_day(jieun_client, client):
    """Open on the whole of that day, in the site's time zone."""
    day = timezone.localdate() + timedelta(days=30)
    page = jieun_client.post(ADDRESS, {**VALUES, "until": day.isoformat()})
    link = PersonalLink.objects.get()
    assert link.last_day == day and timezone.localtime(link.expires_at).hour == 0
    for shown in (page, jieun_client.get("/family/")):
        assert f"Last day: {date_format(day)}" in shown.content.decode()
    assert client.post(f"/open/{token_in(page)}/").status_code == 302
    assert (
        "last day"
        not in jieun_client.get(reverse("member_edit", args=[link.user.public_id])).content.decode()
    )


@pytest.mark.parametrize("day", ["2001-01-01", "9999-12-31", "soon", "\0", "2027-02-30"])
def test_a_bad_last_day(jieun_client, mother, day):
    for address in (ADDRESS, reverse("member_link_new", args=[mother.public_id])):
        page = jieun_client.post(address, {**VALUES, "until": day})
        assert page.status_code == 422 and "Choose a day" in page.content.decode(), address
    assert PersonalLink.objects.count() == 1


def test_today_is_a_last_day(jieun_client):
    day = timezone.localdate()
    assert jieun_client.post(ADDRESS, {**VALUES, "until": day.isoformat()}).status_code == 200
    assert PersonalLink.objects.open().exists()


def test_refusals(client, minsu_client, mother_client):
    for method in ("get", "post"):
        assert getattr(client, method)(ADDRESS, VALUES).status_code == 302
        assert getattr(minsu_client, method)(ADDRESS, VALUES).status_code == 403
        assert getattr(mother_client, method)(ADDRESS, VALUES).status_code == 403
    assert PersonalLink.objects.count() == 1


def test_wrong_method(jieun_client):
    assert jieun_client.put(ADDRESS).status_code == 405


# /family/members/<id>/links/new/


def test_a_new_paper(jieun_client, mother, mother_client, client):
    """The old link and its devices stay until it is revoked."""
    page = jieun_client.post(reverse("member_link_new", args=[mother.public_id]))
    client.post(f"/open/{token_in(page)}/")
    assert client.get("/").wsgi_request.user == mother
    assert mother_client.get("/text-size/").status_code == 200
    assert PersonalLink.objects.filter(user=mother, revoked_at=None).count() == 2


def test_a_new_paper_with_a_last_day(jieun_client, mother):
    day = timezone.localdate() + timedelta(days=3)
    address = reverse("member_link_new", args=[mother.public_id])
    page = jieun_client.post(address, {"until": day.isoformat()})
    assert page.status_code == 200 and PersonalLink.objects.latest("pk").last_day == day


def test_a_new_paper_refusals(client, minsu_client, mother_client, stranger_client, jieun_client, mother):
    address = reverse("member_link_new", args=[mother.public_id])
    assert client.post(address).status_code == 302
    assert minsu_client.post(address).status_code == 403
    assert mother_client.post(address).status_code == 403
    assert stranger_client.post(address).status_code == 404
    assert jieun_client.get(address).status_code == 405
    assert PersonalLink.objects.count() == 1


def test_a_new_paper_for_nobody_else(jieun, jieun_client, minsu):
    for member in (jieun, minsu):  # No link ever signs somebody in who may do more than look.
        assert jieun_client.post(reverse("member_link_new", args=[member.public_id])).status_code == 404
    assert jieun_client.post("/family/members/00000000000000000000/links/new/").status_code == 404
    assert jieun_client.post("/family/members/1/links/new/").status_code == 404
    assert not PersonalLink.objects.exists()
