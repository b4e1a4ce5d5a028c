"""The short way to bytes: it answers as the long way does, or leaves the request to it."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.links import revoke_link
from accounts.models import User
from albums import quick
from albums.models import Derivative, Picture
from albums.tests.helpers import add, deliver, photo
from albums.trash import trash_album, trash_pictures
from conftest import sign_in
from storage import serving
from storage.backends import get_backends
from storage.models import FileCopy

QUICK = "albums.quick.QuickBytesMiddleware"


@pytest.fixture
def picture(minsu_client, album):
    picture = add(minsu_client, album, photo(1, size=(1200, 900)))
    deliver()
    return Picture.objects.select_related("album").get(pk=picture.pk)


def fetch(client, picture, variant="page", **headers):
    return client.get(reverse("picture_file", args=[picture.public_id, variant]), headers=headers)


def was_short(response) -> bool:
    return response.status_code == 200 and not response.streaming


@pytest.fixture
def long_way(settings):
    """Asks with the same cookies, without the short way."""

    def long_way(client, picture, variant="page"):
        settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != QUICK]
        other = Client()
        other.cookies = client.cookies
        return fetch(other, picture, variant)

    return long_way


def test_it_works(mother_client, minsu_client, picture, long_way):
    """The same bytes under the same headers."""
    for client in (mother_client, minsu_client):
        for variant in ("thumb", "page", "screen"):
            short, long = fetch(client, picture, variant), long_way(client, picture, variant)
            assert was_short(short) and long.streaming
            assert short.content == b"".join(long.streaming_content)
            ours, theirs = dict(short.headers), dict(long.headers)
            assert ours.pop("X-Request-ID") != theirs.pop("X-Request-ID")
            # Of a file response, which names what it does not know.
            theirs.pop("Content-Disposition", None)
            assert ours == theirs and not short.cookies


def test_signed_out(client, picture):
    assert fetch(client, picture).status_code == 302


def test_another_family(stranger_client, picture):
    assert fetch(stranger_client, picture).status_code == 404


def test_somebody_without_a_family(mother, mother_client, picture):
    User.objects.filter(pk=mother.pk).update(family=None)
    assert fetch(mother_client, picture).status_code == 302


@pytest.mark.parametrize("cookie", ["", "x", "0" * 32, "' OR 1=1 --", "a\0b", "\xff", "x" * 5000])
def test_bad_cookie(client, mother_client, picture, cookie):
    client.cookies["picup_session"] = cookie
    assert fetch(client, picture).status_code == 302


def test_another_host(mother_client, picture):
    assert fetch(mother_client, picture, Host="evil.example").status_code == 400


def test_revoked_at_once(mother_client, mother_link, picture):
    assert was_short(fetch(mother_client, picture))
    revoke_link(link=mother_link.link)
    assert fetch(mother_client, picture).status_code == 302


def test_signed_out_at_once(minsu_client, picture):
    assert was_short(fetch(minsu_client, picture))
    minsu_client.post(reverse("logout"))
    assert fetch(minsu_client, picture).status_code == 302


@pytest.mark.parametrize(
    "change",
    [
        lambda: User.objects.update(is_active=False),
        lambda: User.objects.update(password=make_password("another walk in spring")),
        lambda: Session.objects.update(expire_date=timezone.now()),
        lambda: Session.objects.update(session_data="x"),
        lambda: Session.objects.update(session_data=""),
    ],
)
def test_a_session_that_holds_no_more(minsu, picture, change):
    client = sign_in(minsu)
    assert was_short(fetch(client, picture))
    change()
    assert fetch(client, picture).status_code == 302


def test_another_persons_session_text(minsu_client, stranger_client, picture):
    """What is remembered of a row is its text's, not its key's."""
    assert was_short(fetch(minsu_client, picture))
    key = {client: client.cookies["picup_session"].value for client in (minsu_client, stranger_client)}
    strangers = Session.objects.get(pk=key[stranger_client]).session_data
    Session.objects.filter(pk=key[minsu_client]).update(session_data=strangers)
    assert fetch(minsu_client, picture).status_code == 404


def test_in_the_trash(mother_client, minsu_client, picture):
    for put_away in (lambda: trash_pictures([picture]), lambda: trash_album(picture.album)):
        put_away()
        assert fetch(mother_client, picture).status_code == 404
        assert fetch(minsu_client, picture).status_code == 200
        Picture.objects.update(trashed_at=None)


def test_a_damaged_copy_is_not_served_and_healed(mother_client, picture):
    good = fetch(mother_client, picture).content
    file = Derivative.objects.get(variant="page").file
    path = get_backends()["main"].path(file.key)
    stored = path.read_bytes()
    at = len(stored) // 2
    for damaged in (
        stored[:at] + bytes([stored[at] ^ 1]) + stored[at + 1 :],
        stored[:-1],
        stored + b"x",
        b"",
    ):
        path.write_bytes(damaged)
        response = fetch(mother_client, picture)
        assert not was_short(response) and b"".join(response) == good
        assert FileCopy.objects.get(file=file, storage="main").damage == "changed"
        deliver()
        assert path.read_bytes() == stored
        assert was_short(fetch(mother_client, picture))


def test_missing_in_main(mother_client, picture):
    good = fetch(mother_client, picture).content
    get_backends()["main"].delete(Derivative.objects.get(variant="page").file.key)
    response = fetch(mother_client, picture)
    assert not was_short(response) and b"".join(response) == good


def test_main_is_broken(mother_client, picture, break_storage):
    good = fetch(mother_client, picture).content
    break_storage("main")
    response = fetch(mother_client, picture)
    assert not was_short(response) and b"".join(response) == good


def test_larger_files_go_the_long_way(mother_client, picture, monkeypatch):
    monkeypatch.setattr(serving, "SMALL", 10)
    assert fetch(mother_client, picture).streaming


def test_parts_go_the_long_way(mother_client, picture):
    response = fetch(mother_client, picture, Range="bytes=5-9")
    assert response.status_code == 206 and len(b"".join(response)) == 5


def test_its_line_in_the_log_names_the_person(mother, mother_client, picture, caplog):
    with caplog.at_level("INFO", "django_structlog"):
        assert was_short(fetch(mother_client, picture))
    [line] = [record.msg for record in caplog.records if record.name.startswith("django_structlog")]
    assert line["user"] == mother.public_id and line["route"] == "picture_file" and line["bytes"] > 0


def test_no_query_without_a_session(client, picture, django_assert_num_queries):
    with django_assert_num_queries(0):
        fetch(client, picture)


def test_the_lookup_needs_no_search(picture):
    """All of its tables but the first are found by their keys."""
    sql, names = quick.lookup.compile("default")
    assert sorted(names) == ["person", "picture", "variant"]
    connection = connections["default"]
    if connection.vendor != "sqlite":
        pytest.skip("the plan is SQLite's")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", [1, picture.public_id, "page"])
        plan = [row[3] for row in cursor.fetchall()]
    assert not [line for line in plan if line.startswith("SCAN")], plan
