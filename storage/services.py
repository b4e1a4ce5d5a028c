"""Storing, deleting and measuring files: whatever crosses rows, storages and messages.

file = store(family_id=…, source=…, size=…, kind=…, content_type=…)     # bytes are in the storages
with abandoned_on_error([file]), transaction.atomic(durable=True):
    ...                                                                 # the rows that need the file
    keep(file)                                                          # last: takes from the limit
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import RawIOBase
from typing import BinaryIO

from django.conf import settings
from django.db import transaction
from django.utils import timezone

import outbox
from picup.core.transactions import retry_contended
from picup.db.connections import release_connections
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.history import record_many, steps
from storage.io.fanout import Written, write_everywhere
from storage.models import FileCopy, StoredFile, Usage

State = StoredFile.State
# Files in one message: few enough to be deleted well within a handler's time limit.
DELETION_GROUP = 50


class FamilyFull(Exception):
    """The family's limit leaves no room for this file."""


def store(
    *, family_id: int, source: BinaryIO | RawIOBase, size: int, kind: str, content_type: str
) -> StoredFile:
    """Writes `source` (about `size` bytes) to the storages under a new row in state `writing`.

    Raises `StorageUnavailable` when fewer copies than STORAGE_COPIES_REQUIRED could be stored; then the row
    is abandoned and what was stored is deleted by message. The caller keeps or abandons the returned file.
    """
    file = StoredFile.objects.create(family_id=family_id, kind=kind, content_type=content_type, size=size)
    with abandoned_on_error([file]):
        write(file, source)
    return file


def write(file: StoredFile, source: BinaryIO | RawIOBase) -> None:
    """Fills a new row's key in the storages. The caller abandons the row when this raises
    `StorageUnavailable`."""
    backends = get_backends()
    # However long a storage hangs, whoever waits for it keeps no connection from the others.
    release_connections()
    file.written = written = write_everywhere(backends, file.key, source, file.size)
    required = len(backends) if settings.STORAGE_COPIES_REQUIRED == "all" else 1
    if len(written.stored_in) < required:
        raise StorageUnavailable(describe_failures(written))
    file.size, file.sha256, file.key_id = written.size, written.sha256, written.key_id


def describe_failures(written: Written) -> str:
    return "; ".join(f"{name}: {error}" for name, error in written.failures.items())


def mark_kept(*files: StoredFile) -> None:
    """Makes stored files count, inside the transaction that needs them and as its last step.

    Last, because from here to the commit the family's other uploads wait for the usage row.
    Raises `FamilyFull`.
    """
    for file in files:
        mark_stored(file)
    record_many(steps.of_kept(files))
    for file in files:
        if file.kind == StoredFile.Kind.ORIGINAL and not Usage.objects.take(file.family_id, file.size):
            raise FamilyFull


def mark_stored(file: StoredFile) -> None:
    kept = StoredFile.objects.filter(pk=file.pk, state=State.WRITING).update(
        state=State.STORED, size=file.size, sha256=file.sha256, key_id=file.key_id
    )
    if not kept:
        raise StorageUnavailable(f"File {file.pk} took so long that it was given up")
    FileCopy.objects.bulk_create(copy_rows(file, file.written))
    if file.written.failures:
        # STORAGE_COPIES_REQUIRED=1: the copy that is missing is made when its storage is back.
        outbox.publish("storage.heal_file", file_id=file.pk)
    file.state = State.STORED


def copy_rows(file: StoredFile, written: Written) -> list[FileCopy]:
    """The rows of the copies that were made and verified."""
    return [
        FileCopy(file=file, storage=name, size=written.stored_size, sha256=written.stored_sha256)
        for name in written.stored_in
    ]


@contextmanager
def abandoned_on_error(files: Sequence[StoredFile]) -> Iterator[None]:
    """Whatever goes wrong inside, the files' rows say so and a message deletes what was stored."""
    try:
        yield
    except BaseException as error:
        abandon(files, type(error).__name__)
        raise


def abandon(files: Sequence[StoredFile], reason: str) -> None:
    retry_contended(
        partial(abandon_rows, files, reason), what=f"Giving up files {[file.pk for file in files]}"
    )


def abandon_rows(files: Sequence[StoredFile], reason: str) -> None:
    with transaction.atomic():
        ids = [file.pk for file in files]
        writing = StoredFile.objects.filter(pk__in=ids, state=State.WRITING)
        # Locked, so that the history tells of those that this call gives up.
        given_up = set(writing.select_for_update().values_list("pk", flat=True))
        writing.update(state=State.ABANDONED, delete_requested_at=timezone.now())
        record_many(steps.of_abandoned([file for file in files if file.pk in given_up], reason))
        publish_deletion(ids)


def request_deletion(file_ids: Sequence[int]) -> None:
    """Gives files up for good, inside the transaction that deletes the rows which need them: the bytes go
    back to the family's usage at once, the copies are deleted by message."""
    # Locked, so that of two people who empty the trash at once only one gives the bytes back.
    files = list(StoredFile.objects.select_for_update().filter(pk__in=file_ids, state=State.STORED))
    ids = [file.pk for file in files]
    StoredFile.objects.filter(pk__in=ids).update(state=State.DELETING, delete_requested_at=timezone.now())
    record_many(steps.of_deletion(files))
    publish_deletion(ids)
    given_back: Counter[int] = Counter()
    photos: Counter[int] = Counter()
    for file in files:
        if file.kind == StoredFile.Kind.ORIGINAL:
            given_back[file.family_id] += file.size
            photos[file.family_id] += 1
    for family_id, size in sorted(given_back.items()):
        Usage.objects.give_back(family_id, size, photos[family_id])


def publish_deletion(ids: list[int]) -> None:
    for start in range(0, len(ids), DELETION_GROUP):
        outbox.publish("storage.delete_files", file_ids=ids[start : start + DELETION_GROUP])
