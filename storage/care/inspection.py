"""Inspecting one copy: its stored bytes are read and compared with its row (size and SHA-256 as stored).

Three modules find damage. This one inspects a single copy and writes the result on its row. `scrubbing.py` calls it for
a few copies each minute, for ever, oldest verification first; it keeps within a budget and leaves healing to messages.
`verification.py` calls it for every copy at once, on an administrator's command, counts, and can heal at once.
"""

import hashlib
import logging
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

import outbox
from picup.encryption.segments import Damaged
from storage.backends import get_backends
from storage.backends.base import Backend
from storage.damage import note_damage
from storage.history import Step, record
from storage.models import FileCopy, StoredFile

logger = logging.getLogger(__name__)
CHUNK = 256 * 1024
# What an inspection finds, besides a `FileCopy.Damage`.
GOOD, GONE = "good", "gone"


def find_damage(backend: Backend, key: str, known: FileCopy) -> str:
    """Read a storage's copy to its end and return what is wrong: a `FileCopy.Damage`, or "" if nothing is.

    `known` is the row of any copy of the file; size and checksum are the same for all. Raise `StorageUnavailable`.
    """
    digest, size = hashlib.sha256(), 0
    try:
        file = backend.open(key)
        if file is None:
            return FileCopy.Damage.MISSING
        with file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
                size += len(chunk)
    except Damaged as error:
        logger.error("The copy of file %s cannot be read: %s", known.file_id, error)
        return FileCopy.Damage.CHANGED
    return "" if (size, digest.hexdigest()) == (known.size, known.sha256) else FileCopy.Damage.CHANGED


def verify(copy: FileCopy) -> str:
    """Inspect one copy, and write the result on its row and into the history.

    Return GOOD, a `FileCopy.Damage` (a message heals it), or GONE if the file was deleted or moved meanwhile. Raise
    `StorageUnavailable`, and then write nothing.
    """
    started = timezone.now()
    found = check_copy(copy)
    if found == GOOD:
        with transaction.atomic():
            mark_good([copy], started)
            # Only here: with an event for every copy that is scrubbed, history would grow with every round.
            record(copy.file, Step.VERIFIED, copy.storage)
    return found


def check_copy(copy: FileCopy) -> str:
    """Inspect one copy, and note damage on its row. Return and raise as `verify`.

    Leave it to the caller to mark a good copy: `mark_good` does that for many at once.
    """
    damage = find_damage(get_backends()[copy.storage], copy.file.key, copy)
    if not damage:
        return GOOD
    with transaction.atomic():
        # Our row may be outdated: a file that was moved has new copies, and one that is given up needs none.
        if not FileCopy.objects.filter(pk=copy.pk, file__state=StoredFile.State.STORED).exists():
            return GONE
        logger.error("File %s in %s is %s", copy.file_id, copy.storage, damage)
        if not note_damage(copy.file, copy.storage, damage):
            # Noted before and not healed yet. Ask again: a lost volume may be back.
            outbox.publish("storage.heal_file", file_id=copy.file_id)
    return damage


def mark_good(copies: Iterable[FileCopy], at: datetime) -> None:
    """Write on their rows that these copies were good at `at`, the time before they were read."""
    copies = list(copies)
    undamaged = [copy.pk for copy in copies if not copy.damage]
    FileCopy.objects.filter(pk__in=undamaged, damage="").update(verified_at=at, looked_at=at)
    for copy in copies:
        if copy.damage:
            # Take back only the damage that was noted when we read the row. Later damage is not ours to take back.
            FileCopy.objects.filter(pk=copy.pk, damaged_at=copy.damaged_at).update(
                verified_at=at, looked_at=at, damage="", damaged_at=None
            )


def request_missing_copies(file_ids: Iterable[int]) -> list[int]:
    """Ask by message for the copies that stored files lack. Return the ids of those files.

    A copy that was never made has no row, so no inspection finds it.
    """
    storages = list(get_backends())
    stored = StoredFile.objects.filter(pk__in=file_ids, state=StoredFile.State.STORED)
    counts = dict.fromkeys(stored.values_list("pk", flat=True), 0)
    copies = FileCopy.objects.filter(file_id__in=counts, storage__in=storages)
    for file_id in copies.values_list("file_id", flat=True):
        counts[file_id] += 1
    lacking = [file_id for file_id, count in counts.items() if count < len(storages)]
    with transaction.atomic():
        for file_id in lacking:
            outbox.publish("storage.heal_file", file_id=file_id)
    return lacking
