"""Objects in the storages that nothing needs: found by listing first and asking the database afterwards.

A row in any state but `deleted` knows its object, so an upload that runs is never mistaken for waste: its row is
older than its bytes. What is younger than a day is left alone all the same. Two kinds are told apart:

  leftover   its row says that it is deleted: a write that was given up ended after the deletion, for example
  unknown    no row has ever known it. Since rows come before bytes, this means that the database has lost rows,
             or that the object is somebody else's: never deleted without being told to
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from storage.backends import get_backends
from storage.models import Restoration, StoredFile

logger = logging.getLogger(__name__)
BATCH = 500
LEFTOVER, UNKNOWN, AFTER_BACKUP = "leftover", "unknown", "newer than the restored backup"
DAY = timedelta(hours=24)
# The storages' clocks are not ours.
SKEW = timedelta(hours=1)


class DatabaseLooksEmpty(Exception):
    """It knows no file at all, and the storages hold some: everything would look like waste."""


@dataclass(frozen=True)
class Object:
    """One that nothing needs: when it was stored, and why it is listed."""

    storage: str
    key: str
    stored_at: datetime
    why: str


def sweep(storage: str, *, older_than: timedelta = DAY, complete: bool = False) -> Iterator[Object]:
    """Every object of a storage, older than that, which nothing needs. Raises `StorageUnavailable`, and
    `DatabaseLooksEmpty` unless somebody says that the database is `complete`."""
    before = timezone.now() - older_than
    knows_any = complete or StoredFile.objects.exists()
    lost = [] if complete else list(Restoration.objects.values_list("made_at", "restored_at"))
    old = (entry for entry in get_backends()[storage].list() if entry[1] < before)
    for batch in in_batches(old):
        if not knows_any:
            raise DatabaseLooksEmpty
        states = states_of([key for key, _ in batch])
        for key, stored_at in batch:
            if why := explain(states.get(key), stored_at, lost):
                yield Object(storage, key, stored_at, why)


def in_batches(entries: Iterable[tuple[str, datetime]]) -> Iterator[list[tuple[str, datetime]]]:
    batch = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def states_of(keys: list[str]) -> dict[str, str]:
    return dict(StoredFile.objects.filter(key__in=keys).values_list("key", "state"))


def explain(state: str | None, stored_at: datetime, lost: list[tuple[datetime, datetime]]) -> str:
    """Why nothing needs an object whose row is in `state`, or blank where something does."""
    if state is not None:
        return LEFTOVER if state == StoredFile.State.DELETED else ""
    if any(made_at - SKEW <= stored_at <= restored_at + SKEW for made_at, restored_at in lost):
        return AFTER_BACKUP
    return UNKNOWN


def delete(found: Object) -> bool:
    """Asks once more, and deletes. False where it is needed after all, or perhaps the only one that is left of a
    photo. Raises `StorageUnavailable`."""
    if found.why == AFTER_BACKUP:
        return False
    state = states_of([found.key]).get(found.key)
    if state not in (None, StoredFile.State.DELETED):
        return False
    get_backends()[found.storage].delete(found.key)
    logger.warning("Deleted from %s, for nothing needs it (%s): %s", found.storage, found.why, found.key)
    return True
