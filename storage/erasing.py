"""Erasing files for somebody who left: after the deletion of the bytes, the history and the row go too.

    mark_files(ids, leaving_id)        # in the transaction that gives the files up
    erase_files(leaving_id, count)     # again and again, until it says DONE
    forget_account(leaving_id)

What stays is the key, which is random, for ERASED_KEYS_DAYS: see `ErasedFile`.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from outbox.erasing import forget_letters
from outbox.models import Message
from picup.core.progress import Progress
from storage.history import forget_files
from storage.models import ErasedFile, StoredFile
from storage.services import abandon, request_deletion

State = StoredFile.State
# Files in one transaction.
BATCH = 100
# Longer than a write that hangs may last, and than a few daily sweeps.
ERASED_KEYS_DAYS = 7
# Events of a file may be on their way in these; a failed one is replayed.
UNDERWAY = [*Message.OPEN, Message.State.FAILED]


def mark_files(file_ids: Sequence[int], leaving_id: int) -> None:
    """Note that these files are to be erased, in the caller's transaction. A repeat changes nothing.

    A family that closes takes over what a member who is leaving has marked.
    """
    rows = StoredFile.objects.filter(pk__in=file_ids).values_list("key", "pk")
    ErasedFile.objects.filter(file_id__in=file_ids, erased_at=None).update(leaving_id=leaving_id)
    ErasedFile.objects.bulk_create(
        [ErasedFile(key=key, file_id=pk, leaving_id=leaving_id) for key, pk in rows], ignore_conflicts=True
    )


def give_up_family(family_id: int, leaving_id: int) -> Progress:
    """Give up a batch of all files of a family, whatever their state, and mark them."""
    marked = ErasedFile.objects.filter(leaving_id=leaving_id).values("file_id")
    files = list(StoredFile.objects.filter(family_id=family_id).exclude(pk__in=marked).order_by("pk")[:BATCH])
    if not files:
        return Progress.DONE
    # What an upload is writing: it finds that, and is refused.
    abandon([file for file in files if file.state == State.WRITING], "its family is closed")
    ids = [file.pk for file in files]
    with transaction.atomic():
        mark_files(ids, leaving_id)
        request_deletion(ids)
    return Progress.WORKED


def erase_files(leaving_id: int, count: Callable[..., None]) -> Progress:
    """Erase a batch of marked files whose bytes are deleted: their history, then their rows.

    `count` is called in the transaction, with numbers by kind. Raise `HistoryUnavailable`.
    """
    waiting = ErasedFile.objects.filter(leaving_id=leaving_id, erased_at=None)
    deleted = StoredFile.objects.filter(state=State.DELETED, pk__in=waiting.values("file_id"))
    files = {file.pk: file.key for file in deleted.order_by("pk")[:BATCH]}
    if not files:
        return Progress.WAITS if waiting.exists() else Progress.DONE
    ids = sorted(files.keys() - files_underway())
    if not ids:
        return Progress.WAITS
    # Outside the transaction, because the store may be another server. A repeat finds nothing.
    events = forget_files(ids)
    forget_letters([files[pk] for pk in ids])
    with transaction.atomic():
        StoredFile.objects.filter(pk__in=ids, state=State.DELETED).delete()
        erased = ErasedFile.objects.filter(key__in=[files[pk] for pk in ids], erased_at=None)
        count(files=erased.update(erased_at=timezone.now()), events=events)
    return Progress.WORKED


def files_underway() -> set[int]:
    """Return the ids of files with events that have not reached their store."""
    messages = Message.objects.filter(state__in=UNDERWAY, task="storage.record_history")
    return {
        event["file_id"]
        for arguments in messages.values_list("arguments", flat=True).iterator()
        for event in arguments["events"]
    }


def forget_account(leaving_id: int) -> None:
    """Keep no more of the erased files than their keys."""
    while keys := list(
        ErasedFile.objects.filter(leaving_id=leaving_id, erased_at__isnull=False).values_list(
            "key", flat=True
        )[:BATCH]
    ):
        ErasedFile.objects.filter(key__in=keys).update(leaving_id=None, file_id=None)


def prune_keys() -> None:
    """Delete the keys of files that were erased ERASED_KEYS_DAYS ago."""
    old = ErasedFile.objects.filter(erased_at__lt=timezone.now() - timedelta(days=ERASED_KEYS_DAYS))
    while keys := list(old.values_list("key", flat=True)[:BATCH]):
        ErasedFile.objects.filter(key__in=keys).delete()
