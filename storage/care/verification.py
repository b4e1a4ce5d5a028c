"""Verification: every copy of every file is inspected at once, for `manage.py verify_files` and after a disaster.

Unlike scrubbing it has no budget and claims nothing, it counts every kind of result, and it can heal at once. Who
inspects what: see `inspection.py`.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from storage.backends.base import StorageUnavailable
from storage.care.healing import heal
from storage.care.inspection import GONE, GOOD, check_copy, mark_good, request_missing_copies
from storage.models import FileCopy, StoredFile

# Files that are read from the database together.
BATCH = 100
# After so many failures in a row a storage counts as down and is not asked again.
MOST_FAILURES = 3


@dataclass
class Result:
    """The result for one storage: how many copies it should have, their bytes, and how many were found in which state.

    `unavailable` counts copies that could not be read because the storage is down, `never_made` copies without a row,
    `lost` files that no storage has.
    """

    storage: str
    copies: int = 0
    bytes: int = 0
    good: int = 0
    missing: int = 0
    changed: int = 0
    never_made: int = 0
    unavailable: int = 0
    healed: int = 0
    lost: int = 0
    failures_in_a_row: int = field(default=0, repr=False)

    @property
    def is_good(self) -> bool:
        """Whether every copy is good after healing."""
        return self.missing + self.changed + self.never_made + self.unavailable == self.healed


class Verification:
    """One pass over all stored files. `results` has a `Result` for each storage, complete when `run()` has ended.

    With `heal_now`, heal within the pass; otherwise by message.
    """

    def __init__(self, storages: Collection[str], *, heal_now: bool):
        self.results = {name: Result(name) for name in storages}
        self.heal_now = heal_now

    def run(self) -> Iterator[int]:
        """Verify batch by batch. Yield after each how many files are done."""
        after = count = 0
        while files := next_files(after):
            self.verify_batch(files)
            after, count = files[-1].pk, count + len(files)
            yield count

    def verify_batch(self, files: list[StoredFile]) -> None:
        """Inspect every copy of these files, mark the good ones, and heal the others or ask for it."""
        started, good = timezone.now(), []
        # By a file's id: the storages whose copy is missing or damaged.
        bad: dict[int, set[str]] = {
            file_id: set() for file_id in request_missing_copies([file.pk for file in files])
        }
        for file in files:
            copies = {copy.storage: copy for copy in file.copies.all()}
            for result in self.results.values():
                copy = copies.get(result.storage)
                found = self.verify_copy(result, copy)
                if found == GOOD:
                    good.append(copy)
                elif copy is None or found in FileCopy.Damage.values:
                    bad.setdefault(file.pk, set()).add(result.storage)
        mark_good([copy for copy in good if copy], started)
        if self.heal_now:
            for file in StoredFile.objects.filter(pk__in=bad):
                self.heal(file, bad[file.pk])

    def verify_copy(self, result: Result, copy: FileCopy | None) -> str:
        """Inspect one copy and count the result. Return "" if there was nothing to read."""
        result.copies += 1
        if copy is None:
            result.never_made += 1
            return ""
        try:
            if result.failures_in_a_row >= MOST_FAILURES:
                raise StorageUnavailable
            found = check_copy(copy)
            result.failures_in_a_row = 0
        except StorageUnavailable:
            result.failures_in_a_row += 1
            result.unavailable += 1
            return ""
        if found == GONE:
            result.copies -= 1
            return GONE
        result.bytes += copy.size
        setattr(result, found, getattr(result, found) + 1)
        return found

    def heal(self, file: StoredFile, storages: Collection[str]) -> None:
        """Heal the file and count which of `storages` have a good copy now."""
        healing = heal(file)
        # Read from the rows: a worker that has the message may have healed it first.
        good_now = set(file.copies.filter(damage="").values_list("storage", flat=True))
        for name, result in self.results.items():
            result.healed += name in storages and name in good_now
            result.lost += healing.is_lost


def next_files(after: int) -> list[StoredFile]:
    """Return the next BATCH stored files with ids greater than `after`, with their copies."""
    files = StoredFile.objects.filter(state=StoredFile.State.STORED, pk__gt=after).order_by("pk")
    batch = list(files.prefetch_related("copies")[:BATCH])
    for file in batch:
        for copy in file.copies.all():
            copy.file = file
    return batch
