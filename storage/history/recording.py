"""Recording events, in the transaction of the step that they describe."""

import hashlib
import secrets
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils import timezone

import outbox
from picup.core.actor import current_actor
from picup.core.request_id import request_id
from storage.history.events import Event, Step

if TYPE_CHECKING:
    from storage.models import StoredFile

# Events in one message, which must stay small enough for every broker.
MOST_EVENTS = 500
# Characters, as in the table's column.
MOST_NOTE = 200


def record(file: "StoredFile | int", step: Step, storage: str = "", note: str = "") -> None:
    """Record one step of a file, given as its row or its row's id.

    Record several steps with `record_many`: each call here is a message. Raise `outbox.services.OutsideTransaction`
    outside a transaction.
    """
    record_many([event(file, step, storage, note)])


def record_many(events: Iterable[Event]) -> None:
    """Record events that `event` made, up to MOST_EVENTS in each message. Raise as `record`."""
    values = [one.as_json() for one in fill_in_keys(list(events))]
    for start in range(0, len(values), MOST_EVENTS):
        outbox.publish("storage.record_history", events=values[start : start + MOST_EVENTS])


def event(
    file: "StoredFile | int",
    step: Step,
    storage: str = "",
    note: str = "",
    *,
    at: datetime | None = None,
    once: str = "",
) -> Event:
    """Return an event for `record_many`, that happened now or `at` another time.

    `once` names the cause of the step, such as the uid of the message being handled. If the same step is recorded again
    for the same cause, after a failure, it is the same event and stored once.
    """
    key, pk = ("", file) if isinstance(file, int) else (file.key, file.pk)
    return Event(
        id=id_of_cause(once, pk, step, storage) if once else new_id(),
        at=at or timezone.now(),
        file_key=key,
        file_id=pk,
        step=step.value,
        storage=storage,
        actor=current_actor(),
        request_id=request_id.get(),
        note=clean_note(note),
    )


def new_id() -> str:
    """Return a new id of 32 hexadecimal digits: the time in nanoseconds, then random digits."""
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"


def id_of_cause(cause: str, pk: int, step: Step, storage: str) -> str:
    """Return an id of 32 hexadecimal digits that is the same for the same cause, file, step and storage."""
    return hashlib.sha256(f"{cause}\n{pk}\n{step.value}\n{storage}".encode()).hexdigest()[:32]


def clean_note(note: str) -> str:
    """Return the first MOST_NOTE characters, without NUL and lone surrogates, which databases refuse."""
    return note.encode(errors="replace").decode().replace("\x00", "")[:MOST_NOTE]


def fill_in_keys(events: list[Event]) -> list[Event]:
    """Return the events with the keys of files that were given by their row's id, by one query."""
    missing = {one.file_id for one in events if not one.file_key}
    if not missing:
        return events
    # By its name, because storage.models imports this package for its table.
    stored_files = apps.get_model("storage", "StoredFile").objects
    keys = dict(stored_files.filter(pk__in=missing).values_list("pk", "key"))
    return [one if one.file_key else replace(one, file_key=keys[one.file_id]) for one in events]
