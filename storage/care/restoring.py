"""Restoring a file that no storage has any more, from the same bytes that somebody has sent again."""

import logging
from collections.abc import Callable
from functools import partial
from io import RawIOBase
from typing import BinaryIO

from django.db import transaction

from picup.core.transactions import retry_contended
from storage.backends import get_backends
from storage.care.reencryption import FileGone, swap
from storage.io.reader import FileLost
from storage.models import FileCopy, StoredFile
from storage.services import abandoned_on_error, store

logger = logging.getLogger(__name__)


def is_lost(file: StoredFile) -> bool:
    """Return whether a stored file has no good copy, as far as its rows say. No storage is asked."""
    good = FileCopy.objects.filter(file=file, storage__in=list(get_backends()), damage="")
    return file.state == StoredFile.State.STORED and not good.exists()


def revive(file: StoredFile, source: BinaryIO | RawIOBase, *, along: Callable[[], object]) -> bool:
    """Store `source`, the bytes that a lost file had, as that file's bytes.

    Return False if they are other bytes, or if the file was deleted or revived meanwhile. `along` is called first in
    the transaction of the revival: what it changes commits with the revival or not at all, and the rows that it locks
    are locked before the file's. Raise `StorageUnavailable`, `FamilyFull` or `Busy`.
    """
    fresh = store(
        family_id=file.family_id,
        source=source,
        size=file.size,
        kind=file.kind,
        content_type=file.content_type,
    )
    try:
        with abandoned_on_error([fresh]):
            retry_contended(partial(put_back, file, fresh, along), what=f"Reviving file {file.pk}")
    except (FileLost, FileGone):
        return False
    logger.warning("File %s was lost, and is back: somebody sent it again", file.pk)
    return True


def put_back(file: StoredFile, fresh: StoredFile, along: Callable[[], object]) -> None:
    """Call `along` and swap the files, in one transaction."""
    with transaction.atomic(durable=True):
        along()
        swap(file, fresh)
