"""Orphans: objects in a storage that nothing needs. The storage is listed first and the database asked afterwards.

A row in any state but `deleted` protects its object. A running upload is never taken for an orphan, because its row is
older than its bytes; objects younger than a day are skipped all the same. There are two kinds:

  leftover   Its row says "deleted", or it is the key of an erased file. For example, a write that was given up ended
             after the deletion.
  unknown    It has no row. Rows are inserted before bytes are written, so the database has lost rows, or the object is
             somebody else's. It is deleted only on request.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from storage.backends import get_backends
from storage.models import ErasedFile, Restoration, StoredFile

logger = logging.getLogger(__name__)
# Keys that are looked up in the database together.
BATCH = 500
# Why an object is an orphan. The last: stored after the restored backup was made, so its row may be lost.
LEFTOVER, UNKNOWN, AFTER_BACKUP = "leftover", "unknown", "newer than the restored backup"
DAY = timedelta(hours=24)
# By how much a storage's clock may differ from ours.
SKEW = timedelta(hours=1)


class DatabaseLooksEmpty(Exception):
    """The database knows no file, but the storage holds some: everything would look like an orphan."""


@dataclass(frozen=True)
class Orphan:
    """An object that nothing needs. `reason` is LEFTOVER, UNKNOWN or AFTER_BACKUP."""

    storage: str
    key: str
    stored_at: datetime
    reason: str


def sweep(storage: str, *, older_than: timedelta = DAY, complete: bool = False) -> Iterator[Orphan]:
    """Yield every orphan of a storage that is older than `older_than`. Delete nothing.

    `complete` says that the database has lost no rows: then objects newer than a restored backup are UNKNOWN too. Raise
    `StorageUnavailable`, and `DatabaseLooksEmpty` unless `complete`.
    """
    before = timezone.now() - older_than
    knows_any = complete or StoredFile.objects.exists() or ErasedFile.objects.exists()
    lost = [] if complete else list(Restoration.objects.values_list("made_at", "restored_at"))
    old = (entry for entry in get_backends()[storage].list() if entry[1] < before)
    for batch in in_batches(old):
        if not knows_any:
            raise DatabaseLooksEmpty
        states = read_states([key for key, _ in batch])
        for key, stored_at in batch:
            if reason := find_reason(states.get(key), stored_at, lost):
                yield Orphan(storage, key, stored_at, reason)


def in_batches(entries: Iterable[tuple[str, datetime]]) -> Iterator[list[tuple[str, datetime]]]:
    """Yield the entries in lists of BATCH, the last one shorter."""
    batch = []
    for entry in entries:
        batch.append(entry)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def read_states(keys: list[str]) -> dict[str, str]:
    """Return the state of each file by its key; of an erased file, "deleted". Keys without a row are left out."""
    erased = ErasedFile.objects.filter(key__in=keys, erased_at__isnull=False).values_list("key", flat=True)
    return dict.fromkeys(erased, StoredFile.State.DELETED.value) | dict(
        StoredFile.objects.filter(key__in=keys).values_list("key", "state")
    )


def find_reason(state: str | None, stored_at: datetime, lost: list[tuple[datetime, datetime]]) -> str:
    """Return why an object is an orphan, or "" if it is none.

    `state` is its row's, None without a row. `lost` has, for each restored backup, when it was made and restored.
    """
    if state is not None:
        return LEFTOVER if state == StoredFile.State.DELETED else ""
    if any(made_at - SKEW <= stored_at <= restored_at + SKEW for made_at, restored_at in lost):
        return AFTER_BACKUP
    return UNKNOWN


def delete(found: Orphan) -> bool:
    """Ask the database once more, and delete the object. Raise `StorageUnavailable`.

    Return False, and delete nothing, if something needs it now, or if it is newer than a restored backup: it may be the
    only one left of a photo.
    """
    if found.reason == AFTER_BACKUP:
        return False
    state = read_states([found.key]).get(found.key)
    if state not in (None, StoredFile.State.DELETED):
        return False
    get_backends()[found.storage].delete(found.key)
    logger.warning("Deleted from %s, for nothing needs it (%s): %s", found.storage, found.reason, found.key)
    return True
