"""What happens to files outside requests: handlers of messages, and ticks of the beat (`@shared_task`)."""

import logging
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from outbox.consuming import Delivery, handler
from picup.alerts import raise_alert
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.care import orphans
from storage.care.healing import heal
from storage.care.inspection import GOOD, request_missing_copies, verify
from storage.care.lost_deletions import repeat_deletions
from storage.care.scrubbing import scrub
from storage.erasing import prune_keys
from storage.history import record_many, steps
from storage.io import staging
from storage.models import FileCopy, StoredFile
from storage.services import abandon

logger = logging.getLogger(__name__)
State = StoredFile.State
# No request takes this long: a row that is still `writing` was left by a crash.
WRITING_FOR_TOO_LONG = timedelta(hours=1)
# Of each minute: the worker has other things to do.
SCRUB_SECONDS = 20


@handler("storage.delete_files", queue="files")
def delete_files(delivery: Delivery, *, file_ids: list[int]) -> None:
    """Delete every copy of abandoned files and of files that are to be deleted. A copy that is gone already is fine.

    Raise `StorageUnavailable` if a storage is down, after the copies in the others are deleted: its copies' rows stay,
    and the message is tried again.
    """
    files = list(StoredFile.objects.filter(pk__in=file_ids, state__in=[State.ABANDONED, State.DELETING]))
    gone, events, errors = Q(pk__in=[]), [], []
    for name, backend in get_backends().items():
        ids = []
        for file in files:
            try:
                was_there = backend.delete(file.key)
                ids.append(file.pk)
                events.append(steps.deleted(file, name, was_there, delivery.uid))
            except StorageUnavailable as error:
                logger.warning("File %s could not be deleted from %s: %s", file.pk, name, error)
                errors.append(error)
        gone |= Q(file_id__in=ids, storage=name)
    with transaction.atomic():
        FileCopy.objects.filter(gone).delete()
        record_many(events)
        if not errors:
            delivery.finish()
            StoredFile.objects.filter(pk__in=[file.pk for file in files]).update(
                state=State.DELETED, sha256="", size=0
            )
    if errors:
        raise errors[0]


@handler("storage.heal_file", queue="files")
def heal_file(delivery: Delivery, *, file_id: int) -> None:
    """Make missing and damaged copies anew. Raise `StorageUnavailable`, to be tried again, if a storage is down."""
    file = StoredFile.objects.filter(pk=file_id).first()
    healing = heal(file) if file else None
    if healing and healing.unavailable and not healing.is_lost:
        raise next(iter(healing.unavailable.values()))


@handler("storage.verify_file", queue="files")
def verify_file(delivery: Delivery, *, file_id: int) -> None:
    """Verify every copy of one file, because an administrator asked.

    Raise `StorageUnavailable`, to be tried again, if a storage is down, after the copies in the others are verified.
    """
    errors = []
    for copy in FileCopy.objects.filter(file_id=file_id, file__state=State.STORED).select_related("file"):
        try:
            verify(copy)
        except StorageUnavailable as error:
            errors.append(error)
    request_missing_copies([file_id])
    if errors:
        raise errors[0]


def remove_partial_copies() -> None:
    """Remove what killed writers left unfinished in the storages, once it is older than a staged file may be."""
    before = timezone.now() - timedelta(seconds=staging.STALE_SECONDS)
    for name, backend in get_backends().items():
        try:
            backend.remove_partial(before)
        except StorageUnavailable as error:
            logger.warning("Half-written copies stay in %s: %s", name, error)


# The name is older than the function's: names of tasks stand in messages that wait.
@shared_task(name="storage.settle_abandoned")
def clean_up_abandoned() -> int:
    """Clean up after crashes: remove stale staged files and half-written copies, abandon rows that are still
    `writing`, and publish lost deletions again. Return the number of rows that were abandoned or published again."""
    staging.remove_stale()
    remove_partial_copies()
    before = timezone.now() - WRITING_FOR_TOO_LONG
    files = list(StoredFile.objects.filter(state=State.WRITING, created_at__lt=before)[:1000])
    if files:
        logger.warning("%d files were left half written by a crash; they are deleted", len(files))
        abandon(files, "left by a crash")
    return len(files) + repeat_deletions()


@shared_task(name="storage.verify_slowly")
def verify_slowly() -> int:
    """Scrub the storages for a minute's share of VERIFY_BYTES_PER_HOUR. Return how many copies were inspected."""
    scrubs = scrub(most_bytes=settings.VERIFY_BYTES_PER_HOUR // 60, seconds=SCRUB_SECONDS)
    for one in scrubs:
        if one.found.total() > one.found[GOOD]:
            logger.error("Of the copies in %s: %s", one.storage, dict(one.found))
    return sum(one.found.total() for one in scrubs)


# Longer than other tasks may take: a bucket of millions is listed page by page.
@shared_task(name="storage.sweep", soft_time_limit=1400, time_limit=1500)
def sweep() -> int:
    """Delete orphans: leftovers always, unknown objects only if SWEEP_DELETES is on. Return how many were deleted.

    Otherwise log unknown objects and raise an alert.
    """
    deleted, unknown = 0, 0
    for name in get_backends():
        try:
            for found in orphans.sweep(name):
                if found.reason == orphans.LEFTOVER or settings.SWEEP_DELETES:
                    deleted += orphans.delete(found)
                else:
                    unknown += 1
        except orphans.DatabaseLooksEmpty:
            logger.critical("The database knows no file, and %s holds some: nothing is swept", name)
        except StorageUnavailable as error:
            logger.warning("%s is not swept today: %s", name, error)
    if unknown:
        logger.error("%d objects are known to no row: manage.py sweep_files lists them", unknown)
        raise_alert("unknown objects in the storages", "manage.py sweep_files lists them", count=unknown)
    prune_keys()
    return deleted
