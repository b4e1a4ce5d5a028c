"""What happens to files outside requests."""

import logging
from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from outbox.consuming import Delivery, handler
from storage import receiving
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.models import FileCopy, StoredFile
from storage.services import abandon

logger = logging.getLogger(__name__)
State = StoredFile.State
# No request takes this long: a row still `writing` was left behind by a crash.
WRITING_FOR_TOO_LONG = timedelta(hours=1)


@handler("storage.delete_files", queue="files")
def delete_files(delivery: Delivery, *, file_ids: list[int]) -> None:
    """Deletes every copy of files that were given up. "Already gone" is success; a storage that is down
    leaves its copies' rows, and the message is tried again."""
    files = list(StoredFile.objects.filter(pk__in=file_ids, state__in=[State.ABANDONED, State.DELETING]))
    errors = []
    for name, backend in get_backends().items():
        gone = []
        for file in files:
            try:
                backend.delete(file.key)
                gone.append(file.pk)
            except StorageUnavailable as error:
                logger.warning("File %s could not be deleted from %s: %s", file.pk, name, error)
                errors.append(error)
        FileCopy.objects.filter(file_id__in=gone, storage=name).delete()
    if errors:
        raise errors[0]
    with transaction.atomic():
        delivery.finish()
        StoredFile.objects.filter(pk__in=[file.pk for file in files]).update(state=State.DELETED)


def remove_partial_copies() -> None:
    before = timezone.now() - timedelta(seconds=receiving.STALE_SECONDS)
    for name, backend in get_backends().items():
        try:
            backend.remove_partial(before)
        except StorageUnavailable as error:
            logger.warning("Half-written copies stay in %s: %s", name, error)


@shared_task(name="storage.settle_abandoned")
def settle_abandoned() -> int:
    """Settles what a crash left: rows still `writing`, stale staged files and half-written copies.
    Returns the rows settled."""
    receiving.remove_stale()
    remove_partial_copies()
    before = timezone.now() - WRITING_FOR_TOO_LONG
    files = list(StoredFile.objects.filter(state=State.WRITING, created_at__lt=before)[:1000])
    if files:
        logger.warning("%d files were left half written by a crash; they are deleted", len(files))
        abandon(files)
    return len(files)
