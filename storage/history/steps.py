"""The events that storing and deleting leave: those of one act together, as one message."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storage.history.events import Event, Step
from storage.history.recording import event

if TYPE_CHECKING:
    from storage.models import StoredFile


def of_writing(file: "StoredFile") -> list[Event]:
    """Told when it is over: a request that a crash ended is told by the sweep that finds its row."""
    kind = f"{file.kind}, {file.content_type}"
    events = [event(file, Step.REQUESTED, note=kind, at=file.created_at)]
    if written := getattr(file, "written", None):
        events += [event(file, Step.STORED, name) for name in written.stored_in]
        events += [event(file, Step.REFUSED, name, str(error)) for name, error in written.failures.items()]
    return events


def of_kept(files: Sequence["StoredFile"]) -> list[Event]:
    return [one for file in files for one in (*of_writing(file), event(file, Step.KEPT))]


def of_abandoned(files: Sequence["StoredFile"], reason: str) -> list[Event]:
    return [one for file in files for one in (*of_writing(file), event(file, Step.ABANDONED, note=reason))]


def of_deletion(files: Sequence["StoredFile"]) -> list[Event]:
    return [event(file, Step.DELETION_REQUESTED) for file in files]


def deleted(file: "StoredFile", storage: str, was_there: bool, cause: str) -> Event:
    """`cause` is the message's uid: a later try, for another storage's sake, does not tell it again."""
    return event(file, Step.DELETED, storage, "" if was_there else "was not there", once=cause)


def of_damage(file: "StoredFile", storage: str, damage: str, served_from: str) -> list[Event]:
    """`served_from` is blank where nobody was reading, or no storage had the bytes."""
    events = [event(file, Step.DAMAGE_FOUND, storage, damage)]
    if served_from:
        events.append(event(file, Step.SERVED_FROM_BACKUP, served_from))
    return events


def of_reencryption(file: "StoredFile", fresh: "StoredFile") -> list[Event]:
    """Before the two rows swap their names (storage/care/reencryption.py): `file` goes on as `fresh.key`."""
    return [
        *of_writing(fresh),
        event(
            file, Step.REENCRYPTED, note=f"with key {fresh.key_id}, from now on under the name {fresh.key}"
        ),
        event(fresh, Step.ABANDONED, note=f"takes over the name {file.key}, to be deleted with it"),
    ]
