"""A parent's personal link: the page, the button, and what must never happen."""

import logging
import re
from datetime import timedelta
from importlib import import_module
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import Device, PersonalLink, Role, User
from accounts.services import links
from conftest import PASSWORD
from picup.ops.logs import make_formatter
from picup.settings import LOGGING

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
)
MEMBER_PAGE = "/text-size/"


@pytest.fixture
def time_machine(monkeypatch):
    """`time_machine(timedelta)` sets the clock, counted from now."""
    began = timezone.now()

    def travel(later: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: began + later)

    return travel


@pytest.fixture
def address(mother_link):
    return f"/open/{mother_link.token}/"


def test_it_works(client, address, mother):
    page = client.get(address)
    assert page.status_code == 200
    assert "엄마" in page.content.decode() and 'href="tel:01012345678"' in page.content.decode()
    response = client.post(address, headers={"User-Agent": IPHONE})
    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/").wsgi_request.user == mother
    device = Device.objects.get()
    assert (device.label, device.link.user, device.ended_at) == ("iPhone", mother, None)


def test_get_does_nothing(client, address):
    for method in (client.get, client.head):
        assert method(address).status_code == 200
    assert not Device.objects.exists() and not Session.objects.exists()
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    assert client.get(MEMBER_PAGE).status_code == 302


def test_signed_in_for_good(client, address):
    response = client.post(address)
    cookie = response.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie["max-age"] == 400 * 24 * 3600 and cookie["httponly"] and cookie["samesite"] == "Lax"
    assert Session.objects.get().expire_date > timezone.now() + timedelta(days=19 * 365)
    # A later write of the session (by whatever) keeps it.
    store = import_module(settings.SESSION_ENGINE).SessionStore(cookie.value)
    store["anything"] = 1
    store.save()
    assert Session.objects.get().expire_date > timezone.now() + timedelta(days=19 * 365)


def test_first_visit_with_csrf_checks(address):
    browser = Client(enforce_csrf_checks=True)
    assert browser.post(address).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(address).content.decode())[1]
    response = browser.post(address, {"csrfmiddlewaretoken": token}, headers={"Origin": "http://testserver"})
    assert response.status_code == 302
    assert browser.get(MEMBER_PAGE).status_code == 200


def test_nothing_keeps_the_address(client, address):
    for response in (client.get(address), client.post(address), client.get("/open/unknown/")):
        assert "no-store" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "strict-origin"
        assert "noindex" in response["X-Robots-Tag"]


def test_in_her_words_not_the_browsers(client, jieun):
    token = links.add_parent(by=jieun, name="Mum", language="en", help_phone="", text_step=5).token
    page = client.get(f"/open/{token}/", headers={"Accept-Language": "ko"})
    assert page["Content-Language"] == "en" and 'lang="en"' in page.content.decode()
    assert "step-5" in page.content.decode() and "See the photos" in page.content.decode()


def test_a_new_key_for_the_session(client, address):
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    client.post(address)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != session.session_key
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_opened_again_on_the_same_device(mother_client, address):
    assert mother_client.get(address).url == "/"
    assert mother_client.post(address).url == "/"
    assert Device.objects.count() == 1 == Session.objects.count()
    assert mother_client.get(MEMBER_PAGE).status_code == 200


def test_a_new_paper_on_the_same_device(mother_client, mother_link, mother, jieun):
    """The device now depends on the new link: closing the lost one leaves her in."""
    new = links.issue_link(by=jieun, parent=mother)
    assert mother_client.get(f"/open/{new.token}/").status_code == 200
    mother_client.post(f"/open/{new.token}/")
    assert Device.objects.get().link == new.link
    links.revoke_link(link=mother_link.link)
    assert mother_client.get(MEMBER_PAGE).status_code == 200


def test_two_devices(client, mother_client, address):
    client.post(address)
    assert Device.objects.count() == 2


def test_in_a_childs_browser(jieun, jieun_client, address, mother):
    page = jieun_client.get(address)
    assert "Jieun" in page.content.decode() and "<form" in page.content.decode()
    assert page.content.decode().count('class="button main"') == 1
    assert jieun_client.get("/family/").status_code == 200
    jieun_client.post(address)
    assert jieun_client.get("/").wsgi_request.user == mother
    assert jieun_client.get("/family/").status_code == 403


def test_a_child_signs_in_on_her_device(mother_client, jieun, client):
    mother_client.post("/accounts/logout/")
    mother_client.post("/accounts/login/", {"username": jieun.email, "password": PASSWORD})
    assert Device.objects.get().ended_at and mother_client.get("/family/").status_code == 200


def test_another_parents_link_on_her_device(mother_client, jieun):
    father = links.add_parent(by=jieun, name="아빠", language="ko", help_phone="")
    mother_client.post(f"/open/{father.token}/")
    assert mother_client.get("/").wsgi_request.user == father.link.user
    assert [device.ended_at is None for device in Device.objects.order_by("pk")] == [False, True]


HOSTILE = [
    "x",
    "\0",
    "%00",
    "엄마",
    "x" * 300,
    "x" * 4000,
    " ",
    "%20",
    "..",
    "'\"<script>",
    "\ud83d",
    "%ff%fe",
    "a%0ab",
]


@pytest.mark.parametrize("token", HOSTILE)
def test_hostile_tokens(client, mother_link, token):
    address = "/open/" + (token if "%" in token else quote(token, errors="surrogatepass")) + "/"
    for method in (client.get, client.post):
        response = method(address)
        assert response.status_code == 404, address
    assert not Device.objects.exists()


def test_revoked_and_unknown_are_one_page(client, mother_link, address, django_assert_num_queries):
    links.revoke_link(link=mother_link.link)
    for method in (client.get, client.post):
        with django_assert_num_queries(1):
            revoked = method(address)
        with django_assert_num_queries(1):
            unknown = method("/open/unknown/")
        assert revoked.status_code == unknown.status_code == 404
        assert revoked.content == unknown.content
    assert "엄마" not in revoked.content.decode()


def test_removed_or_promoted_people_are_not_signed_in(client, address, mother):
    for change in ({"is_active": False}, {"role": Role.OWNER}, {"family": None}):
        User.objects.filter(pk=mother.pk).update(is_active=True, role=Role.VIEWER, family=mother.family)
        assert client.get(address).status_code == 200
        User.objects.filter(pk=mother.pk).update(**change)
        assert client.post(address).status_code == 404
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"is_active": False},
        {"role": "contributor"},
        {"role": "viewer"},
        {"family": None},
        {"family": "another"},
        None,
    ],
    ids=str,
)
def test_whose_maker_lost_the_right(client, address, jieun, mother, stranger, change):
    """However, and whenever: here by SQL, which closes nothing by itself. None: the maker's row is gone."""
    if change is None:
        PersonalLink.objects.update(created_by=None)
    else:
        family = {"family": stranger.family} if change.get("family") else {}
        User.objects.filter(pk=jieun.pk).update(**change | family)
    unknown = client.get("/open/unknown/")
    for method in (client.get, client.post):
        response = method(address)
        assert response.status_code == 404 and response.content == unknown.content
    assert not Device.objects.exists()


def test_expired(client, mother_link, address, django_assert_num_queries):
    """The same page as of a closed and of an unknown one."""
    PersonalLink.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert client.get(address).status_code == 200
    PersonalLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    for method in (client.get, client.post):
        with django_assert_num_queries(1):
            expired = method(address)
        assert expired.status_code == 404 and expired.content == method("/open/unknown/").content
    assert not Device.objects.exists()


def test_her_device_is_signed_out_when_the_link_expires(
    client, mother_link, mother, address, jieun, time_machine
):
    PersonalLink.objects.update(expires_at=timezone.now() + timedelta(days=3))
    client.post(address)
    assert client.get(MEMBER_PAGE).status_code == 200
    store = import_module(settings.SESSION_ENGINE).SessionStore(
        client.cookies[settings.SESSION_COOKIE_NAME].value
    )
    store["anything"] = 1
    store.save()
    time_machine(timedelta(days=2, hours=23))
    assert client.get(MEMBER_PAGE).status_code == 200, (
        "a later write of the session neither shortens nor prolongs it"
    )
    time_machine(timedelta(days=3, seconds=1))
    answer = client.get("/", follow=True)
    assert answer.status_code == 403 and "010-1234-5678" in answer.content.decode()
    assert client.get(MEMBER_PAGE).status_code == 302


def test_a_new_paper_without_a_last_day_keeps_her_signed_in(client, mother, address, jieun, time_machine):
    PersonalLink.objects.update(expires_at=timezone.now() + timedelta(days=3))
    client.post(address)
    client.post(f"/open/{links.issue_link(by=jieun, parent=mother).token}/")
    assert Device.objects.count() == 1
    time_machine(timedelta(days=300))
    assert client.get(MEMBER_PAGE).status_code == 200


def test_a_closed_link_says_whom_to_call(mother_client, mother_link, mother, jieun):
    """In her browser, in her words. Nobody else's browser learns it."""
    links.revoke_link(link=mother_link.link)
    for answer in (mother_client.get("/"), mother_client.get("/open/unknown/")):
        page = answer.content.decode()
        assert 'href="tel:01012345678"' in page and "Jieun" in page and 'lang="ko"' in page
    assert "tel:" not in Client().get(f"/open/{mother_link.token}/").content.decode()


@pytest.mark.parametrize("change", ["helper left", "mother left", "no number", "forged", "of before"])
def test_nobody_to_call(mother_client, mother_link, mother, jieun, change):
    links.revoke_link(link=mother_link.link)
    if change == "helper left":
        User.objects.filter(pk=jieun.pk).update(is_active=False)
    elif change == "mother left":
        User.objects.filter(pk=mother.pk).update(is_active=False)
    elif change == "no number":
        mother.help_phone = ""
        mother.save()
    else:
        mother_client.cookies["picup_parent"] = "1" if change == "of before" else f"{mother.public_id}:forged"
    answer = mother_client.get("/")
    assert answer.status_code == 403 and "tel:" not in answer.content.decode()


def test_revoked_between_page_and_button(client, address, monkeypatch):
    """The link is looked up, revoked by somebody else, and only then opened."""
    found = PersonalLink.objects.select_related("user__family", "user__helper").get()
    links.revoke_link(link=found)
    monkeypatch.setattr("accounts.services.links.find_link", lambda token: found)
    assert client.post(address).status_code == 404
    assert not Device.objects.exists() and not Session.objects.exists()


def test_only_a_hash_is_kept(mother_link, client, address):
    client.post(address)
    for model in (PersonalLink, Device, Session, User):
        for row in model.objects.values():
            assert mother_link.token not in str(row)


def test_no_log_line_holds_the_token(client, address, mother_link, caplog):
    assert LOGGING["formatters"]["chosen"]["()"] == "picup.ops.logs.make_formatter"
    caplog.set_level(logging.DEBUG)
    links.revoke_link(link=mother_link.link)
    client.get(address)
    client.put(address)
    client.get(f"/open/%20{mother_link.token}/more/")
    Client(enforce_csrf_checks=True).post(address)
    lines = [
        make_formatter(form).format(record)
        for record in caplog.records
        if record.name != "django.db.backends"
        for form in ("json", "line")
    ]
    assert len(lines) >= 8 and any('"path": "/open/[secret]"' in line for line in lines)
    assert not [line for line in lines if mother_link.token in line]


def test_wrong_method(client, address):
    for method in (client.put, client.patch, client.delete):
        assert method(address).status_code == 405
