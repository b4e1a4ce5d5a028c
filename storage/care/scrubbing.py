"""The walk that never ends: a little of every storage is verified each minute, what waited longest first.

Copies are claimed by moving `looked_at` before they are read, so that two workers never read the same ones. It is
no promise: `verified_at` moves only after the bytes matched. A worker that dies with its claim, or a copy that
cannot be read to its end, costs that copy one round, and the others nothing.
"""

import logging
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.care.inspection import GOOD, complete, examine, mark_good
from storage.models import FileCopy, StoredFile

logger = logging.getLogger(__name__)
# Claimed together: few enough to be given back soon, enough that claiming and marking cost little.
BATCH = 50
NEVER_MADE = "never made"


@dataclass
class Walk:
    """What a walk through one storage may still read, and what it found."""

    storage: str
    bytes_left: int
    # Of `time.monotonic()`.
    deadline: float
    found: Counter[str] = field(default_factory=Counter)
    is_away: bool = False

    @property
    def may_go_on(self) -> bool:
        return not self.is_away and self.bytes_left > 0 and time.monotonic() < self.deadline

    def go(self) -> None:
        while self.may_go_on and (copies := claim(self.storage)):
            self.go_through(copies)

    def go_through(self, copies: list[FileCopy]) -> None:
        begun, good, done = timezone.now(), [], 0
        while done < len(copies) and self.may_go_on:
            if self.look_at(copies[done]) == GOOD:
                good.append(copies[done])
            done += 1
        mark_good(good, begun)
        give_back(copies[done:])
        self.found[NEVER_MADE] += len(complete([copy.file_id for copy in copies[:done]]))

    def look_at(self, copy: FileCopy) -> str:
        if copy.file.state != StoredFile.State.STORED:
            return ""
        self.bytes_left -= copy.size
        try:
            found = examine(copy)
        except StorageUnavailable as error:
            logger.warning("The walk through %s stops for now: %s", self.storage, error)
            self.is_away = True
            return ""
        self.found[found] += 1
        return found


def claim(storage: str) -> list[FileCopy]:
    """Takes up to BATCH copies that are due, for this caller alone."""
    before = timezone.now() - timedelta(hours=settings.VERIFY_EVERY_HOURS)
    due = FileCopy.objects.filter(storage=storage, looked_at__lt=before)
    # Asked first without a transaction: on SQLite a tick that finds nothing must not take the write lock.
    if not due.exists():
        return []
    with transaction.atomic():
        rows = due.order_by("looked_at")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        copies = list(rows[:BATCH])
        FileCopy.objects.filter(pk__in=[copy.pk for copy in copies]).update(looked_at=timezone.now())
    files = StoredFile.objects.in_bulk([copy.file_id for copy in copies])
    for copy in copies:
        copy.file = files[copy.file_id]
    return copies


def give_back(copies: list[FileCopy]) -> None:
    """Not read after all: they are the next ones again."""
    if copies:
        oldest = min(copy.looked_at for copy in copies)
        FileCopy.objects.filter(pk__in=[copy.pk for copy in copies]).update(looked_at=oldest)


def walk(*, most_bytes: int, seconds: float) -> list[Walk]:
    """Verifies, in each storage, the copies that were not looked at for the longest time, until about
    `most_bytes` are read, `seconds` have passed (of all storages together), or all of them were looked at within
    VERIFY_EVERY_HOURS."""
    walks = []
    for name in get_backends():
        part = seconds / len(get_backends())
        walks.append(Walk(name, most_bytes, time.monotonic() + part))
        walks[-1].go()
    return walks
