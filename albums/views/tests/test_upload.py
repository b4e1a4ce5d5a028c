"""The bytes of a resumable upload: piece by piece, interrupted, disputed, given up."""

import io
import json
import random
from datetime import timedelta

import pytest
from django.http import UnreadablePostError
from django.utils import timezone

from accounts.services.members import remove_member
from albums.models import Picture, StagedUpload
from albums.resumable import claiming, cleaning, finishing, receiving
from albums.resumable.tests.client import (
    BODY,
    VERSION,
    begin,
    checksum,
    delete,
    head,
    patch,
    patch_from,
    row,
)
from albums.services.deletion import delete_album
from albums.services.trash import trash_album
from albums.tests.helpers import deliver, photo
from conftest import sign_in
from picup.encryption.segments import SEGMENT
from storage.io.growing import directory_of
from storage.models import Usage

PHOTO = photo(1, format="PNG", size=(300, 300)) + random.Random(1).randbytes(5 * SEGMENT + 77)
MIDDLE = 2 * SEGMENT + 1000


class Broken(io.BytesIO):
    """A body that breaks off: by an error, as when the line is cut."""

    def read(self, size=-1):
        data = super().read(size)
        if not data:
            raise UnreadablePostError("cut")
        return data


def patch_cut(client, address: str, offset: int, body: bytes, expected: int, headers: dict | None = None):
    """Send less than was announced."""
    return patch_from(client, address, offset, Broken(body), expected, headers)


def offset_of(client, address: str) -> int:
    return int(head(client, address)["Upload-Offset"])


def original_of(client, result: dict) -> bytes:
    return b"".join(client.get(f"/pictures/{result['picture']}/file/original"))


def on_disk(staging) -> list:
    return [path for path in staging.rglob("*") if path.is_file()]


def refused(response) -> tuple[int, str]:
    assert len(response.json()["reason"]) > 10
    return response.status_code, response.json()["error"]


@pytest.fixture
def address(minsu_client, album) -> str:
    return begin(minsu_client, album, len(PHOTO))


def test_it_works(minsu_client, album, address, staging):
    response = patch(minsu_client, address, 0, PHOTO)
    assert response.status_code == 204 and response["Tus-Resumable"] == "1.0.0" and not response.content
    assert response["Upload-Offset"] == str(len(PHOTO)) and response["Upload-Expires"]
    picture = Picture.objects.get()
    result = {"name": "photo.jpg", "status": "added", "picture": picture.public_id, "reason": ""}
    assert json.loads(response["Upload-Result"]) == result
    assert original_of(minsu_client, result) == PHOTO
    assert Usage.objects.get(family=album.family).used_bytes == len(PHOTO)
    assert not on_disk(staging)


def test_piece_by_piece(minsu_client, address, staging):
    sizes = [1, 99, SEGMENT - 100, SEGMENT, SEGMENT + 1, 2 * SEGMENT - 5, len(PHOTO)]
    at = 0
    for size in sizes:
        body = PHOTO[at : at + size]
        response = patch(minsu_client, address, at, body)
        at += len(body)
        assert (response.status_code, response["Upload-Offset"]) == (204, str(at))
        if at < len(PHOTO):
            assert "Upload-Result" not in response
            assert len(row(address).parts) <= 1
    result = json.loads(response["Upload-Result"])
    assert result["status"] == "added" and original_of(minsu_client, result) == PHOTO
    assert not on_disk(staging)


def test_the_result_is_told_again(minsu_client, address):
    result = patch(minsu_client, address, 0, PHOTO)["Upload-Result"]
    told = head(minsu_client, address)
    assert (told["Upload-Offset"], told["Upload-Result"]) == (str(len(PHOTO)), result)
    page = minsu_client.get(address)
    assert page.json() == {"offset": len(PHOTO), "length": len(PHOTO), "result": json.loads(result)}
    again = patch(minsu_client, address, len(PHOTO), b"")
    assert (again.status_code, again["Upload-Result"]) == (204, result)
    assert Picture.objects.count() == 1


def test_nothing_on_the_staging_volume_is_plain(minsu_client, address, staging):
    patch(minsu_client, address, 0, PHOTO[:-1])
    stored = b"".join(path.read_bytes() for path in on_disk(staging)) + bytes(row(address).tail)
    assert len(stored) > len(PHOTO)
    for start in range(0, len(PHOTO) - 20, 1000):
        assert PHOTO[start : start + 20] not in stored


def test_the_place_of_an_interrupted_upload_is_kept(minsu_client, address):
    patch_cut(minsu_client, address, 0, PHOTO[:MIDDLE], len(PHOTO))
    assert offset_of(minsu_client, address) == MIDDLE
    patch_cut(minsu_client, address, MIDDLE, b"", len(PHOTO) - MIDDLE)
    assert offset_of(minsu_client, address) == MIDDLE
    response = patch(minsu_client, address, MIDDLE, PHOTO[MIDDLE:])
    assert original_of(minsu_client, json.loads(response["Upload-Result"])) == PHOTO


def test_a_body_that_ends_early_is_kept_as_far_as_it_came(minsu_client, address):
    patch_from(minsu_client, address, 0, io.BytesIO(PHOTO[:MIDDLE]), len(PHOTO))
    assert offset_of(minsu_client, address) == MIDDLE


def test_a_body_in_chunks(minsu_client, address):
    response = patch_from(minsu_client, address, 0, io.BytesIO(PHOTO), None)
    assert response.status_code == 204 and json.loads(response["Upload-Result"])["status"] == "added"


def test_chunks_without_an_end(minsu_client, address):
    response = patch_from(minsu_client, address, 0, io.BytesIO(PHOTO * 9), None)
    assert refused(response) == (413, "longer")
    assert offset_of(minsu_client, address) == 0 and not Picture.objects.exists()


def test_much_is_stored_on_the_way(minsu_client, address, monkeypatch):
    monkeypatch.setattr(receiving, "STORE_BYTES", SEGMENT)
    monkeypatch.setattr(receiving, "WRITE_BYTES", SEGMENT)
    monkeypatch.setattr(receiving, "BLOCK", 10_000)
    offsets = []
    store = claiming.store

    def listen(upload, **values):
        store(upload, **values)
        offsets.append(upload.offset)

    monkeypatch.setattr(claiming, "store", listen)
    response = patch(minsu_client, address, 0, PHOTO)
    assert offsets == sorted(offsets) and len(set(offsets)) > 4 and offsets[-1] == len(PHOTO)
    assert original_of(minsu_client, json.loads(response["Upload-Result"])) == PHOTO


def test_a_slow_line_is_stored_on_the_way(minsu_client, address, monkeypatch):
    monkeypatch.setattr(receiving, "STORE_SECONDS", -1)
    monkeypatch.setattr(receiving, "BLOCK", 5000)
    patch_cut(minsu_client, address, 0, PHOTO[:MIDDLE], len(PHOTO))
    response = patch(minsu_client, address, MIDDLE, PHOTO[MIDDLE:])
    assert original_of(minsu_client, json.loads(response["Upload-Result"])) == PHOTO


# --- Checksums --------------------------------------------------------------------------------------


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_checksums(minsu_client, address, algorithm):
    first, rest = PHOTO[:MIDDLE], PHOTO[MIDDLE:]
    assert patch(minsu_client, address, 0, first, checksum(first, algorithm)).status_code == 204
    response = patch(minsu_client, address, MIDDLE, first, checksum(rest, algorithm))
    assert refused(response) == (413, "longer") or response.status_code == 460
    response = patch(minsu_client, address, MIDDLE, b"x" * len(rest), checksum(rest, algorithm))
    assert refused(response) == (460, "checksum") and response.reason_phrase == "Checksum Mismatch"
    assert offset_of(minsu_client, address) == MIDDLE
    response = patch(minsu_client, address, MIDDLE, rest, checksum(rest, algorithm))
    assert original_of(minsu_client, json.loads(response["Upload-Result"])) == PHOTO


def test_what_a_wrong_checksum_has_written_is_never_written_over(minsu_client, address, monkeypatch):
    """The same key and segment number with other bytes would give both away."""
    monkeypatch.setattr(receiving, "STORE_BYTES", SEGMENT)
    monkeypatch.setattr(receiving, "WRITE_BYTES", SEGMENT)
    patch(minsu_client, address, 0, PHOTO[:MIDDLE])
    assert patch(minsu_client, address, MIDDLE, bytes(2 * SEGMENT), checksum(b"")).status_code == 460
    [first] = row(address).parts
    patch(minsu_client, address, MIDDLE, PHOTO[MIDDLE:-1])
    assert row(address).parts[0] == first and len(row(address).parts) == 2
    response = patch(minsu_client, address, len(PHOTO) - 1, PHOTO[-1:])
    assert original_of(minsu_client, json.loads(response["Upload-Result"])) == PHOTO


def test_what_breaks_off_with_a_checksum_is_not_kept(minsu_client, address):
    patch_cut(minsu_client, address, 0, PHOTO[:MIDDLE], len(PHOTO), checksum(PHOTO))
    assert offset_of(minsu_client, address) == 0


@pytest.mark.parametrize(
    "said", ["", "sha1", "sha1 x", "crc32 AAAA", "sha1 AAAA", "SHA1 AAAA", "sha1  ", "x" * 999]
)
def test_a_checksum_that_is_none(minsu_client, address, said):
    assert refused(patch(minsu_client, address, 0, PHOTO, {"Upload-Checksum": said})) == (400, "bad-request")


# --- Who may write ----------------------------------------------------------------------------------


@pytest.mark.parametrize("offset", [MIDDLE - 1, MIDDLE + 1, 0, len(PHOTO)])
def test_the_wrong_offset(minsu_client, address, offset):
    patch(minsu_client, address, 0, PHOTO[:MIDDLE])
    assert refused(patch(minsu_client, address, offset, b"")) == (409, "wrong-offset")
    assert offset_of(minsu_client, address) == MIDDLE


def test_a_newer_request_takes_over(minsu_client, address, minsu, monkeypatch):
    """The older one wakes up in the middle of its body, when the newer one is done: it changes nothing."""
    monkeypatch.setattr(receiving, "STORE_BYTES", SEGMENT)
    monkeypatch.setattr(receiving, "WRITE_BYTES", SEGMENT)
    patch(minsu_client, address, 0, PHOTO[:MIDDLE])

    class Stalled(io.BytesIO):
        newer, taken_at = None, 0

        def read(self, size=-1):
            if self.tell() >= 2 * SEGMENT and not self.newer:
                at = offset_of(minsu_client, address)
                self.taken_at = at
                self.newer = patch(sign_in(minsu), address, at, PHOTO[at:-5])
            return super().read(min(size, SEGMENT))

    stream = Stalled(bytes(len(PHOTO) - MIDDLE))
    # What the older one said until then was stored, and is all zeros: it was the first.
    older = patch_from(minsu_client, address, MIDDLE, stream, len(PHOTO) - MIDDLE)
    assert refused(older) == (423, "elsewhere") and stream.newer.status_code == 204
    upload = row(address)
    assert (upload.offset, len(upload.parts)) == (len(PHOTO) - 5, 2)
    with receiving.Receiver(upload, False).open_plain() as reader:
        stored = reader.read()
    zeros = bytes(stream.taken_at - MIDDLE)
    assert zeros and stored == PHOTO[:MIDDLE] + zeros + PHOTO[stream.taken_at : -5]


def test_an_upload_that_is_deleted_meanwhile(minsu_client, address, minsu, staging):
    class Deleting(io.BytesIO):
        is_done = False

        def read(self, size=-1):
            if not self.is_done:
                self.is_done = True
                assert delete(sign_in(minsu), address).status_code == 204
            return super().read(size)

    response = patch_from(minsu_client, address, 0, Deleting(PHOTO[:-1]), len(PHOTO) - 1)
    assert refused(response) == (423, "elsewhere")
    assert head(minsu_client, address).status_code == 404


def test_somebody_elses_upload_is_not_there(
    address, album, jieun_client, stranger_client, client, mother_client
):
    for other, status in ((jieun_client, 404), (stranger_client, 404), (client, 401), (mother_client, 403)):
        assert head(other, address).status_code == status
        assert patch(other, address, 0, PHOTO).status_code == status
        assert delete(other, address).status_code == status
        assert other.get(address).status_code == status
    assert row(address).offset == 0


def test_a_member_who_was_removed(minsu, minsu_client, address):
    patch(minsu_client, address, 0, PHOTO[:5])
    remove_member(member=minsu)
    assert patch(minsu_client, address, 5, PHOTO[5:]).status_code == 401
    assert not Picture.objects.exists()


def test_a_role_that_is_lost_meanwhile(minsu, minsu_client, address):
    class Demoted(io.BytesIO):
        def read(self, size=-1):
            type(minsu).objects.filter(pk=minsu.pk).update(role="viewer")
            return super().read(size)

    response = patch_from(minsu_client, address, 0, Demoted(PHOTO), len(PHOTO))
    assert refused(response) == (403, "not-allowed") and not Picture.objects.exists()


def test_other_sites_pages(minsu_client, address):
    for said in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert refused(patch(minsu_client, address, 0, PHOTO, said)) == (403, "other-site")
        assert minsu_client.delete(address, headers={**VERSION, **said}).status_code == 403


# --- Bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize("offset", ["", "-1", "x", "1.0", " 0", "0x0", "9" * 30])
def test_an_offset_that_is_none(minsu_client, address, offset):
    assert refused(patch(minsu_client, address, offset, PHOTO)) == (400, "bad-request")


def test_a_body_of_another_type(minsu_client, address):
    response = minsu_client.patch(address, PHOTO, "image/jpeg", headers={**VERSION, "Upload-Offset": "0"})
    assert refused(response) == (415, "content-type")


def test_a_body_that_is_longer_than_the_file(minsu_client, address):
    assert refused(patch(minsu_client, address, 0, PHOTO + b"x")) == (413, "longer")
    assert offset_of(minsu_client, address) == 0


def test_wrong_method_and_another_version(minsu_client, address):
    for method in ("post", "put"):
        response = getattr(minsu_client, method)(address, headers=VERSION)
        assert (response.status_code, response["Allow"]) == (405, "HEAD, GET, PATCH, DELETE, OPTIONS")
    assert minsu_client.head(address).status_code == 412
    assert minsu_client.patch(address, PHOTO, BODY, headers={"Upload-Offset": "0"}).status_code == 412


def test_a_network_that_lets_only_post_pass(minsu_client, address):
    said = {**VERSION, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}
    assert minsu_client.post(address, PHOTO, BODY, headers=said).status_code == 204
    said = {**VERSION, "X-HTTP-Method-Override": "DELETE"}
    assert minsu_client.post(address, headers=said).status_code == 204
    assert head(minsu_client, address).status_code == 404


# --- Its end ----------------------------------------------------------------------------------------


def test_termination(minsu_client, address, staging):
    patch(minsu_client, address, 0, PHOTO[:-1])
    assert on_disk(staging)
    assert delete(minsu_client, address).status_code == 204
    assert not on_disk(staging) and not StagedUpload.objects.exists()
    assert delete(minsu_client, address).status_code == 404


def test_what_has_expired_is_gone(minsu_client, address, staging):
    patch(minsu_client, address, 0, PHOTO[:-1])
    StagedUpload.objects.update(expires_at=timezone.now())
    for response in (head(minsu_client, address), patch(minsu_client, address, len(PHOTO) - 1, PHOTO[-1:])):
        assert response.status_code == 410
    assert cleaning.clean_up() == 1 and not on_disk(staging)
    assert head(minsu_client, address).status_code == 410
    StagedUpload.objects.update(expires_at=timezone.now() - timedelta(days=2))
    assert cleaning.clean_up() == 1 and cleaning.clean_up() == 0
    assert head(minsu_client, address).status_code == 404


def test_an_upload_that_goes_on_lives_longer(minsu_client, address):
    StagedUpload.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    patch(minsu_client, address, 0, PHOTO[:5])
    assert row(address).expires_at > timezone.now() + timedelta(days=2)


def test_the_album_is_put_away_meanwhile(minsu_client, album, address):
    patch(minsu_client, address, 0, PHOTO[:5])
    trash_album(album)
    assert refused(patch(minsu_client, address, 5, PHOTO[5:])) == (404, "not-found")


def test_the_album_is_deleted_for_good_meanwhile(minsu_client, jieun, album, address, staging, monkeypatch):
    patch(minsu_client, address, 0, PHOTO[:-1])
    trash_album(album)
    delete_album(album)
    deliver()
    assert head(minsu_client, address).status_code == 404 and not StagedUpload.objects.exists()
    monkeypatch.setattr(cleaning, "STALE_SECONDS", -1)
    assert cleaning.clean_up() == 1 and not on_disk(staging)


def test_the_familys_space_is_full_meanwhile(minsu_client, album, address):
    patch(minsu_client, address, 0, PHOTO[:5])
    Usage.objects.update(limit_bytes=len(PHOTO) - 1)
    assert refused(patch(minsu_client, address, 5, PHOTO[5:])) == (413, "family-full")
    Usage.objects.update(limit_bytes=len(PHOTO))
    assert patch(minsu_client, address, 5, PHOTO[5:]).status_code == 204


def test_a_storage_is_down_at_the_end(minsu_client, address, break_storage, mend_storage):
    break_storage("backup")
    for _ in range(2):
        at = offset_of(minsu_client, address)
        response = patch(minsu_client, address, at, PHOTO[at:])
        assert refused(response) == (503, "storage-down") and response["Retry-After"]
        # Nothing has to be sent again but the last byte.
        assert offset_of(minsu_client, address) == len(PHOTO) - 1
    mend_storage("backup")
    response = patch(minsu_client, address, len(PHOTO) - 1, PHOTO[-1:])
    result = json.loads(response["Upload-Result"])
    assert result["status"] == "added" and original_of(minsu_client, result) == PHOTO


def test_a_crash_between_the_picture_and_its_result(minsu_client, address, monkeypatch):
    patch(minsu_client, address, 0, PHOTO[:MIDDLE])

    def crash(*_):
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(finishing, "keep_result", crash)
        with pytest.raises(SystemExit):
            patch(minsu_client, address, MIDDLE, PHOTO[MIDDLE:])
    picture = Picture.objects.get()
    assert offset_of(minsu_client, address) == len(PHOTO) - 1
    result = json.loads(patch(minsu_client, address, len(PHOTO) - 1, PHOTO[-1:])["Upload-Result"])
    assert (result["status"], result["picture"]) == ("added", picture.public_id)
    assert Picture.objects.count() == 1


def test_parts_that_are_lost_or_damaged(minsu_client, album, staging, caplog):
    for harm in ("remove", "change"):
        address = begin(minsu_client, album, len(PHOTO))
        patch(minsu_client, address, 0, PHOTO[:-1])
        [part] = directory_of(row(address).public_id).iterdir()
        content = bytearray(part.read_bytes())
        content[1000] ^= 1
        part.unlink() if harm == "remove" else part.write_bytes(content)
        assert refused(patch(minsu_client, address, len(PHOTO) - 1, PHOTO[-1:])) == (410, "expired")
        assert head(minsu_client, address).status_code == 404 and not on_disk(staging)
    assert "must be sent again" in caplog.text and not Picture.objects.exists()


def test_the_staging_volume_takes_nothing(minsu_client, address, staging, caplog):
    staging.mkdir(exist_ok=True)
    (staging / "resumable").write_text("not a directory")
    response = patch(minsu_client, address, 0, PHOTO[:-1])
    assert refused(response) == (503, "no-room") and response["Retry-After"]
    assert offset_of(minsu_client, address) == 0 and f"upload {row(address).pk}" in caplog.text
    (staging / "resumable").unlink()
    assert patch(minsu_client, address, 0, PHOTO).status_code == 204


def test_bytes_that_no_row_names_are_removed(minsu_client, address, staging, monkeypatch):
    patch(minsu_client, address, 0, PHOTO[:-1])
    StagedUpload.objects.all().delete()
    assert cleaning.clean_up() == 0 and on_disk(staging)
    monkeypatch.setattr(cleaning, "STALE_SECONDS", -1)
    assert cleaning.clean_up() == 1 and not on_disk(staging)


def test_bytes_that_a_row_names_stay(minsu_client, address, staging, monkeypatch):
    patch(minsu_client, address, 0, PHOTO[:-1])
    monkeypatch.setattr(cleaning, "STALE_SECONDS", -1)
    assert cleaning.clean_up() == 0
    assert patch(minsu_client, address, len(PHOTO) - 1, PHOTO[-1:]).status_code == 204


def test_constant_queries(minsu_client, album, django_assert_max_num_queries):
    address = begin(minsu_client, album, 100)
    for at in (0, 10):
        with django_assert_max_num_queries(13):
            patch(minsu_client, address, at, PHOTO[:10])
