"""Storing and deleting files: everything that crosses rows, storages and messages.

    file = store(family_id=…, source=…, size=…, kind=…, content_type=…)    # the bytes are in the storages
    with abandoned_on_error([file]), transaction.atomic(durable=True):
        ...                                                                # the rows that need the file
        mark_kept(file)                                                    # last: counts it against the limit

Each file ends kept or abandoned. If a process dies in between, its row stays `writing`, and a tick abandons it later
(`clean_up_abandoned` in storage/tasks.py).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from io import RawIOBase
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

import outbox
from picup.core.transactions import retry_contended
from picup.db.connections import release_connections
from storage.backends import copies_required, get_backends
from storage.backends.base import StorageUnavailable
from storage.history import record_many, steps
from storage.io.fanout import Written, write_everywhere
from storage.models import FileCopy, StoredFile, Usage

State = StoredFile.State
# Files in one message: few enough to be deleted within a handler's time limit.
DELETION_GROUP = 50


class FamilyFull(Exception):
    """The family's limit leaves no room for the file."""


class SiteFull(Exception):
    """SITE_LIMIT_BYTES, of all families together, leaves no room for the file."""


def store(
    *, family_id: int, source: BinaryIO | RawIOBase, size: int, kind: str, content_type: str
) -> StoredFile:
    """Insert a row in state `writing`, and write `source` to the storages under its key. Return the file.

    `size` is about the length of `source` in bytes, for the deadline; `kind` is a `StoredFile.Kind`. Call it outside a
    transaction. The caller must keep or abandon the returned file. Raise `StorageUnavailable` if fewer copies than
    STORAGE_COPIES_REQUIRED could be stored; then the file is abandoned already.
    """
    file = StoredFile.objects.create(family_id=family_id, kind=kind, content_type=content_type, size=size)
    with abandoned_on_error([file]):
        write(file, source)
    return file


def write(file: StoredFile, source: BinaryIO | RawIOBase) -> None:
    """Write `source` to the storages under the key of a new row, and set the file's size, checksum and key id.

    The row itself is not changed before `mark_kept`. Raise `StorageUnavailable`; then the caller must abandon the file.
    """
    backends = get_backends()
    # A storage may hang until the deadline. Others must be able to use the database connection meanwhile.
    release_connections()
    file.written = written = write_everywhere(backends, file.key, source, file.size)
    if len(written.stored_in) < copies_required():
        failures = list(written.failures.values())
        raise StorageUnavailable(describe_failures(written)) from ExceptionGroup("copies", failures)
    file.size, file.sha256, file.key_id = written.size, written.sha256, written.key_id


def describe_failures(written: Written) -> str:
    """Return the storages that failed, with their errors, as one line for the log."""
    return "; ".join(f"{name}: {error}" for name, error in written.failures.items())


def mark_kept(*files: StoredFile) -> None:
    """Mark written files as stored, insert their copies, and count originals against the family's limit.

    Call it last in the transaction that inserts the rows which need the files: from here to the commit the family's
    other uploads wait for the usage row. Raise `FamilyFull`, `SiteFull`, or `StorageUnavailable` if a file was
    abandoned meanwhile.
    """
    for file in files:
        mark_stored(file)
    record_many(steps.of_kept(files))
    for file in files:
        if file.kind == StoredFile.Kind.ORIGINAL and not Usage.objects.take(file.family_id, file.size):
            raise FamilyFull
    # What was taken above counts already. Deriving, deleting and healing go on over the limit.
    if any(file.kind == StoredFile.Kind.ORIGINAL for file in files):
        left = Usage.objects.site_left_bytes()
        if left is not None and left < 0:
            raise SiteFull


def mark_stored(file: StoredFile) -> None:
    """Move one file from `writing` to `stored` and insert its copies. Raise as `mark_kept`."""
    kept = StoredFile.objects.filter(pk=file.pk, state=State.WRITING).update(
        state=State.STORED,
        size=file.size,
        sha256=file.sha256,
        key_id=file.key_id,
        # Of a photo it is known only now: it was examined while it was written.
        content_type=file.content_type,
    )
    if not kept:
        raise StorageUnavailable(f"File {file.pk} took so long that it was given up")
    FileCopy.objects.bulk_create(copy_rows(file, file.written))
    if file.written.failures:
        # STORAGE_COPIES_REQUIRED=1: the missing copy is made when its storage is back.
        outbox.publish("storage.heal_file", file_id=file.pk)
    file.state = State.STORED


def copy_rows(file: StoredFile, written: Written) -> list[FileCopy]:
    """Return new, unsaved rows for the copies that were written and compared."""
    return [
        FileCopy(file=file, storage=name, size=written.stored_size, sha256=written.stored_sha256)
        for name in written.stored_in
    ]


@contextmanager
def abandoned_on_error(files: Sequence[StoredFile]) -> Iterator[None]:
    """Abandon the files if the block raises anything, and raise that again."""
    try:
        yield
    except BaseException as error:
        abandon(files, type(error).__name__)
        raise


def abandon(files: Sequence[StoredFile], reason: str) -> None:
    """Mark files in state `writing` as abandoned, and delete by message what was stored of them.

    `reason` is short and for the history. Try again, with a bound, when other transactions are in the way; then raise
    `Busy`.
    """
    retry_contended(
        partial(abandon_rows, files, reason), what=f"Giving up files {[file.pk for file in files]}"
    )


def abandon_rows(files: Sequence[StoredFile], reason: str) -> None:
    """Do what `abandon` does, once, in one transaction."""
    with transaction.atomic():
        ids = [file.pk for file in files]
        writing = StoredFile.objects.filter(pk__in=ids, state=State.WRITING)
        # Locked, so that the history has an event for exactly those files that this call abandons.
        given_up = set(writing.select_for_update().values_list("pk", flat=True))
        writing.update(state=State.ABANDONED, delete_requested_at=timezone.now())
        record_many(steps.of_abandoned([file for file in files if file.pk in given_up], reason))
        publish_deletion(ids)


def request_deletion(file_ids: Sequence[int]) -> None:
    """Give stored files up for good. Their bytes are free for the family at once; their copies are deleted by message.

    Call it in the transaction that deletes the rows which needed the files. Files in another state are ignored.
    """
    # Locked, so that if two people empty the trash at the same time, the bytes are given back once.
    files = list(StoredFile.objects.select_for_update().filter(pk__in=file_ids, state=State.STORED))
    ids = [file.pk for file in files]
    StoredFile.objects.filter(pk__in=ids).update(
        state=State.DELETING, delete_requested_at=timezone.now(), sha256=""
    )
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
    """Publish messages that delete the copies of these files, DELETION_GROUP in each. Call it in a transaction."""
    for start in range(0, len(ids), DELETION_GROUP):
        outbox.publish("storage.delete_files", file_ids=ids[start : start + DELETION_GROUP])
