"""One request at a time makes the picture of an upload, and whoever asks again hears what the first one did."""

import json
import threading
from datetime import timedelta

import pytest
from django.utils import timezone

from albums.films.tests.clips import needs_ffmpeg, small_mp4
from albums.models import Picture, StagedUpload
from albums.resumable import finishing, holding
from albums.resumable.tests.client import VERSION, begin, head, patch, row
from albums.services.albums import create_album
from albums.tests.helpers import add, photo

PHOTO = photo(1)


@pytest.fixture
def address(minsu_client, album) -> str:
    return begin(minsu_client, album, len(PHOTO))


@pytest.fixture
def at_its_end(monkeypatch):
    """Return a function: what it is given is called when the next picture has been added, before its result is kept."""
    keep, calls = finishing.keep_result, []

    def keep_result(*arguments):
        if calls:
            calls.pop()()
        keep(*arguments)

    monkeypatch.setattr(finishing, "keep_result", keep_result)
    return calls.append


def die():
    raise SystemExit


def refused(response) -> tuple[int, str]:
    assert int(response["Retry-After"]) > 0 and len(response.json()["reason"]) > 10
    return response.status_code, response.json()["error"]


def told_by(response) -> tuple[str, str]:
    result = json.loads(response["Upload-Result"])
    return result["status"], result["picture"]


@pytest.mark.parametrize("parts", [1, 2])
def test_others_wait_while_it_is_finished(minsu_client, address, at_its_end, parts):
    """423 is the protocol's word for a lock: after a 503 to HEAD tus-js-client begins anew."""
    heard = []

    def ask():
        offset = row(address).offset
        heard.append(head(minsu_client, address))
        heard.append(patch(minsu_client, address, offset, PHOTO[offset:]))
        heard.append(minsu_client.get(address, headers=VERSION).json()["result"])

    at_its_end(ask)
    if parts == 2:
        patch(minsu_client, address, 0, PHOTO[:100])
    at = 100 * (parts - 1)
    answer = patch(minsu_client, address, at, PHOTO[at:])
    told, second, result = heard
    assert told.status_code == 423 and int(told["Retry-After"]) > 0
    assert refused(second) == (423, "finishing") and result is None
    assert told_by(answer) == ("added", Picture.objects.get().public_id)
    assert head(minsu_client, address).status_code == 200 and row(address).finishing_until is None


def test_a_finisher_that_was_killed_is_replaced(minsu_client, address):
    """Its row stays as it left it."""
    StagedUpload.objects.update(finishing_until=timezone.now() + timedelta(seconds=60), token="of the dead")
    assert refused(patch(minsu_client, address, 0, PHOTO)) == (423, "finishing")
    assert not Picture.objects.exists()
    StagedUpload.objects.update(finishing_until=timezone.now())
    assert head(minsu_client, address)["Upload-Offset"] == "0"
    assert told_by(patch(minsu_client, address, 0, PHOTO))[0] == "added"


def test_what_fails_lets_go(minsu_client, address, break_storage, mend_storage):
    break_storage("backup")
    assert refused(patch(minsu_client, address, 0, PHOTO)) == (503, "storage-down")
    assert row(address).finishing_until is None
    mend_storage("backup")
    at = row(address).offset
    assert told_by(patch(minsu_client, address, at, PHOTO[at:]))[0] == "added"


class Rounds(threading.Event):
    """Waits for nothing, and ends after some rounds."""

    def __init__(self, rounds: int):
        super().__init__()
        self.rounds = rounds

    def wait(self, timeout=None):
        self.rounds -= 1
        return self.rounds < 0


def test_it_is_said_again_for_as_long_as_it_takes(minsu_client, address):
    begun = timezone.now()
    StagedUpload.objects.update(token="mine", finishing_until=begun)
    holding.renew(row(address).pk, "mine", Rounds(2))
    held = row(address).finishing_until
    assert held >= begun + timedelta(seconds=holding.HELD_SECONDS)
    assert holding.HELD_SECONDS > 3 * holding.RENEW_SECONDS


def test_who_lost_the_upload_holds_it_no_more(minsu_client, address):
    StagedUpload.objects.update(token="another's")
    rounds = Rounds(9)
    holding.renew(row(address).pk, "mine", rounds)
    assert row(address).finishing_until is None and rounds.rounds == 8


def test_not_for_ever(minsu_client, address, monkeypatch):
    """A storage that hangs for good."""
    monkeypatch.setattr(holding, "LONGEST_SECONDS", 0)
    StagedUpload.objects.update(token="mine")
    holding.renew(row(address).pk, "mine", Rounds(9))
    assert row(address).finishing_until is None


# --- The answer was lost ----------------------------------------------------------------------------


def send_twice(client, address: str, content: bytes, at_its_end):
    """Send a file to a process that dies before it answers, and again. Return the result."""
    at_its_end(die)
    with pytest.raises(SystemExit):
        patch(client, address, 0, content)
    at = int(head(client, address)["Upload-Offset"])
    return told_by(patch(client, address, at, content[at:]))


def test_a_photo_in_one_request(minsu_client, address, at_its_end):
    status, picture = send_twice(minsu_client, address, PHOTO, at_its_end)
    assert (status, picture) == ("added", Picture.objects.get().public_id)
    assert told_by(head(minsu_client, address)) == (status, picture)


@needs_ffmpeg
def test_a_film(minsu_client, album, at_its_end):
    film = small_mp4()
    status, picture = send_twice(minsu_client, begin(minsu_client, album, len(film)), film, at_its_end)
    assert (status, picture) == ("added", Picture.objects.get().public_id)


def test_what_another_album_has(minsu, minsu_client, address, at_its_end):
    other = create_album(person=minsu, title="Other", description="")
    shown = add(minsu_client, other, PHOTO)
    status, picture = send_twice(minsu_client, address, PHOTO, at_its_end)
    added = Picture.objects.exclude(pk=shown.pk).get()
    assert (status, picture, added.file_id) == ("added", added.public_id, shown.file_id)


def test_what_somebody_else_added_is_a_duplicate(minsu_client, jieun_client, address, album, at_its_end):
    """Also after a crash, and if she began first."""
    shown = add(jieun_client, album, PHOTO)
    assert send_twice(minsu_client, address, PHOTO, at_its_end) == ("duplicate", shown.public_id)


def test_her_own_other_upload_is_a_duplicate(minsu_client, album, address):
    other = begin(minsu_client, album, len(PHOTO))
    assert told_by(patch(minsu_client, other, 0, PHOTO))[0] == "added"
    assert told_by(patch(minsu_client, address, 0, PHOTO))[0] == "duplicate"
