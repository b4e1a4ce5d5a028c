"""Noting that a copy is missing or changed: on its row, in the history and in an alert. A message then heals it.

Readers (`storage/io/reader.py`) and inspections (`storage/care/inspection.py`) both call this.
"""

import logging

from django.db import DatabaseError, transaction
from django.utils import timezone

import outbox
from picup.alerts import raise_alert
from storage.history import record_many, steps
from storage.models import FileCopy, StoredFile

logger = logging.getLogger(__name__)
DAMAGED = "/admin/storage/filecopy/?damage__exact="


def report_damage(file: StoredFile, storage: str, damage: str, *, served_from: str = "") -> bool:
    """Note the damage of a copy and ask for its healing. Return True for the first caller only.

    `damage` is a `FileCopy.Damage`; `served_from` is the storage that a reader used instead, or "". Do not raise if the
    database takes no writes (read-only mode): reading must go on, and a later reader reports the damage again.
    """
    try:
        with transaction.atomic():
            return note_damage(file, storage, damage, served_from=served_from)
    except DatabaseError as error:
        logger.warning("Damage of file %s in %s is not noted yet: %s", file.pk, storage, error)
        return False


def note_damage(file: StoredFile, storage: str, damage: str, *, served_from: str = "") -> bool:
    """Do the same as `report_damage` within the caller's transaction, and raise `DatabaseError`."""
    copy = FileCopy.objects.filter(file=file, storage=storage, damage="", file__key=file.key)
    if not copy.update(damage=damage, damaged_at=timezone.now()):
        return False
    outbox.publish("storage.heal_file", file_id=file.pk)
    record_many(steps.of_damage(file, storage, damage, served_from))
    raise_alert("damaged copies", f"{damage} in {storage}", look_at=f"{DAMAGED}{damage}")
    return True
