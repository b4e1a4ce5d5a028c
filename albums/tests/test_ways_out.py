"""No state of a photo is a dead end. A table: the picture, its file, its derivatives and the message for them; and what
adding the photo again, the administrator's action and the automatic care make of each."""

from dataclasses import dataclass, replace

import pytest
from django.db import transaction

from albums.images.errors import Refused
from albums.models import Derivative, Picture
from albums.services import derivatives
from albums.services.recovery import remake_incomplete
from albums.tests.helpers import add, deliver, photo, send
from outbox.dead_letters import close
from outbox.models import DeadLetter, Message
from storage.backends import get_backends
from storage.care import restoring
from storage.models import FileCopy, StoredFile, Usage
from storage.tasks import heal_file
from storage.tests.harm import path_of
from tests.support.admins import admin_address, make_administrator

PHOTO = photo(1)
TASK = "albums.make_derivatives"
DOWN = {"lost": ["main", "backup"], "in one": ["main"], "whole": []}


@dataclass
class Case:
    """One state and what becomes of it. Each way starts from the state anew."""

    state: str  # of the picture: ready, waiting, damaged
    file: str  # whole, "in one" storage, lost
    derivatives: str  # all, partly (a row is missing), lost (no storage has one's file), none
    message: str  # done, open, dead (its letter is open), closed (its letter, with a reason), pruned
    # The status that the uploader gets.
    adding: str
    # Is the picture whole after each way?
    by_adding: bool = True
    by_action: bool = True
    by_care: bool = False
    # Messages that the way must publish, beyond those there are. 0 where one is open, or a letter is replayed.
    published: int = 1
    trashed: bool = False

    def __str__(self):
        trash = " in the trash" if self.trashed else ""
        return (
            f"{self.state}, file {self.file}, derivatives {self.derivatives}, message {self.message}{trash}"
        )


# fmt: off
CASES = [
    # Ready: the message is done, and perhaps pruned.
    Case("ready", "whole", "all", "done", "duplicate", by_care=True, published=0),
    Case("ready", "in one", "all", "done", "duplicate", by_care=True, published=0),
    Case("ready", "lost", "all", "done", "added", by_action=False),
    Case("ready", "lost", "lost", "done", "added", by_action=False),
    Case("ready", "lost", "partly", "pruned", "added", by_action=False),
    Case("ready", "whole", "lost", "done", "added", by_care=True),
    Case("ready", "in one", "lost", "pruned", "added", by_care=True),
    Case("ready", "whole", "partly", "done", "added"),
    Case("ready", "whole", "none", "pruned", "added"),
    # Waiting: its message is on its way, was given up, or was given up for good by an administrator.
    Case("waiting", "whole", "none", "open", "duplicate", by_care=True, published=0),
    Case("waiting", "in one", "none", "open", "duplicate", by_care=True, published=0),
    Case("waiting", "lost", "none", "open", "added", by_action=False, published=0),
    Case("waiting", "whole", "none", "dead", "added", published=0),
    Case("waiting", "lost", "none", "dead", "added", by_action=False, published=0),
    Case("waiting", "whole", "none", "closed", "added"),
    Case("waiting", "in one", "none", "closed", "added"),
    Case("waiting", "lost", "none", "closed", "added", by_action=False),
    Case("waiting", "whole", "none", "pruned", "added"),
    Case("waiting", "lost", "none", "pruned", "added", by_action=False),
    # Damaged: its decoder died of the machine, or of the picture; its message is done.
    Case("damaged", "whole", "none", "done", "added"),
    Case("damaged", "in one", "none", "done", "added"),
    Case("damaged", "lost", "none", "done", "added", by_action=False),
    Case("damaged", "whole", "none", "pruned", "added"),
]
# fmt: on
# In the trash: one of each picture and file.
first = {(case.state, case.file): case for case in reversed(CASES)}
CASES += [replace(case, adding="added", trashed=True) for case in first.values()]
every_case = pytest.mark.parametrize("case", CASES, ids=str)


@pytest.fixture
def prepare(minsu_client, album):
    """`prepare(case)`: the picture in that state, made of real bytes, rows and messages."""

    def prepare(case: Case) -> Picture:
        picture = add(minsu_client, album, PHOTO)
        if case.state == "ready":
            deliver()
            deliver()
        harm_derivatives(case.derivatives)
        harm_file(picture.file, DOWN[case.file])
        leave_message(case.message)
        if case.state == "damaged":
            Picture.objects.update(state="damaged")
        if case.trashed:
            minsu_client.post(f"/albums/{album.public_id}/pictures/{picture.public_id}/trash/")
        assert Derivative.objects.count() == {"all": 3, "lost": 3, "partly": 2, "none": 0}[case.derivatives]
        return Picture.objects.select_related("file").get()

    return prepare


def harm_derivatives(how: str) -> None:
    if how == "lost":
        harm_file(Derivative.objects.get(variant="page").file, ["main", "backup"])
    rows = Derivative.objects.filter(variant="page") if how == "partly" else Derivative.objects.all()
    if how in ("partly", "none"):
        files = list(rows.values_list("file_id", flat=True))
        rows.delete()
        StoredFile.objects.filter(pk__in=files).update(state="deleted")


def harm_file(file: StoredFile, storages: list[str]) -> None:
    """Gone, and noticed."""
    for storage in storages:
        path_of(file, storage).unlink()
    FileCopy.objects.filter(file=file, storage__in=storages).update(damage="missing")


def leave_message(how: str) -> None:
    """The one message for derivatives, in each state that it can be in."""
    message = Message.objects.get(task=TASK)
    if how == "done":
        Message.objects.filter(pk=message.pk).update(state="done")
    if how == "pruned":
        message.delete()
    if how in ("dead", "closed"):
        Message.objects.filter(pk=message.pk).update(state="failed", failures=9, error="FileLost")
        letter = DeadLetter.objects.create(
            fingerprint=message.uid.hex, message=message, task=TASK, arguments=message.arguments
        )
        if how == "closed":
            close(letter, reason="the disk is gone", by="boss@example.com")


class Healing:
    """The delivery of a message that asks for it."""

    uid = "0" * 32


def run_workers() -> None:
    """Consume what is open, and what that publishes."""
    for _ in range(4):
        deliver()


def is_whole(client) -> bool:
    """Shown to people: the original and every derivative is answered with bytes."""
    picture = Picture.objects.get()
    if picture.state != "ready" or Derivative.objects.count() != 3:
        return False
    for variant in ("original", "thumb", "page", "screen"):
        response = client.get(f"/pictures/{picture.public_id}/file/{variant}")
        if response.status_code != 200 or not response.getvalue():
            return False
    return True


def messages() -> int:
    return Message.objects.filter(task=TASK).count()


@every_case
def test_adding_it_again(minsu_client, album, prepare, case):
    prepare(case)
    before = messages()
    for repeated in (False, True):
        [result] = send(minsu_client, album, PHOTO).json()["results"]
        # Once: what was asked for is on its way, and is not asked for again.
        assert result["status"] == ("duplicate" if repeated else case.adding)
        assert messages() - before == case.published
    run_workers()
    picture = Picture.objects.get()
    assert picture.trashed_at is None and is_whole(minsu_client) is case.by_adding is True
    assert Message.objects.filter(task=TASK, state__in=["pending", "sent", "failed"]).count() == 0
    assert not DeadLetter.objects.filter(state="open").exists()
    usage = Usage.objects.get(family=album.family)
    assert (usage.used_bytes, usage.photos) == (len(PHOTO), 1)
    assert StoredFile.objects.filter(state="stored").count() == 4


@every_case
def test_the_administrators_action(minsu_client, prepare, case):
    picture = prepare(case)
    boss, before = make_administrator(), messages()
    values = {"action": "make_derivatives_again", "_selected_action": [picture.pk]}
    response = boss.post(admin_address(Picture, "changelist"), values, follow=True)
    told = response.content.decode()
    if not case.by_action:
        assert "no storage has the original" in told and picture.public_id in told
        assert messages() == before
        return
    # Even of a picture that lacks nothing, because it was asked for.
    is_open = case.message == "open"
    assert ("were on their way already" in told) is is_open
    assert messages() - before == (0 if case.message in ("open", "dead") else 1)
    run_workers()
    picture.refresh_from_db()
    assert bool(picture.trashed_at) is case.trashed
    minsu_client.post(f"/albums/{picture.album.public_id}/pictures/{picture.public_id}/trash/")
    send(minsu_client, picture.album, PHOTO)  # out of the trash, so that its bytes may be looked at
    assert is_whole(minsu_client)


@every_case
def test_the_automatic_care(minsu_client, album, prepare, case):
    """Heals what another copy, or the original, can heal; decides nothing that a person has decided, and tries nothing
    again that was given up. What it leaves has the two other ways, or (no original) the first."""
    prepare(case)
    for file in StoredFile.objects.filter(state="stored"):
        if FileCopy.objects.filter(file=file).exclude(damage="").exists():
            heal_file(Healing(), file_id=file.pk)
    run_workers()
    if case.trashed:
        Picture.objects.update(trashed_at=None)
    assert is_whole(minsu_client) is case.by_care
    assert case.by_care or case.by_adding


def test_the_table_has_every_state():
    seen = {(case.state, case.file, case.trashed) for case in CASES}
    states = {value for value, _ in Picture.State.choices}
    assert seen >= {(state, file, trash) for state in states for file in DOWN for trash in (True, False)}


def test_a_revival_that_does_not_commit_asks_for_nothing(minsu_client, album, prepare, monkeypatch):
    """The message and the file's new bytes are one transaction."""
    case = Case("waiting", "lost", "none", "closed", "added")
    prepare(case)
    before = messages()

    def fails(*args):
        raise restoring.FileGone

    with monkeypatch.context() as patch:
        patch.setattr(restoring, "swap", fails)
        assert send(minsu_client, album, PHOTO).json()["results"][0]["status"] == "duplicate"
    assert messages() == before
    assert send(minsu_client, album, PHOTO).json()["results"][0]["status"] == "added"
    run_workers()
    assert is_whole(minsu_client)


def test_a_worker_that_has_just_stored_them_is_not_asked_again(minsu_client, album, prepare):
    """The photo is added again in the moment between reading that it waits and asking for what it lacks."""
    read_while_it_waits = prepare(Case("waiting", "whole", "none", "open", "duplicate"))
    run_workers()
    with transaction.atomic():
        assert remake_incomplete(read_while_it_waits) is False
    assert messages() == 1 and is_whole(minsu_client)


def test_one_that_really_cannot_be_decoded_is_damaged_again(minsu_client, album, prepare, monkeypatch):
    """Another try is a try, not a promise."""

    def refuse(*args):
        raise Refused("damaged", "no end of image")

    prepare(Case("damaged", "whole", "none", "done", "added"))
    monkeypatch.setattr(derivatives, "derive", refuse)
    assert send(minsu_client, album, PHOTO).json()["results"][0]["status"] == "added"
    run_workers()
    assert Picture.objects.get().state == "damaged"


def test_storages_are_two():
    """What the table's words mean."""
    assert list(get_backends()) == DOWN["lost"]
