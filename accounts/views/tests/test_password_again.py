"""Asking for the password again before what cannot be undone."""

import time

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import resolve, reverse

from accounts.decorators import recent_password_required
from accounts.services import password_again
from accounts.urls import urlpatterns
from albums.models import Album, Picture
from albums.services.albums import create_album
from albums.services.trash import trash_album, trash_pictures
from albums.tests.helpers import make_pictures
from conftest import PASSWORD

ADDRESS = "/accounts/password/again/"
TRASH = "/trash/"


def wait(client, seconds: int = password_again.RECENT_SECONDS) -> None:
    """As if the password had been entered so long ago."""
    session = client.session
    session[password_again.SESSION_TIME] = int(time.time()) - seconds
    session.save()


@pytest.fixture
def trashed(jieun):
    """A photo and an album in the trash."""
    album = create_album(person=jieun, title="Summer", description="")
    [picture] = make_pictures(album, 1)
    trash_pictures([picture])
    old = create_album(person=jieun, title="Old", description="")
    trash_album(old)
    return picture, old


def deletions(trashed) -> list[str]:
    picture, old = trashed
    return [
        reverse("picture_delete", args=[picture.public_id]),
        reverse("album_delete_for_good", args=[old.public_id]),
        reverse("trash_empty"),
    ]


def enter(client, password=PASSWORD, **fields):
    return client.post(ADDRESS, {"password": password, "next": TRASH, **fields})


def test_it_works(jieun_client, trashed):
    wait(jieun_client)
    for address in deletions(trashed):
        asked = jieun_client.post(address)
        assert asked.url == ADDRESS + "?next=%2Ftrash%2F&pressed=1"
    assert Picture.objects.count() == 1 and Album.objects.count() == 2, "nothing is deleted"
    page = jieun_client.get(asked.url)
    assert page.status_code == 200 and page.templates[0].name == "password_again.html"
    back = jieun_client.post(ADDRESS, {"password": PASSWORD, "next": TRASH, "pressed": "1"}, follow=True)
    assert back.request["PATH_INFO"] == TRASH and "press the button once more" in back.content.decode()
    for address in deletions(trashed):
        assert jieun_client.post(address).url == TRASH
    assert Picture.objects.count() == 0 and Album.objects.count() == 1


def test_nobody_is_asked_soon_after_signing_in(client, jieun, trashed):
    client.post("/accounts/login/", {"username": jieun.email, "password": PASSWORD})
    assert client.post(reverse("trash_empty")).url == TRASH
    assert not Picture.objects.exists()


def test_for_a_quarter_of_an_hour(jieun_client, trashed):
    wait(jieun_client, password_again.RECENT_SECONDS - 60)
    assert jieun_client.post(deletions(trashed)[0]).url == TRASH
    wait(jieun_client, password_again.RECENT_SECONDS + 1)
    assert jieun_client.post(deletions(trashed)[1]).url.startswith(ADDRESS)
    # A clock that was put back does not open the door for longer.
    wait(jieun_client, -3600)
    assert jieun_client.post(deletions(trashed)[1]).url.startswith(ADDRESS)


def test_a_session_of_an_earlier_release(jieun_client, trashed):
    session = jieun_client.session
    del session[password_again.SESSION_TIME]
    session.save()
    assert jieun_client.post(deletions(trashed)[0]).url.startswith(ADDRESS)


def test_back_to_the_page_where_the_button_was(jieun_client, trashed):
    wait(jieun_client)
    [address, *_] = deletions(trashed)
    for page, back in (
        ("http://testserver/trash/?after=AAAA", "%2Ftrash%2F%3Fafter%3DAAAA"),
        ("http://evil.example/trash/", "%2Ftrash%2F"),
        ("javascript:alert(1)", "%2Ftrash%2F"),
    ):
        asked = jieun_client.post(address, headers={"Referer": page})
        assert asked.url == f"{ADDRESS}?next={back}&pressed=1"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_it_leads_nowhere_else(jieun_client, target):
    assert enter(jieun_client, next=target).url == "/"


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD + " ", "\0", "x" * 5000])
def test_a_wrong_password(jieun_client, trashed, password):
    wait(jieun_client)
    response = enter(jieun_client, password)
    assert response.status_code == 422
    assert jieun_client.post(deletions(trashed)[0]).url.startswith(ADDRESS)


def test_guessing_is_counted_as_at_the_sign_in(jieun_client, jieun, client):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = enter(jieun_client, "wrong")
    assert last.status_code == enter(jieun_client).status_code == 429
    fields = {"username": jieun.email, "password": PASSWORD}
    assert client.post("/accounts/login/", fields).status_code == 429
    # She is still signed in, and can do all that needs no password.
    assert jieun_client.get("/family/").status_code == 200


def test_another_persons_password_is_wrong(jieun_client, stranger):
    stranger.set_password("another password of May")
    stranger.save()
    assert enter(jieun_client, "another password of May").status_code == 422


def test_a_page_that_asks_before_it_is_shown(jieun_client, rf):
    """Such as one that confirms: she is asked first, and then sees it."""

    @recent_password_required()
    def close(request):
        return HttpResponse("closed")

    request = rf.get("/family/close/?x=1")
    request.session = jieun_client.session
    assert close(request).content == b"closed"
    request.session[password_again.SESSION_TIME] = 0
    assert close(request).url == ADDRESS + "?next=%2Ffamily%2Fclose%2F%3Fx%3D1"
    request = rf.post("/family/close/")
    request.session = {}
    assert close(request).url == ADDRESS + "?next=%2Ffamily%2Fclose%2F&pressed=1"


def test_a_script_is_told_so(jieun_client, trashed):
    wait(jieun_client)
    response = jieun_client.post(deletions(trashed)[0], headers={"Accept": "application/json"})
    assert response.status_code == 403 and "password" in response.json()["reason"]
    assert Picture.objects.exists()


def test_who_may_not_delete_is_not_asked(minsu_client, mother_client, client, trashed):
    wait(minsu_client)
    for address in deletions(trashed):
        assert minsu_client.post(address).status_code == mother_client.post(address).status_code == 403
        assert client.post(address).url.startswith("/accounts/login/")


def test_parents_are_never_asked(mother_client):
    assert mother_client.get(ADDRESS).status_code == mother_client.post(ADDRESS).status_code == 403


def test_signed_out(client, db):
    assert client.get(ADDRESS).url.startswith("/accounts/login/")
    assert client.post(ADDRESS).url.startswith("/accounts/login/")


def test_a_link_is_no_password(client, mother, mother_link):
    """Also of somebody who has one, such as an owner whom an administrator made a viewer."""
    mother.set_password(PASSWORD)
    mother.save()
    client.post(reverse("open_link", args=[mother_link.token]))
    assert client.get("/").status_code == 200 and not password_again.is_recent(client.session)


@pytest.fixture
def by_link(mother, mother_link) -> Client:
    """A parent to whom an administrator gave a password and an e-mail, come in by her paper."""
    mother.email = "mother@example.com"
    mother.set_password(PASSWORD)
    mother.save()
    client = Client()
    client.post(reverse("open_link", args=[mother_link.token]))
    assert client.get("/").status_code == 200
    return client


ACCOUNT_PAGES = {
    "/accounts/password/": "get",
    "/accounts/sessions/": "get",
    "/accounts/sessions/end-others/": "post",
    "/accounts/second-factor/": "get",
    "/accounts/second-factor/new/": "post",
    "/accounts/second-factor/confirm/": "post",
    "/accounts/second-factor/off/": "post",
    "/accounts/second-factor/codes/": "post",
}


@pytest.mark.parametrize(("page", "method"), ACCOUNT_PAGES.items())
def test_the_paper_opens_no_page_of_the_account(by_link, page, method):
    assert getattr(by_link, method)(page).url.startswith(ADDRESS + "?next=")


def test_every_page_of_an_account_is_tried():
    """Those under accounts/ that a member with a password opens."""
    guarded = {
        path.name
        for path in urlpatterns
        if "account_required" in of_wrappers(path.callback)
        or "password_holder_required" in of_wrappers(path.callback)
    }
    assert guarded - {"session_end"} == {resolve(page).url_name for page in ACCOUNT_PAGES}


def of_wrappers(view) -> str:
    """The qualified names of the decorators around a view."""
    names = ""
    while view is not None:
        names += view.__code__.co_qualname
        view = getattr(view, "__wrapped__", None)
    return names


def test_her_password_opens_them(by_link):
    asked = by_link.get("/accounts/sessions/").url
    assert by_link.get(asked).status_code == 200
    assert by_link.post(ADDRESS, {"password": "a wrong one of May", "next": "/"}).status_code == 422
    assert by_link.get("/accounts/sessions/").status_code == 302
    assert (
        by_link.post(asked, {"password": PASSWORD, "next": "/accounts/sessions/"}).url
        == "/accounts/sessions/"
    )
    assert by_link.get("/accounts/sessions/").status_code == 200
    wait(by_link)
    assert by_link.get("/accounts/sessions/").status_code == 302, "but not for long"
