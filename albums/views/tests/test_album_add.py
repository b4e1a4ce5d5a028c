"""The uploader, and everything that must not come in by it. What is refused leaves nothing anywhere."""

import io
import struct
import threading
import zipfile
import zlib
from contextlib import suppress

import pytest
from django.db import connection
from django.http import UnreadablePostError
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, FakePayload, encode_multipart

from accounts.services.members import remove_member
from albums.images.decoder import Decoder
from albums.models import Album, Picture
from albums.rejections import STATUS, explain, notify
from albums.services import uploads
from albums.services.trash import trash_album, trash_pictures
from albums.tests.helpers import UNKNOWN, add, address, deliver, named, photo, send
from albums.views import adding
from conftest import sign_in
from storage.models import StoredFile, Usage
from tests.support.photos import draw

PHOTO, OTHER = photo(1), photo(2)


def results(response) -> list[tuple[str, str, str]]:
    return [(each["name"], each["status"], each["reason"]) for each in response.json()["results"]]


def png_of(width: int, height: int) -> bytes:
    """A whole, tiny PNG that claims to be this large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(1000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def gif_of(width: int, height: int) -> bytes:
    content = bytearray(photo(format="GIF"))
    content[6:10] = struct.pack("<HH", width, height)
    return bytes(content)


def zip_of_a_photo() -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("photo.jpg", PHOTO)
    return output.getvalue()


# --- What comes in ----------------------------------------------------------------------------------


def test_it_works(minsu_client, minsu, album, snapshot):
    assert minsu_client.get(address(album)).status_code == 200
    response = send(minsu_client, album, PHOTO, photo(2), caption="  On the\n beach ")
    first, second = Picture.objects.order_by("pk")
    assert response.status_code == 200
    assert response.json() == {
        "results": [
            {"name": "0.jpg", "status": "added", "picture": first.public_id, "reason": ""},
            {"name": "1.jpg", "status": "added", "picture": second.public_id, "reason": ""},
        ]
    }
    assert (first.album, first.uploaded_by, first.caption) == (album, minsu, "On the beach")
    assert (first.width, first.height, first.state) == (64, 48, "waiting")
    assert Usage.objects.get(family=album.family).used_bytes == len(PHOTO) + len(photo(2))
    assert len(snapshot()["on disk"]) == 4 and not [
        path for path in snapshot()["on disk"] if "staging" in path
    ]


def test_every_format(minsu_client, album):
    for number, format in enumerate(("JPEG", "PNG", "GIF", "WEBP", "AVIF")):
        name = named("liar.txt", photo(number, format=format), "text/plain")
        [(_, status, reason)] = results(send(minsu_client, album, name))
        assert (status, reason) == ("added", "")
    types = set(StoredFile.objects.values_list("content_type", flat=True))
    assert types == {"image/jpeg", "image/png", "image/gif", "image/webp", "image/avif"}


def test_without_scripts_the_results_are_a_page(minsu_client, album):
    response = send(minsu_client, album, PHOTO, b"text", accept="text/html")
    assert response.status_code == 200 and response.templates[0].name == "album_add.html"
    page = response.content.decode()
    assert "0.jpg" in page and "1.jpg" in page and explain("not-a-picture") in page
    assert f'href="{album.get_absolute_url()}"' in page


def test_without_scripts_a_refusal_is_a_page_with_its_status(minsu_client, album):
    response = send(minsu_client, album, b"text", accept="text/html")
    assert response.status_code == 415 and explain("not-a-picture") in response.content.decode()


def test_the_same_photo_again_is_already_there(minsu_client, album, snapshot):
    picture = add(minsu_client, album, PHOTO)
    before = snapshot()
    response = send(minsu_client, album, PHOTO, PHOTO)
    assert response.status_code == 200
    assert [(each["status"], each["picture"]) for each in response.json()["results"]] == [
        ("duplicate", picture.public_id)
    ] * 2
    assert snapshot() == before


def test_the_same_photo_twice_in_one_request(minsu_client, album):
    assert [status for _, status, _ in results(send(minsu_client, album, PHOTO, PHOTO))] == [
        "added",
        "duplicate",
    ]


def test_the_same_photo_in_another_album_is_another_picture(
    minsu_client, stranger_client, album, foreign_album
):
    add(minsu_client, album, PHOTO)
    add(stranger_client, foreign_album, PHOTO)
    assert set(Usage.objects.values_list("used_bytes", flat=True)) == {len(PHOTO)}


def test_one_from_the_trash_comes_back(minsu_client, album, snapshot):
    picture = add(minsu_client, album, PHOTO)
    before = snapshot()
    trash_pictures([picture])
    assert add(minsu_client, album, PHOTO) == picture
    assert snapshot() == before


def test_a_caption_that_is_too_long_is_cut(minsu_client, album):
    send(minsu_client, album, PHOTO, caption="x" * 600)
    assert Picture.objects.get().caption == "x" * 500


# --- Who may not send -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "status"), [("client", 401), ("stranger_client", 404), ("mother_client", 403)]
)
def test_who_may_not_send_stores_not_one_byte(
    request, db, album, snapshot, staging, monkeypatch, person, status
):
    client = request.getfixturevalue(person)

    def receive(*args, **kwargs):
        raise AssertionError("files are received before access is checked")

    monkeypatch.setattr("albums.views.adding.StageFiles", receive)
    before = snapshot()
    response = send(client, album, PHOTO)
    assert response.status_code == status and response.json()["reason"]
    assert snapshot() == before and not staging.exists()


def test_files_sent_to_other_addresses_are_dropped(client, minsu_client, album, staging):
    for browser, place in ((client, "/accounts/login/"), (minsu_client, "/albums/new/"), (minsu_client, "/")):
        browser.post(place, {"title": "x", "files": named("a.jpg", PHOTO), "username": named("b", PHOTO)})
    assert not staging.exists()


def test_an_album_that_is_not_there(minsu_client, jieun, album, staging):
    trash_album(album)
    assert send(minsu_client, album, PHOTO).status_code == 404
    assert minsu_client.post(f"/albums/{UNKNOWN}/add/", {"files": named("a.jpg", PHOTO)}).status_code == 404
    assert not staging.exists()


def test_wrong_method(minsu_client, album):
    assert minsu_client.put(address(album)).status_code == 405


def test_without_the_csrf_token(minsu, album, snapshot):
    """The token is looked for in the body, so the body has been received by then: it leaves nothing."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(minsu)
    before = snapshot()
    response = send(client, album, PHOTO)
    assert response.status_code == 403 and response.json()["reason"]
    assert snapshot() == before


def test_with_the_csrf_token(minsu, album):
    client = Client(enforce_csrf_checks=True)
    client.force_login(minsu)
    token = client.get(address(album)).context["csrf_token"]
    response = send(client, album, PHOTO, csrfmiddlewaretoken=str(token))
    assert [status for _, status, _ in results(response)] == ["added"]


# --- What is not a photo ----------------------------------------------------------------------------

BAD = {
    "text": (b"Dear mother, ...", "not-a-picture"),
    "html": (b"<!doctype html><script>alert(1)</script>", "not-a-picture"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not-a-picture"),
    "zip": (zip_of_a_photo(), "not-a-picture"),
    "executable": (b"\x7fELF" + bytes(200), "not-a-picture"),
    "windows executable": (b"MZ" + bytes(200), "not-a-picture"),
    "pdf": (b"%PDF-1.7\n", "not-a-picture"),
    "tiff": (photo(format="TIFF"), "not-a-picture"),
    "zero bytes": (b"", "empty"),
    "cut before its pixels": (photo(1, size=(600, 400))[:300], "damaged"),
    "only a beginning": (PHOTO[:20], "damaged"),
    "corrupted": (photo(1, format="PNG").replace(b"IDAT", b"IDAT\xff\xff", 1), "damaged"),
    "bomb png": (png_of(60_000, 60_000), "too-many-pixels"),
    "bomb gif": (gif_of(60_000, 60_000), "too-many-pixels"),
    "no pixels": (png_of(0, 0), "damaged"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_files(minsu_client, album, snapshot, kind):
    content, reason = BAD[kind]
    before = snapshot()
    response = send(minsu_client, album, named("holiday.jpg", content))
    assert response.status_code == STATUS[reason]
    assert response.json() == {
        "results": [{"name": "holiday.jpg", "status": "rejected", "picture": None, "reason": explain(reason)}]
    }
    # It was written while it was looked at.
    deliver()
    assert snapshot() == before


def test_a_cut_photo_is_added_and_told(minsu_client, album):
    cut = draw(1, 600, 400)[:-3000]
    [result] = send(minsu_client, album, named("beach.jpg", cut)).json()["results"]
    assert (result["status"], result["reason"]) == ("added", notify("cut"))
    page = send(
        minsu_client, album, named("b.jpg", draw(2, 600, 400)[:-3000]), accept="text/html"
    ).content.decode()
    assert f"Added. {notify('cut')}" in page


def test_refused_files_do_not_lose_the_others(minsu_client, album):
    files = [PHOTO, *(content for content, _ in BAD.values()), photo(2)]
    response = send(minsu_client, album, *files)
    assert response.status_code == 200
    expected = ["added", *["rejected"] * len(BAD), "added"]
    assert [status for _, status, _ in results(response)] == expected
    assert Picture.objects.count() == 2
    assert Usage.objects.get(family=album.family).used_bytes == len(PHOTO) + len(photo(2))


def test_every_reason_has_a_sentence_and_a_status():
    for reason, status in STATUS.items():
        assert len(explain(reason)) > 20 and 400 <= status < 600


def test_a_sentence_in_her_language(minsu_client, minsu, album):
    type(minsu).objects.filter(pk=minsu.pk).update(language="ko")
    response = send(minsu_client, album, b"text")
    assert response["Content-Language"] == "ko"
    assert response.json()["results"][0]["reason"]


# --- Limits -----------------------------------------------------------------------------------------


def test_over_the_limit_of_a_file(minsu_client, album, snapshot, settings):
    settings.UPLOAD_LIMIT_BYTES = len(PHOTO)
    large = photo(2, size=(600, 400))
    before = snapshot()
    response = send(minsu_client, album, large)
    assert (response.status_code, snapshot()) == (413, before)
    assert results(response)[0][2] == explain("too-large")
    assert [status for _, status, _ in results(send(minsu_client, album, large, PHOTO))] == [
        "rejected",
        "added",
    ]


def test_the_limit_of_the_family_is_exact(minsu_client, album, snapshot):
    Usage.objects.filter(family=album.family).update(used_bytes=100, limit_bytes=100 + len(PHOTO) - 1)
    before = snapshot()
    response = send(minsu_client, album, PHOTO)
    assert (response.status_code, snapshot()) == (413, before)
    assert results(response)[0][2] == explain("family-full")
    Usage.objects.filter(family=album.family).update(limit_bytes=100 + len(PHOTO))
    add(minsu_client, album, PHOTO)
    assert Usage.objects.get(family=album.family).left_bytes == 0


def test_the_limit_of_the_site_is_of_all_families(minsu_client, album, snapshot, stranger, settings, caplog):
    Usage.objects.filter(family=stranger.family).update(used_bytes=1000)
    settings.SITE_LIMIT_BYTES = 1000 + len(PHOTO) - 1
    before = snapshot()
    response = send(minsu_client, album, PHOTO)
    assert (response.status_code, snapshot()) == (413, before)
    assert results(response)[0][2] == explain("site-full")
    assert "all families together use SITE_LIMIT_BYTES" in caplog.text
    settings.SITE_LIMIT_BYTES += 1
    add(minsu_client, album, PHOTO)
    assert Usage.objects.site_left_bytes() == 0
    # Looking goes on, and what is deleted makes room.
    Usage.objects.filter(family=stranger.family).update(used_bytes=0)
    add(minsu_client, album, photo(2, size=(20, 10)))


def test_the_sites_last_bytes_are_taken_by_another_family(
    minsu_client, album, snapshot, stranger, settings, monkeypatch
):
    settings.SITE_LIMIT_BYTES = len(PHOTO)
    store = uploads.store

    def others_are_quicker(**file):
        Usage.objects.filter(family=stranger.family).update(used_bytes=1)
        return store(**file)

    monkeypatch.setattr(uploads, "store", others_are_quicker)
    response = send(minsu_client, album, PHOTO)
    assert response.status_code == 413 and results(response)[0][2] == explain("site-full")
    deliver()
    assert snapshot()["on disk"] == [] and snapshot()["pictures"] == []
    assert Usage.objects.get(family=album.family).used_bytes == 0


def test_over_the_sites_limit_all_that_is_there_stays(minsu_client, album, settings):
    """An operator may set a limit that is used up already."""
    add(minsu_client, album, PHOTO)
    settings.SITE_LIMIT_BYTES = 1
    assert Usage.objects.site_left_bytes() < 0
    deliver()
    assert album.pictures.get().state == "ready"


def test_of_many_files_those_that_fit_come_in(minsu_client, album):
    small, large = [photo(number) for number in range(3)], photo(9, size=(900, 600))
    Usage.objects.filter(family=album.family).update(limit_bytes=sum(map(len, small[:2])))
    response = send(minsu_client, album, small[0], large, small[1], small[2])
    assert [status for _, status, _ in results(response)] == ["added", "rejected", "added", "rejected"]
    assert Usage.objects.get(family=album.family).left_bytes == 0


def test_the_last_bytes_are_taken_by_somebody_else_meanwhile(minsu_client, album, snapshot, monkeypatch):
    """The check before the bytes were accepted said yes; the one at the commit decides."""
    Usage.objects.filter(family=album.family).update(limit_bytes=len(PHOTO))
    store = uploads.store

    def others_are_quicker(**file):
        Usage.objects.filter(family=album.family).update(used_bytes=1)
        return store(**file)

    monkeypatch.setattr(uploads, "store", others_are_quicker)
    response = send(minsu_client, album, PHOTO)
    assert response.status_code == 413 and results(response)[0][2] == explain("family-full")
    deliver()
    assert snapshot()["on disk"] == [] and snapshot()["pictures"] == []
    assert Usage.objects.get(family=album.family).used_bytes == 1


@pytest.mark.parametrize(
    ("place", "step"), [(adding, "read_sent"), (uploads, "store")], ids=["body", "storages"]
)
def test_who_is_removed_while_her_photo_comes(minsu_client, minsu, album, snapshot, monkeypatch, place, step):
    """A slow line brings a photo for hours. Nothing comes in, and nothing comes back from the trash."""
    trashed = add(minsu_client, album, OTHER)
    deliver()
    trash_pictures([trashed])
    go_on, before = getattr(place, step), snapshot()["pictures"]

    def go_on_without_her(*arguments, **named):
        if minsu.is_active:
            remove_member(member=minsu)
        return go_on(*arguments, **named)

    monkeypatch.setattr(place, step, go_on_without_her)
    files = [PHOTO, OTHER] if place is uploads else [OTHER]
    assert send(minsu_client, album, *files).status_code == 403
    deliver()
    trashed.refresh_from_db()
    assert trashed.trashed_at and snapshot()["pictures"] == before
    assert Usage.objects.get(family=album.family).used_bytes == len(OTHER)


def test_a_photo_is_written_while_it_is_looked_at(minsu_client, album, monkeypatch):
    store, examine, written = uploads.store, uploads.decoders.examine, threading.Event()

    def store_and_say(**file):
        stored = store(**file)
        written.set()
        return stored

    def look_until_it_is_written(*file):
        assert written.wait(30)
        return examine(*file)

    monkeypatch.setattr(uploads, "store", store_and_say)
    monkeypatch.setattr(uploads.decoders, "examine", look_until_it_is_written)
    assert add(minsu_client, album, PHOTO).file.content_type == "image/jpeg"


def test_strict_where_the_sandbox_is_not_whole(minsu_client, album, snapshot, monkeypatch):
    """The photo is not damaged, and can be sent again."""
    decoder = Decoder(strict=True, seconds=60)
    decoder.program = ("-m", "albums.images.tests.contained", "landlock", *Decoder.program)
    monkeypatch.setattr(uploads, "decoders", decoder)
    response = send(minsu_client, album, PHOTO)
    decoder.close()
    assert response.status_code == 503 and results(response)[0][2] == explain("storage-down")
    assert snapshot()["pictures"] == []


def test_too_many_files(minsu_client, album, snapshot, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    before = snapshot()
    response = send(minsu_client, album, *(photo(number) for number in range(4)))
    assert response.status_code == 400 and response.json()["reason"]
    assert snapshot() == before


def test_a_caption_of_megabytes(minsu_client, album, snapshot):
    before = snapshot()
    response = send(minsu_client, album, PHOTO, caption="x" * 3_000_000)
    assert response.status_code == 400 and response.json()["reason"]
    assert snapshot() == before


# --- Broken requests --------------------------------------------------------------------------------


def post_raw(client, album, body: bytes, content_type=MULTIPART_CONTENT, **more):
    more.setdefault("headers", {"Accept": "application/json"})
    return client.generic("POST", address(album), body, content_type, **more)


def body_of(*files: bytes) -> bytes:
    return encode_multipart(BOUNDARY, {"files": [named(f"{n}.jpg", file) for n, file in enumerate(files)]})


BROKEN = {
    "nothing": (b"", MULTIPART_CONTENT),
    "no file": (encode_multipart(BOUNDARY, {"caption": "x"}), MULTIPART_CONTENT),
    "a text for a file": (encode_multipart(BOUNDARY, {"files": "x"}), MULTIPART_CONTENT),
    "no boundary": (body_of(PHOTO), "multipart/form-data"),
    "another boundary": (body_of(PHOTO), "multipart/form-data; boundary=other"),
    "a hostile boundary": (body_of(PHOTO), "multipart/form-data; boundary=" + "x" * 300),
    "cut in its head": (body_of(PHOTO)[:60], MULTIPART_CONTENT),
    "cut in its file": (body_of(PHOTO)[:400], MULTIPART_CONTENT),
    "cut in its end": (body_of(PHOTO)[:-12], MULTIPART_CONTENT),
    "noise": (bytes(range(256)) * 8, MULTIPART_CONTENT),
    "base64 that is none": (
        body_of(b"abcde").replace(b"Content-Type", b"Content-Transfer-Encoding: base64\r\nContent-Type"),
        MULTIPART_CONTENT,
    ),
    "json": (b'{"files": []}', "application/json"),
    "a plain form": (b"files=x", "application/x-www-form-urlencoded"),
    "raw bytes": (PHOTO, "image/jpeg"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_requests(minsu_client, album, snapshot, kind):
    body, content_type = BROKEN[kind]
    before = snapshot()
    response = post_raw(minsu_client, album, body, content_type)
    assert response.status_code == 400
    assert len(response.json()["reason"]) > 10
    assert snapshot() == before


def test_what_arrived_before_the_cut_comes_in(minsu_client, album, snapshot):
    response = post_raw(minsu_client, album, body_of(PHOTO, photo(2))[:-400])
    assert results(response) == [("0.jpg", "added", "")]
    assert not [path for path in snapshot()["on disk"] if "staging" in path]


def test_a_length_that_is_none(minsu_client, album, snapshot):
    for length in ("-1", "x", "", "0"):
        response = post_raw(minsu_client, album, body_of(PHOTO), CONTENT_LENGTH=length)
        assert response.status_code < 500
    assert not [path for path in snapshot()["on disk"] if "staging" in path]


@pytest.mark.parametrize("after", [0, 1, 300, 200_000])
def test_a_connection_that_breaks(minsu_client, album, snapshot, monkeypatch, after):
    """As when a telephone leaves the house in the middle of a photo."""
    whole, given = FakePayload.read, []

    def read(self, *args):
        if sum(given) >= after:
            raise ConnectionResetError
        content = whole(self, *args)
        given.append(len(content))
        return content

    monkeypatch.setattr(FakePayload, "read", read)
    before = snapshot()
    with suppress(UnreadablePostError):  # the answer reaches nobody
        response = post_raw(minsu_client, album, body_of(*(photo(n, size=(2000, 2000)) for n in range(30))))
        assert response.status_code < 500
    assert snapshot()["on disk"] == before["on disk"] == []
    assert snapshot() == before


# --- Names ------------------------------------------------------------------------------------------

NAMES = {
    "../../etc/passwd": "passwd",
    "..\\..\\windows\\a.jpg": "a.jpg",
    "/var/a.jpg": "a.jpg",
    "a\0b.jpg": "ab.jpg",
    "a\u202egpj.exe": "agpj.exe",
    "👵🏻👍.jpg": "👵🏻👍.jpg",
    "할머니와 바다.jpg": "할머니와 바다.jpg",
    "x" * 300 + ".jpg": "x" * 251 + ".jpg",
    "가" * 300 + ".jpg": "가" * 251 + ".jpg",
    '"quoted" <b>.jpg': '"quoted" <b>.jpg',
    "&lt;b&gt;.jpg": "&lt;b&gt;.jpg",
    "a.jpg\r\nX-Evil: 1": '"a.jpg',
    "%2e%2e%2fa.jpg": "%2e%2e%2fa.jpg",
    "-rf": "-rf",
}


def send_named(client, album, name: str, accept="application/json"):
    body = body_of(PHOTO).replace(
        b'filename="0.jpg"', b'filename="' + name.replace('"', '\\"').encode() + b'"'
    )
    return post_raw(client, album, body, headers={"Accept": accept})


@pytest.mark.parametrize("name", NAMES, ids=lambda name: ascii(name)[:24])
def test_hostile_names(minsu_client, mother_client, album, directories, name):
    [(shown, status, _)] = results(send_named(minsu_client, album, name))
    assert (shown, status) == (NAMES[name], "added")
    picture = Picture.objects.get()
    assert picture.name == shown
    # Only as a name: in the storages there are keys.
    for directory in directories.values():
        assert {path.name for path in directory.glob("*/*") if path.is_file()} == {picture.file.key}
    page = send_named(minsu_client, album, name, accept="text/html").content.decode()
    assert "<b>.jpg" not in page
    assert mother_client.get(picture.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("name", ["", ".", "..", "/", "\u202e"])
def test_names_that_are_none(minsu_client, album, snapshot, name):
    before = snapshot()
    response = send_named(minsu_client, album, name)
    assert response.status_code == 400 and response.json()["reason"]
    assert snapshot() == before


def test_a_name_that_is_no_unicode(minsu_client, album, snapshot):
    """No browser sends one. Django takes such a part for no file."""
    before = snapshot()
    response = post_raw(minsu_client, album, body_of(PHOTO).replace(b"0.jpg", b"\xff\xfe.jpg"))
    assert response.status_code == 400 and response.json()["reason"]
    assert snapshot() == before


# --- Storages that fail, and people at the same time ------------------------------------------------


@pytest.mark.parametrize("broken", ["main", "backup"])
def test_while_a_storage_is_down(minsu_client, album, snapshot, break_storage, mend_storage, broken):
    before = snapshot()
    break_storage(broken)
    response = send(minsu_client, album, PHOTO)
    assert response.status_code == 503
    assert results(response) == [("0.jpg", "rejected", explain("storage-down"))]
    mend_storage(broken)
    deliver()
    assert snapshot() == before
    add(minsu_client, album, PHOTO)  # and trying again works


def test_while_the_staging_volume_is_broken(minsu_client, album, snapshot, staging):
    staging.write_text("not a directory")
    response = send(minsu_client, album, PHOTO)
    assert response.status_code == 503
    assert results(response) == [("0.jpg", "rejected", explain("no-room"))]
    assert snapshot()["pictures"] == [] and staging.read_text() == "not a directory"


@pytest.mark.django_db(transaction=True)
def test_the_same_photo_by_two_people_at_once(jieun, minsu, album, snapshot, monkeypatch):
    """Both find that it is not there yet, both store it; one row is inserted."""
    meet = threading.Barrier(2)
    store, answers = uploads.store, []

    def store_together(**arguments):
        meet.wait(timeout=20)
        return store(**arguments)

    monkeypatch.setattr(uploads, "store", store_together)

    def upload(person):
        try:
            answers.extend(results(send(sign_in(person), album, PHOTO)))
        finally:
            connection.close()

    threads = [threading.Thread(target=upload, args=[person]) for person in (jieun, minsu)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(answers) == [("0.jpg", "added", ""), ("0.jpg", "duplicate", "")]
    deliver()
    assert Picture.objects.count() == Album.objects.get().picture_count == 1
    assert Usage.objects.get(family=album.family).used_bytes == len(PHOTO)
    originals = StoredFile.objects.filter(kind="original").values_list("state", flat=True)
    assert sorted(originals) == ["deleted", "stored"]
    assert len(snapshot()["on disk"]) == 8  # the original and three derivatives, twice


@pytest.mark.django_db(transaction=True)
def test_an_album_that_goes_while_a_photo_comes(minsu_client, album, snapshot, monkeypatch):
    store = uploads.store

    def store_then_delete_the_album(**arguments):
        file = store(**arguments)
        Album.objects.all().delete()
        return file

    monkeypatch.setattr(uploads, "store", store_then_delete_the_album)
    response = send(minsu_client, album, PHOTO)
    assert response.status_code == 409 and results(response)[0][2] == explain("try-again")
    deliver()
    assert snapshot()["on disk"] == [] and snapshot()["pictures"] == []
    assert Usage.objects.get().used_bytes == 0
