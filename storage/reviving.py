"""A file that no storage has any more, and whose bytes somebody has sent again."""

import logging
from typing import BinaryIO

from django.db import transaction

from storage.backends import get_backends
from storage.models import FileCopy, StoredFile
from storage.reading import FileLost
from storage.reencrypting import FileGone, swap
from storage.services import abandoned_on_error, store

logger = logging.getLogger(__name__)


def is_lost(file: StoredFile) -> bool:
    """Is a file that should be there known to be whole in no storage?"""
    good = FileCopy.objects.filter(file=file, storage__in=list(get_backends()), damage="")
    return file.state == StoredFile.State.STORED and not good.exists()


def revive(file: StoredFile, source: BinaryIO) -> bool:
    """Stores `source`, the same bytes that the file had, in its place. False where they are not the same, or the
    file was deleted meanwhile. Raises `StorageUnavailable`."""
    fresh = store(
        family_id=file.family_id,
        source=source,
        size=file.size,
        kind=file.kind,
        content_type=file.content_type,
    )
    try:
        with abandoned_on_error([fresh]), transaction.atomic(durable=True):
            swap(file, fresh)
    except (FileLost, FileGone):
        return False
    logger.warning("File %s was lost, and is back: somebody sent it again", file.pk)
    return True
