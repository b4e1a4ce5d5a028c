"""Is a copy still what was written? All of its stored bytes are read and compared with its row."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

import outbox
from storage.backends import get_backends
from storage.care.healing import inspect
from storage.damage import note_damage
from storage.history import Step, record
from storage.models import FileCopy, StoredFile

logger = logging.getLogger(__name__)
GOOD, GONE = "good", "gone"


def verify(copy: FileCopy) -> str:
    """Reads one copy and says on its row what was found: GOOD, a `FileCopy.Damage` (healed by message), or GONE
    where its file was deleted or moved meanwhile. Raises `StorageUnavailable`, and then says nothing."""
    begun = timezone.now()
    found = examine(copy)
    if found == GOOD:
        with transaction.atomic():
            mark_good([copy], begun)
            # The walk's many are told by the rows alone: history would grow with every round.
            record(copy.file, Step.VERIFIED, copy.storage)
    return found


def examine(copy: FileCopy) -> str:
    """`verify`, but a good copy is left to the caller to mark."""
    damage = inspect(get_backends()[copy.storage], copy.file.key, copy)
    if not damage:
        return GOOD
    with transaction.atomic():
        # The row may be of before: a file that was moved has new copies, one that is given up needs none.
        if not FileCopy.objects.filter(pk=copy.pk, file__state=StoredFile.State.STORED).exists():
            return GONE
        logger.error("File %s in %s is %s", copy.file_id, copy.storage, damage)
        if not note_damage(copy.file, copy.storage, damage):
            # Known for long, and not healed: it is tried again, for a lost volume may be back.
            outbox.publish("storage.heal_file", file_id=copy.file_id)
    return damage


def mark_good(copies: Iterable[FileCopy], at: datetime) -> None:
    """Says that these copies were good at `at`, before they were read."""
    copies = list(copies)
    known = [copy.pk for copy in copies if not copy.damage]
    FileCopy.objects.filter(pk__in=known, damage="").update(verified_at=at, looked_at=at)
    for copy in copies:
        if copy.damage:
            # Only the damage that was known then: what was found since is not ours to take back.
            FileCopy.objects.filter(pk=copy.pk, damaged_at=copy.damaged_at).update(
                verified_at=at, looked_at=at, damage="", damaged_at=None
            )


def complete(file_ids: Iterable[int]) -> list[int]:
    """Finds which of these files (by their rows' ids) lack a copy that should be there, and asks for it. Returns
    their ids."""
    storages = list(get_backends())
    stored = StoredFile.objects.filter(pk__in=file_ids, state=StoredFile.State.STORED)
    places = dict.fromkeys(stored.values_list("pk", flat=True), 0)
    copies = FileCopy.objects.filter(file_id__in=places, storage__in=storages)
    for file_id in copies.values_list("file_id", flat=True):
        places[file_id] += 1
    lacking = [file_id for file_id, count in places.items() if count < len(storages)]
    with transaction.atomic():
        for file_id in lacking:
            outbox.publish("storage.heal_file", file_id=file_id)
    return lacking
