"""Recording events, inside the transaction of what they tell."""

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

# Of one message: it must stay small enough for every broker.
MOST_EVENTS = 500
MOST_NOTE = 200


def record(file: "StoredFile | int", step: Step, storage: str = "", note: str = "") -> None:
    """Records one step of a file (or of its row's id). Where there are several steps, record them together:
    each call is a message. Raises `outbox.services.OutsideTransaction` outside a transaction."""
    record_many([event(file, step, storage, note)])


def record_many(events: Iterable[Event]) -> None:
    """Records events, made by `event`, as one message (of up to MOST_EVENTS)."""
    values = [one.as_json() for one in with_keys(list(events))]
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
    """An event of now, or of `at`, for `record_many`.

    `once` names the cause, such as the uid of the message being handled: the same step for the same cause,
    recorded again after a failure, is then the same event.
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
        note=readable(note),
    )


def new_id() -> str:
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"


def id_of_cause(cause: str, pk: int, step: Step, storage: str) -> str:
    return hashlib.sha256(f"{cause}\n{pk}\n{step.value}\n{storage}".encode()).hexdigest()[:32]


def readable(note: str) -> str:
    """The beginning, as every database can hold it."""
    return note.encode(errors="replace").decode().replace("\x00", "")[:MOST_NOTE]


def with_keys(events: list[Event]) -> list[Event]:
    """Looks up the keys of files that were given by their row's id."""
    missing = {one.file_id for one in events if not one.file_key}
    if not missing:
        return events
    # By its name: storage.models imports this package for its table.
    stored_files = apps.get_model("storage", "StoredFile").objects
    keys = dict(stored_files.filter(pk__in=missing).values_list("pk", "key"))
    return [one if one.file_key else replace(one, file_key=keys[one.file_id]) for one in events]
