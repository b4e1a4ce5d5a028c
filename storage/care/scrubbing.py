"""Scrubbing: a few copies of every storage are inspected each minute, for ever, those first that waited longest.

Copies are claimed by moving `looked_at` before they are read, so that two workers never read the same ones.
`verified_at` moves only after the bytes matched. If a worker dies with its claim, or a copy cannot be read to its end,
that copy waits for the next round and no other is held up.

Who inspects what: see `inspection.py`.
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
from storage.care.inspection import GOOD, check_copy, mark_good, request_missing_copies
from storage.models import FileCopy, StoredFile

logger = logging.getLogger(__name__)
# Copies that are claimed together: few enough to be released soon, enough that claiming and marking cost little.
BATCH = 50
# Counted in `Scrub.found`: files that lack a copy.
NEVER_MADE = "never made"


@dataclass
class Scrub:
    """One run over one storage: what it may still read, and what it found.

    `found` counts copies by GOOD, GONE, `FileCopy.Damage` and NEVER_MADE.
    """

    storage: str
    bytes_left: int
    # As `time.monotonic()`.
    deadline: float
    found: Counter[str] = field(default_factory=Counter)
    is_away: bool = False

    @property
    def may_continue(self) -> bool:
        return not self.is_away and self.bytes_left > 0 and time.monotonic() < self.deadline

    def run(self) -> None:
        while self.may_continue and (copies := claim(self.storage)):
            self.scrub_batch(copies)

    def scrub_batch(self, copies: list[FileCopy]) -> None:
        """Inspect claimed copies until the budget ends, mark the good ones together and release the rest."""
        started, good, done = timezone.now(), [], 0
        while done < len(copies) and self.may_continue:
            if self.scrub_copy(copies[done]) == GOOD:
                good.append(copies[done])
            done += 1
        mark_good(good, started)
        release(copies[done:])
        self.found[NEVER_MADE] += len(request_missing_copies([copy.file_id for copy in copies[:done]]))

    def scrub_copy(self, copy: FileCopy) -> str:
        """Inspect one copy and count the result. Return "" if it was not read."""
        if copy.file.state != StoredFile.State.STORED:
            return ""
        self.bytes_left -= copy.size
        try:
            found = check_copy(copy)
        except StorageUnavailable as error:
            logger.warning("Scrubbing of %s stops for now: %s", self.storage, error)
            self.is_away = True
            return ""
        self.found[found] += 1
        return found


def claim(storage: str) -> list[FileCopy]:
    """Claim up to BATCH copies for this caller alone that no one has taken up within VERIFY_EVERY_HOURS."""
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


def release(copies: list[FileCopy]) -> None:
    """Set `looked_at` of claimed copies back, because they were not read: they are the next to be claimed."""
    if copies:
        oldest = min(copy.looked_at for copy in copies)
        FileCopy.objects.filter(pk__in=[copy.pk for copy in copies]).update(looked_at=oldest)


def scrub(*, most_bytes: int, seconds: float) -> list[Scrub]:
    """Inspect copies of each storage in turn, those first that waited longest. Return a result for each storage.

    A storage's run ends after about `most_bytes`, after its share of `seconds` (which is for all storages together),
    or when every copy was taken up within VERIFY_EVERY_HOURS.
    """
    scrubs = []
    for name in get_backends():
        share = seconds / len(get_backends())
        scrubs.append(Scrub(name, most_bytes, time.monotonic() + share))
        scrubs[-1].run()
    return scrubs
