"""The bytes of pictures: who gets them, and what a browser may do with them."""

import hashlib
import io

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import User
from accounts.services.links import revoke_link
from albums.models import Derivative, Picture
from albums.selectors import find_derivative
from albums.services.deletion import delete_pictures
from albums.services.trash import trash_album, trash_pictures
from albums.tests.helpers import UNKNOWN, add, deliver, make_pictures, photo
from conftest import sign_in
from picup.db.sessions import stored_key
from picup.encryption.keyring import file_keys
from storage.backends import get_backends
from storage.io import reader
from storage.models import FileCopy, StoredFile
from tests.support.unsealing import unseal

LOGGER = "django_structlog.middlewares.request"
# As wide as a screen's derivative shows, and low: 53 tests make its derivatives.
ORIGINAL = photo(1, size=(1200, 90), gps=True, taken="2023:08:01 09:30:00")


@pytest.fixture
def picture(minsu_client, album):
    """Uploaded by Minsu, its derivatives made."""
    picture = add(minsu_client, album, ORIGINAL)
    deliver()
    return Picture.objects.select_related("album", "file").get(pk=picture.pk)


def fetch(client, picture, variant="page", **headers):
    return client.get(reverse("picture_file", args=[picture.public_id, variant]), headers=headers)


def content(response) -> bytes:
    return b"".join(response)


def is_sent(response) -> bool:
    return response.status_code == 200 and content(response) != b""


def test_it_works(mother_client, picture):
    for variant, width in (("thumb", 480), ("page", 1080), ("screen", 1200)):
        response = fetch(mother_client, picture, variant)
        assert response.status_code == 200
        image = Image.open(io.BytesIO(body := content(response)))
        assert image.width == width
        assert response["Content-Type"] == Image.MIME[image.format]
        assert response["Content-Length"] == str(len(body))


def test_signed_out(client, picture):
    assert fetch(client, picture).status_code == 302


def test_another_family(stranger_client, picture):
    for variant in ("thumb", "original"):
        assert fetch(stranger_client, picture, variant).status_code == 404


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
    assert is_sent(fetch(mother_client, picture))
    revoke_link(link=mother_link.link)
    assert fetch(mother_client, picture).status_code == 302


def test_signed_out_at_once(minsu_client, picture):
    assert is_sent(fetch(minsu_client, picture))
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
    assert is_sent(fetch(client, picture))
    change()
    assert fetch(client, picture).status_code == 302


def test_another_persons_session_text(minsu_client, stranger_client, picture):
    """What is remembered of a row is its text's, not its key's."""
    assert is_sent(fetch(minsu_client, picture))
    key = {client: client.cookies["picup_session"].value for client in (minsu_client, stranger_client)}
    strangers = Session.objects.get(pk=stored_key(key[stranger_client])).session_data
    Session.objects.filter(pk=stored_key(key[minsu_client])).update(session_data=strangers)
    assert fetch(minsu_client, picture).status_code == 404


def test_wrong_method(mother_client, picture):
    assert mother_client.post(reverse("picture_file", args=[picture.public_id, "page"])).status_code == 405


def test_bad_id(mother_client, picture):
    assert mother_client.get(f"/pictures/{UNKNOWN}/file/page").status_code == 404
    for variant in ("poster", "huge", "..", "%2e%2e", "page/", "Page", ""):
        assert mother_client.get(f"/pictures/{picture.public_id}/file/{variant}").status_code == 404


def test_the_original_is_for_contributors(mother_client, minsu_client, picture):
    """With everything that the camera wrote into it, as the file that was sent."""
    assert fetch(mother_client, picture, "original").status_code == 403
    response = fetch(minsu_client, picture, "original")
    assert content(response) == ORIGINAL
    assert response["Content-Disposition"] == 'attachment; filename="0.jpg"'


def test_derivatives_have_no_metadata(mother_client, picture):
    assert Image.open(io.BytesIO(ORIGINAL)).getexif().get_ifd(0x8825), "the original has a place"
    for variant in ("thumb", "page", "screen"):
        body = content(fetch(mother_client, picture, variant))
        image = Image.open(io.BytesIO(body))
        assert not image.getexif() and "xmp" not in image.info
        assert b"Exif" not in body and b"GPS" not in body


@pytest.mark.parametrize(
    ("variant", "kept"), [("page", "private, max-age=604800, immutable"), ("original", "no-store")]
)
def test_headers(minsu_client, picture, variant, kept):
    response = fetch(minsu_client, picture, variant)
    assert response["Cache-Control"] == kept
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Cookie" in response["Vary"]
    assert "Set-Cookie" not in response.headers and not response.cookies


def test_an_etag_saves_the_bytes(mother_client, picture):
    etag = fetch(mother_client, picture)["ETag"]
    for backend in get_backends().values():
        backend.delete(Derivative.objects.get(variant="page").file.key)
    response = fetch(mother_client, picture, **{"If-None-Match": f'"other", {etag}'})
    assert response.status_code == 304 and response.content == b""
    assert response["ETag"] == etag and response["Cache-Control"].startswith("private")


@pytest.mark.parametrize("etag", ['"other"', "x", '"', "W/", "\0", "가", "*" * 5000])
def test_other_etags_do_not(mother_client, picture, etag):
    assert fetch(mother_client, picture, **{"If-None-Match": etag}).status_code == 200


def test_an_etag_is_no_key(client, stranger_client, mother_client, picture):
    """Whoever knows a checksum learns nothing by it."""
    etag = fetch(mother_client, picture)["ETag"]
    assert fetch(client, picture, **{"If-None-Match": etag}).status_code == 302
    assert fetch(stranger_client, picture, **{"If-None-Match": etag}).status_code == 404


def test_head_has_no_body(mother_client, picture):
    response = mother_client.head(reverse("picture_file", args=[picture.public_id, "page"]))
    assert response.status_code == 200 and int(response["Content-Length"]) > 0
    assert b"".join(response) == b""


def test_in_the_trash(mother_client, minsu_client, picture):
    """Contributors see it, to choose what to bring back."""
    for put_away in (lambda: trash_pictures([picture]), lambda: trash_album(picture.album)):
        put_away()
        assert fetch(mother_client, picture).status_code == 404
        assert fetch(minsu_client, picture).status_code == 200
        Picture.objects.update(trashed_at=None)


def test_not_ready_yet(mother_client, album):
    for state, retry in (("waiting", "2"), ("damaged", None)):
        [picture] = make_pictures(album, 1, state=state)
        response = fetch(mother_client, picture)
        assert response.status_code == 404
        assert response["Cache-Control"] == "no-store" and response.get("Retry-After") == retry


def test_lost_in_main_it_comes_from_the_backup(mother_client, picture):
    before = content(fetch(mother_client, picture))
    get_backends()["main"].delete(Derivative.objects.get(variant="page").file.key)
    assert content(fetch(mother_client, picture)) == before


def lose(picture, *variants):
    """Delete the files of these derivatives from all storages, as two disks that died would."""
    for derivative in Derivative.objects.filter(picture=picture, variant__in=variants):
        for backend in get_backends().values():
            backend.delete(derivative.file.key)


@pytest.mark.parametrize(
    ("asked", "lost", "width"),
    [
        ("page", ("page",), 480),
        ("screen", ("screen",), 1080),
        ("screen", ("screen", "page"), 480),
        ("thumb", ("thumb",), 1080),
        ("thumb", ("thumb", "page"), 1200),
    ],
)
def test_lost_everywhere_the_nearest_other_comes(mother_client, picture, asked, lost, width):
    """Her browser does not keep it: the right one may be healed."""
    lose(picture, *lost)
    response = fetch(mother_client, picture, asked)
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    assert Image.open(io.BytesIO(content(response))).width == width
    assert FileCopy.objects.filter(damage="missing").exists(), "the loss is noted"


def test_the_nearest_other_is_for_nobody_else(stranger_client, client, picture):
    lose(picture, "page")
    assert fetch(stranger_client, picture).status_code == 404
    assert fetch(client, picture).status_code == 302


def test_lost_with_all_others(mother_client, picture):
    lose(picture, "thumb", "page", "screen")
    for variant in ("thumb", "page", "screen"):
        response = fetch(mother_client, picture, variant)
        assert response.status_code == 503 and response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("variant", ["thumb", "screen", "original"])
def test_who_opens_the_address_of_a_lost_file_gets_a_page(minsu_client, picture, variant):
    """In her language, with a way back. An <img> gets no page."""
    lose(picture, "thumb", "page", "screen")
    for backend in get_backends().values():
        backend.delete(picture.file.key)
    page = fetch(minsu_client, picture, variant, Accept="text/html,*/*;q=0.8", Accept_Language="ko")
    assert page.status_code == 503 and page["Cache-Control"] == "no-store"
    assert "보여 드릴 수 없어요" in page.content.decode() and 'href="/"' in page.content.decode()
    image = fetch(minsu_client, picture, variant, Accept="image/webp,image/*,*/*;q=0.8")
    assert image.status_code == 503 and not image.content


def test_the_pages_of_a_lost_photo_open(mother_client, picture):
    lose(picture, "thumb", "page", "screen")
    album = picture.album.get_absolute_url()
    page = f"{album}pictures/{picture.public_id}/"
    for address in (album, f"{album}overview/", page, f"{page}big/", "/", "/years/2023/"):
        assert mother_client.get(address).status_code == 200, address


def test_a_damaged_copy_is_not_served_and_healed(mother_client, picture):
    good = content(fetch(mother_client, picture))
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
        assert content(fetch(mother_client, picture)) == good
        assert FileCopy.objects.get(file=file, storage="main").damage == "changed"
        deliver()
        assert path.read_bytes() == stored
        assert content(fetch(mother_client, picture)) == good


def test_main_is_broken(mother_client, picture, break_storage):
    good = content(fetch(mother_client, picture))
    break_storage("main")
    assert content(fetch(mother_client, picture)) == good


@pytest.mark.parametrize(("small", "streaming"), [(10, True), (10**6, False)])
def test_large_files_are_streamed(mother_client, picture, monkeypatch, small, streaming):
    monkeypatch.setattr(reader, "SMALL", small)
    assert fetch(mother_client, picture).streaming is streaming


@pytest.mark.parametrize("small", [10, 10**6])
def test_its_line_in_the_log_names_the_person(mother, mother_client, picture, caplog, monkeypatch, small):
    monkeypatch.setattr(reader, "SMALL", small)
    with caplog.at_level("INFO", LOGGER):
        content(fetch(mother_client, picture))
    [line] = [record.msg for record in caplog.records if record.name == LOGGER]
    assert line["user"] == mother.public_id and line["route"] == "picture_file" and line["bytes"] > 0


def test_no_query_without_a_session(client, picture, django_assert_num_queries):
    with django_assert_num_queries(0):
        fetch(client, picture)


def test_the_lookup_needs_no_search(mother, minsu, picture):
    """All of its tables are found by their keys, for viewers and for contributors."""
    if connection.vendor != "sqlite":
        pytest.skip("the plan is SQLite's")
    for person in (mother, minsu):
        with CaptureQueriesContext(connection) as queries:
            assert find_derivative(person, picture.public_id, "page")
        [query] = queries.captured_queries
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = [row[3] for row in cursor.fetchall()]
        assert plan and not [line for line in plan if line.startswith("SCAN")], plan


def test_hostile_name_of_the_original(minsu_client, picture):
    picture.name = '가족\r\nX-Evil: 1".jpg'
    picture.save()
    response = fetch(minsu_client, picture, "original")
    assert response.status_code == 200 and "X-Evil" not in response.headers
    assert "\n" not in response["Content-Disposition"]


def test_both_directories_hold_the_original_and_neither_shows_it(picture, directories):
    for directory in directories.values():
        [path] = directory.rglob(picture.file.key)
        stored = path.read_bytes()
        assert unseal(picture.file.key, stored, file_keys()) == ORIGINAL
        assert ORIGINAL[:16] not in stored
    assert picture.sha256 == picture.file.sha256 == hashlib.sha256(ORIGINAL).hexdigest()


def test_deleted_for_good_nothing_remains(picture, snapshot):
    files = list(StoredFile.objects.values_list("key", flat=True))
    assert len(files) == 4
    trash_pictures([picture])
    delete_pictures(Picture.objects.all())
    deliver()
    after = snapshot()
    assert after["on disk"] == [] and after["files"] == [] and after["copies"] == 0
    assert {used for _, used in after["usage"]} == {0}
    assert set(StoredFile.objects.values_list("state", flat=True)) == {"deleted"}


@pytest.mark.parametrize("count", [1, 100])
def test_queries(mother_client, album, picture, django_assert_num_queries, count):
    """The session; the person; the derivative's file, where the person may read it."""
    make_pictures(album, count)
    content(fetch(mother_client, picture))
    with django_assert_num_queries(3):
        content(fetch(mother_client, picture))
