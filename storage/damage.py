"""Copies that were found missing or changed: noted on their rows, and healed by message."""

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
    """Notes what is wrong with a copy and asks for its healing, once. True for the first to see it.

    Reading goes on without it: while the database takes no writes (read-only mode), the next reader after that
    reports again.
    """
    try:
        with transaction.atomic():
            return note_damage(file, storage, damage, served_from=served_from)
    except DatabaseError as error:
        logger.warning("Damage of file %s in %s is not noted yet: %s", file.pk, storage, error)
        return False


def note_damage(file: StoredFile, storage: str, damage: str, *, served_from: str = "") -> bool:
    """`report_damage` within the caller's transaction."""
    copy = FileCopy.objects.filter(file=file, storage=storage, damage="", file__key=file.key)
    if not copy.update(damage=damage, damaged_at=timezone.now()):
        return False
    outbox.publish("storage.heal_file", file_id=file.pk)
    record_many(steps.of_damage(file, storage, damage, served_from))
    raise_alert("damaged copies", f"{damage} in {storage}", look_at=f"{DAMAGED}{damage}")
    return True
