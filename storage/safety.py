"""Is every photo of a family in all storages? Said in counts that a page can put into words."""

from dataclasses import dataclass

from django.db.models import Count

from storage.backends import get_backends
from storage.models import StoredFile, Usage


@dataclass(frozen=True)
class Safety:
    """A family's originals, those of them with a copy in every storage, and the space they take."""

    photos: int
    safe: int
    usage: Usage

    @property
    def unsafe(self) -> int:
        return self.photos - self.safe

    @property
    def percent_used(self) -> int:
        return min(100, round(100 * self.usage.used_bytes / max(1, self.usage.limit_bytes)))


def family_safety(family_id: int) -> Safety:
    originals = StoredFile.objects.filter(
        family_id=family_id, kind=StoredFile.Kind.ORIGINAL, state=StoredFile.State.STORED
    )
    safe = originals.alias(places=Count("copies")).filter(places__gte=len(get_backends()))
    return Safety(originals.count(), safe.count(), Usage.objects.get(family_id=family_id))
