"""Creating a resumable upload, with and without the file."""

import json
from functools import partial

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from albums import rejections
from albums.models import Picture, StagedUpload
from albums.resumable import limits
from albums.resumable.tests.client import VERSION, checksum, create, creation, head, metadata, patch, row
from albums.services.trash import trash_album
from albums.tests.helpers import UNKNOWN, add, deliver, photo
from storage.models import Usage

PHOTO = photo(1)


def test_it_works(minsu_client, minsu, album):
    response = create(minsu_client, album, len(PHOTO), caption="  On the\n beach ", batch="b", place="3")
    assert response.status_code == 201 and response["Tus-Resumable"] == "1.0.0"
    assert response["Upload-Offset"] == "0" and response["Upload-Expires"].endswith("GMT")
    upload = row(response["Location"])
    assert response["Location"] == f"http://testserver/uploads/{upload.public_id}/"
    assert (upload.person, upload.album, upload.family) == (minsu, album, album.family)
    assert (upload.length, upload.offset, upload.result) == (len(PHOTO), 0, None)
    answer = head(minsu_client, response["Location"])
    assert (answer["Upload-Offset"], answer["Upload-Length"]) == ("0", str(len(PHOTO)))
    assert answer["Cache-Control"] == "no-store"
    assert answer["Upload-Metadata"] == metadata(album, caption="  On the\n beach ", batch="b", place="3")


def test_creation_with_the_whole_file(minsu_client, album, staging):
    response = create(minsu_client, album, len(PHOTO), PHOTO, caption="On the beach", filename="바다.jpg")
    picture = Picture.objects.get()
    assert response.status_code == 201 and response["Upload-Offset"] == str(len(PHOTO))
    assert json.loads(response["Upload-Result"]) == {
        "name": "바다.jpg",
        "status": "added",
        "picture": picture.public_id,
        "reason": "",
    }
    assert response["Upload-Result"].isascii()
    assert (picture.caption, picture.name) == ("On the beach", "바다.jpg")
    assert Usage.objects.get(family=album.family).used_bytes == len(PHOTO)
    assert not [path for path in staging.rglob("*") if path.is_file()]


def test_creation_with_a_part_of_the_file(minsu_client, album):
    response = create(minsu_client, album, len(PHOTO), PHOTO[:100])
    assert (response.status_code, response["Upload-Offset"]) == (201, "100")
    assert head(minsu_client, response["Location"])["Upload-Offset"] == "100"
    assert not Picture.objects.exists()


def test_what_is_no_picture_arrives_and_is_rejected(minsu_client, album, snapshot):
    before = snapshot()
    response = create(minsu_client, album, 4, b"text", filename="a.jpg", filetype="image/jpeg")
    result = json.loads(response["Upload-Result"])
    assert (response.status_code, result["status"], result["picture"]) == (201, "rejected", None)
    assert result["reason"] == rejections.explain("not-a-picture")
    deliver()
    assert snapshot() == before


def test_an_empty_file_is_rejected_at_once(minsu_client, album):
    response = create(minsu_client, album, 0)
    assert json.loads(response["Upload-Result"])["reason"] == rejections.explain("empty")


def test_the_same_file_again_is_already_there(minsu_client, album):
    first = json.loads(create(minsu_client, album, len(PHOTO), PHOTO)["Upload-Result"])
    again = json.loads(create(minsu_client, album, len(PHOTO), PHOTO)["Upload-Result"])
    assert (again["status"], again["picture"]) == ("duplicate", first["picture"])


def test_options_tell_what_the_server_can_do(minsu_client, settings):
    settings.UPLOAD_LIMIT_BYTES = settings.FILM_LIMIT_BYTES = 1234
    response = minsu_client.options(reverse("uploads"))
    assert response.status_code == 204 and response["Tus-Version"] == response["Tus-Resumable"] == "1.0.0"
    assert response["Tus-Extension"] == "creation,creation-with-upload,termination,expiration,checksum"
    assert response["Tus-Max-Size"] == "1234"
    assert response["Tus-Checksum-Algorithm"] == "sha1,sha256,md5"
    assert "Access-Control-Allow-Origin" not in response


# --- Refusals ---------------------------------------------------------------------------------------


def refused(response) -> tuple[int, str]:
    assert len(response.json()["reason"]) > 10
    return response.status_code, response.json()["error"]


def test_signed_out_and_wrong_role(client, mother_client, album):
    assert refused(create(client, album, 5)) == (401, "sign-in")
    assert refused(create(mother_client, album, 5)) == (403, "not-allowed")


def test_another_familys_album_is_not_there(stranger_client, album):
    assert refused(create(stranger_client, album, 5)) == (404, "not-found")


def test_an_album_in_the_trash_is_not_there(minsu_client, album):
    trash_album(album)
    assert refused(create(minsu_client, album, 5)) == (404, "not-found")
    assert refused(create(minsu_client, UNKNOWN, 5)) == (404, "not-found")


def test_wrong_method(minsu_client):
    for method in ("get", "head", "put", "patch", "delete"):
        response = getattr(minsu_client, method)(reverse("uploads"), headers=VERSION)
        assert (response.status_code, response["Allow"]) == (405, "POST, OPTIONS")


@pytest.mark.parametrize("version", [None, "0.2.2", "1.0.1", ""])
def test_another_version(minsu_client, album, version):
    response = create(
        minsu_client, album, 5, headers={"Tus-Resumable": version} if version is not None else {}
    )
    if version is None:
        response = minsu_client.post(reverse("uploads"), headers={"Upload-Length": "5"})
    assert refused(response) == (412, "version") and response["Tus-Version"] == "1.0.0"


@pytest.mark.parametrize("length", ["", "-1", "1.5", "x", "1e3", " ", "٣", "9" * 19, "5, 5", "0x5"])
def test_a_length_that_is_none(minsu_client, album, length):
    response = create(minsu_client, album, 5, headers={"Upload-Length": length})
    assert refused(response) == (400, "bad-request")


def test_a_length_that_is_told_later(minsu_client, album):
    response = create(minsu_client, album, 5, headers={"Upload-Defer-Length": "1"})
    assert refused(response) == (400, "bad-request") and "Upload-Defer-Length" in response.json()["detail"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "album",
        "album !",
        "album YQ==",
        "filename YQ==",
        "album a,album a",
        ",",
        " ,",
        "ümlaut YQ==",
        "a" * 20000,
    ],
)
def test_metadata_that_are_none(minsu_client, album, text):
    response = create(minsu_client, album, 5, headers={"Upload-Metadata": text})
    assert refused(response) == (400, "bad-request")


def test_metadata_that_are_not_utf_8(minsu_client, album):
    response = create(minsu_client, album, 5, headers={"Upload-Metadata": metadata(album) + ",caption /w=="})
    assert refused(response) == (400, "bad-request")


def test_a_key_without_a_value_and_an_unknown_key(minsu_client, album):
    said = metadata(album) + ",is_confidential,relativePath bnVsbA=="
    assert create(minsu_client, album, 5, headers={"Upload-Metadata": said}).status_code == 201


def test_a_name_that_is_a_path(minsu_client, album):
    create(minsu_client, album, len(PHOTO), PHOTO, filename="../../etc/\u202egpj.exe\0.jpg")
    assert Picture.objects.get().name == "gpj.exe.jpg"


def test_a_file_that_is_too_large(minsu_client, album, settings):
    settings.UPLOAD_LIMIT_BYTES = settings.FILM_LIMIT_BYTES = 100
    assert create(minsu_client, album, 100).status_code == 201
    assert refused(create(minsu_client, album, 101)) == (413, "too-large")


def test_a_photo_larger_than_a_photo_may_be(minsu_client, album, settings):
    settings.UPLOAD_LIMIT_BYTES, settings.FILM_LIMIT_BYTES = 100, 10_000
    result = json.loads(create(minsu_client, album, len(PHOTO), PHOTO)["Upload-Result"])
    assert (result["status"], result["reason"]) == ("rejected", rejections.explain("too-large"))


def test_the_familys_space_is_full(minsu_client, album):
    Usage.objects.update(limit_bytes=1000)
    assert refused(create(minsu_client, album, 1001)) == (413, "family-full")
    assert create(minsu_client, album, 600, bytes(500)).status_code == 201
    # What the other upload has sent counts.
    assert refused(create(minsu_client, album, 501)) == (413, "family-full")
    assert create(minsu_client, album, 500).status_code == 201


def test_the_sites_space_is_full(minsu_client, album, settings):
    settings.SITE_LIMIT_BYTES = 1000
    assert refused(create(minsu_client, album, 1001)) == (413, "site-full")


def test_a_volume_that_is_nearly_full(minsu_client, album, settings, monkeypatch):
    monkeypatch.setattr(limits, "has_room", lambda needed: needed < 1000)
    response = create(minsu_client, album, 1000)
    assert refused(response) == (503, "no-room") and response["Retry-After"]
    assert create(minsu_client, album, 999).status_code == 201


def test_too_many_uploads_at_once(minsu_client, album, monkeypatch):
    monkeypatch.setattr(limits, "MOST_UPLOADS", 2)
    assert [create(minsu_client, album, 5).status_code for _ in range(3)] == [201, 201, 503]


def test_a_body_of_another_type(minsu_client, album):
    response = minsu_client.post(reverse("uploads"), {"files": "x"}, headers=creation(album, 5))
    assert refused(response) == (415, "content-type")


def test_a_body_that_is_longer_than_the_file(minsu_client, album):
    assert refused(create(minsu_client, album, 5, b"123456")) == (413, "longer")
    assert not StagedUpload.objects.exists()


def test_a_checksum_that_is_wrong_leaves_nothing(minsu_client, album, staging):
    response = create(minsu_client, album, len(PHOTO), PHOTO, headers=checksum(PHOTO + b"x"))
    assert refused(response) == (460, "checksum") and response.reason_phrase == "Checksum Mismatch"
    assert not StagedUpload.objects.exists() and not Picture.objects.exists()


def test_the_storages_are_down_for_the_whole_file(minsu_client, album, break_storage, mend_storage):
    break_storage("backup")
    response = create(minsu_client, album, len(PHOTO), PHOTO)
    # It is here but for one byte, with which the client comes again.
    assert (response.status_code, response["Upload-Offset"]) == (201, str(len(PHOTO) - 1))
    again = patch(minsu_client, response["Location"], len(PHOTO) - 1, PHOTO[-1:])
    assert refused(again) == (503, "storage-down") and again["Retry-After"]
    mend_storage("backup")
    again = patch(minsu_client, response["Location"], len(PHOTO) - 1, PHOTO[-1:])
    assert json.loads(again["Upload-Result"])["status"] == "added"


# --- Other sites' pages -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 201),
        ({"Origin": "http://testserver"}, 201),
        ({"Origin": "https://pictures.example"}, 201),
        ({"Sec-Fetch-Site": "same-origin"}, 201),
        ({"Sec-Fetch-Site": "none"}, 201),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "https://testserver"}, 403),
        ({"Origin": "http://testserver:81"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://["}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
    ],
)
def test_only_our_own_pages_and_programs(minsu, album, settings, said, status):
    settings.CSRF_TRUSTED_ORIGINS = ["https://*.example.org", "https://pictures.example"]
    client = Client(enforce_csrf_checks=True)
    client.force_login(minsu)
    response = create(client, album, 5, headers=said)
    assert response.status_code == status
    if status == 403:
        assert refused(response) == (403, "other-site")


# --- However many there were today ------------------------------------------------------------------


def steps_of(action) -> int:
    """How many steps SQLite's machine takes for what an action asks of it: rows that are read, not time."""
    count = 0

    def step():
        nonlocal count
        count += 1

    connection.ensure_connection()
    connection.connection.set_progress_handler(step, 1)
    try:
        action()
    finally:
        connection.connection.set_progress_handler(None, 1)
    return count


def finished(album, minsu, count: int, state: str, result: dict) -> None:
    StagedUpload.objects.bulk_create(
        StagedUpload(
            family_id=album.family_id,
            person=minsu,
            album=album,
            metadata="",
            length=5,
            offset=5,
            state=state,
            result=result,
        )
        for _ in range(count)
    )


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps of SQLite")
@pytest.mark.parametrize("state", ["added", "over"])
def test_finished_uploads_are_not_read_again(minsu, minsu_client, album, state):
    """Each of 20,000 files would read all those before it."""
    check = partial(limits.check_room, album, 5)
    create(minsu_client, album, 5)
    finished(album, minsu, 10, state, {"status": "added"})
    few = steps_of(check)
    finished(album, minsu, 900, state, {"status": "added"})
    assert steps_of(check) == few


def test_empty_files_do_not_pile_up(minsu, minsu_client, album, monkeypatch):
    """Nor what else costs its sender nothing."""
    monkeypatch.setattr(limits, "MOST_RESULTS", 5)
    add(minsu_client, album, PHOTO)
    kept = create(minsu_client, album, len(photo(2)), photo(2))["Location"]
    for _ in range(6):
        first = create(minsu_client, album, 0)["Location"]
        create(minsu_client, album, 4, b"text")
        last = create(minsu_client, album, len(PHOTO), PHOTO)["Location"]
    assert json.loads(head(minsu_client, last)["Upload-Result"])["status"] == "duplicate"
    assert StagedUpload.objects.filter(state="over").count() == 5
    # The family's own photos are not among them.
    assert json.loads(head(minsu_client, kept)["Upload-Result"])["status"] == "added"
    assert head(minsu_client, first).status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="counts the steps of SQLite")
def test_what_is_kept_of_them_costs_no_more_each_time(minsu, minsu_client, album, monkeypatch):
    monkeypatch.setattr(limits, "MOST_RESULTS", 50)
    forget = partial(limits.forget_results, album.family_id)
    finished(album, minsu, 40, "over", {"status": "rejected", "reason": "empty"})
    finished(album, minsu, 10, "added", {"status": "added"})
    few = steps_of(forget)
    finished(album, minsu, 900, "added", {"status": "added"})
    assert steps_of(forget) == few
