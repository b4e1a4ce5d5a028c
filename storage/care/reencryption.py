"""Moving files to the newest encryption key while the site is in use.

No object is overwritten. The bytes are stored under a new name with the newest key, which makes a new row. Then, in one
transaction, the file's row takes the new name, and the new row takes the old name and is deleted by message.
"""

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

import outbox
from picup.encryption.keyring import file_keys
from storage.history import record_many, steps
from storage.io.reader import FileLost, open_file
from storage.models import FileCopy, StoredFile, new_file_key
from storage.services import abandoned_on_error, copy_rows, store

logger = logging.getLogger(__name__)
State = StoredFile.State
BATCH = 100
# A reader that has the old name may go on for so long. No answer takes longer.
GRACE = timedelta(minutes=10)


class FileGone(Exception):
    """The file was deleted, or moved by another process, while its bytes were stored anew."""


def files_to_move() -> Iterator[StoredFile]:
    """Yield every stored file, by id, that is not encrypted with the newest key. Read them in batches of BATCH."""
    after = 0
    while True:
        files = StoredFile.objects.filter(state=State.STORED, pk__gt=after)
        batch = list(files.exclude(key_id=file_keys().newest.id).order_by("pk")[:BATCH])
        if not batch:
            return
        yield from batch
        after = batch[-1].pk


def reencrypt(file: StoredFile) -> bool:
    """Move one file to the newest key. Return False if it is lost or was deleted meanwhile.

    Raise `StorageUnavailable`.
    """
    try:
        with open_file(file) as source:
            fresh = store(
                family_id=file.family_id,
                source=source,
                size=file.size,
                kind=file.kind,
                content_type=file.content_type,
            )
        with abandoned_on_error([fresh]), transaction.atomic(durable=True):
            swap(file, fresh)
    except FileLost:
        logger.error("File %s is in no storage now and stays with its old key", file.pk)
        return False
    except FileGone:
        return False
    return True


def swap(file: StoredFile, fresh: StoredFile) -> None:
    """Exchange the names of `file` and `fresh`, which has the same bytes, and let `fresh` be deleted after GRACE.

    Call it in a transaction. Raise `FileLost` if the bytes differ, and `FileGone` if `file` was deleted or moved.
    """
    if fresh.sha256 != file.sha256:
        raise FileLost(f"File {file.pk} does not match its checksum")
    old = StoredFile.objects.select_for_update().filter(pk=file.pk, key=file.key, state=State.STORED).first()
    if old is None:
        raise FileGone
    rows = StoredFile.objects
    # Names are unique, so `fresh` takes a third name before `old` takes its name.
    rows.filter(pk=fresh.pk).update(key=new_file_key())
    rows.filter(pk=old.pk).update(key=fresh.key, key_id=fresh.key_id)
    rows.filter(pk=fresh.pk).update(
        key=old.key, key_id=old.key_id, state=State.ABANDONED, delete_requested_at=timezone.now()
    )
    FileCopy.objects.filter(file=old).delete()
    FileCopy.objects.bulk_create(copy_rows(old, fresh.written))
    record_many(steps.of_reencryption(old, fresh))
    if fresh.written.failures:
        outbox.publish("storage.heal_file", file_id=old.pk)
    deletion = outbox.publish("storage.delete_files", file_ids=[fresh.pk])
    deletion.due_at = timezone.now() + GRACE
    deletion.save(update_fields=["due_at"])
