"""The events of storing, deleting, damage and re-encryption: a list for each act, to be recorded as one message."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from storage.history.events import Event, Step
from storage.history.recording import event

if TYPE_CHECKING:
    from storage.models import StoredFile


def of_writing(file: "StoredFile") -> list[Event]:
    """Return the events of writing a file. They are recorded when it has ended, well or not.

    If a crash ends it, `clean_up_abandoned` (storage/tasks.py) finds the row and records them.
    """
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
    """Return the event of one copy's deletion.

    `cause` is the message's uid: if the message is tried again because of another storage, this event is not repeated.
    """
    return event(file, Step.DELETED, storage, "" if was_there else "was not there", once=cause)


def of_damage(file: "StoredFile", storage: str, damage: str, served_from: str) -> list[Event]:
    """Return the events of damage. `served_from` is blank if nobody was reading, or no storage had the bytes."""
    events = [event(file, Step.DAMAGE_FOUND, storage, damage)]
    if served_from:
        events.append(event(file, Step.SERVED_FROM_BACKUP, served_from))
    return events


def of_reencryption(file: "StoredFile", fresh: "StoredFile") -> list[Event]:
    """Return the events of a swap (storage/care/reencryption.py), from the rows as they were before it."""
    return [
        *of_writing(fresh),
        event(
            file, Step.REENCRYPTED, note=f"with key {fresh.key_id}, from now on under the name {fresh.key}"
        ),
        event(fresh, Step.ABANDONED, note=f"takes over the name {file.key}, to be deleted with it"),
    ]
