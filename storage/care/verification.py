"""Verifying every copy of every file at once, for `manage.py verify_files` and after a disaster."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from django.utils import timezone

from storage.backends.base import StorageUnavailable
from storage.care.healing import heal
from storage.care.inspection import GONE, GOOD, complete, examine, mark_good
from storage.models import FileCopy, StoredFile

BATCH = 100
# Refusals in a row, after which a storage is not asked again.
PATIENCE = 3


@dataclass
class Result:
    """Of one storage: copies that should be there, and what became of them. `lost` counts files that no storage
    has."""

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
    refusals: int = field(default=0, repr=False)

    @property
    def is_good(self) -> bool:
        """In the end: after healing."""
        return self.missing + self.changed + self.never_made + self.unavailable == self.healed


class Verification:
    """Goes through all stored files once. Results by storage are complete after the last step of `run()`."""

    def __init__(self, storages: Collection[str], *, heal_now: bool):
        self.results = {name: Result(name) for name in storages}
        self.heal_now = heal_now

    def run(self) -> Iterator[int]:
        """Yields after each batch how many files were looked at."""
        after = count = 0
        while files := next_files(after):
            self.verify_batch(files)
            after, count = files[-1].pk, count + len(files)
            yield count

    def verify_batch(self, files: list[StoredFile]) -> None:
        begun, good = timezone.now(), []
        # By file's row: the storages whose copy is not as it should be.
        bad: dict[int, set[str]] = {file_id: set() for file_id in complete([file.pk for file in files])}
        for file in files:
            copies = {copy.storage: copy for copy in file.copies.all()}
            for result in self.results.values():
                copy = copies.get(result.storage)
                found = self.look_at(result, copy)
                if found == GOOD:
                    good.append(copy)
                elif copy is None or found in FileCopy.Damage.values:
                    bad.setdefault(file.pk, set()).add(result.storage)
        mark_good([copy for copy in good if copy], begun)
        if self.heal_now:
            for file in StoredFile.objects.filter(pk__in=bad):
                self.heal(file, bad[file.pk])

    def look_at(self, result: Result, copy: FileCopy | None) -> str:
        result.copies += 1
        if copy is None:
            result.never_made += 1
            return ""
        try:
            if result.refusals >= PATIENCE:
                raise StorageUnavailable
            found = examine(copy)
            result.refusals = 0
        except StorageUnavailable:
            result.refusals += 1
            result.unavailable += 1
            return ""
        if found == GONE:
            result.copies -= 1
            return GONE
        result.bytes += copy.size
        setattr(result, found, getattr(result, found) + 1)
        return found

    def heal(self, file: StoredFile, storages: Collection[str]) -> None:
        healing = heal(file)
        # Whoever did it: a worker has the message and may have been quicker.
        good_now = set(file.copies.filter(damage="").values_list("storage", flat=True))
        for name, result in self.results.items():
            result.healed += name in storages and name in good_now
            result.lost += healing.is_lost


def next_files(after: int) -> list[StoredFile]:
    files = StoredFile.objects.filter(state=StoredFile.State.STORED, pk__gt=after).order_by("pk")
    batch = list(files.prefetch_related("copies")[:BATCH])
    for file in batch:
        for copy in file.copies.all():
            copy.file = file
    return batch
