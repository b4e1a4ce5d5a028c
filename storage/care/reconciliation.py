"""Reconciliation: comparing each family's usage with its files, and each file's `places` with its copies.

They agree by construction. This proves it, or finds where they do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Max, Sum

from storage.models import FileCopy, StoredFile, Usage
from storage.querysets import summarise_copies

BATCH = 500


@dataclass(frozen=True)
class Difference:
    """A family whose usage row differs from its originals: bytes and number, as recorded and as counted."""

    family_id: int
    used_bytes: int
    real_bytes: int
    photos: int
    real_photos: int


def find_differences() -> Iterator[Difference]:
    """Yield every family whose usage differs, by id.

    Uploads go on meanwhile. So a family that differs is measured a second time with its usage row locked, which every
    upload locks last.
    """
    after = 0
    while rows := list(Usage.objects.filter(family_id__gt=after).order_by("family_id")[:BATCH]):
        real = measure([usage.family_id for usage in rows])
        for usage in rows:
            differs = recorded(usage) != real.get(usage.family_id, (0, 0))
            if differs and (found := compare_family(usage.family_id)):
                yield found
        after = rows[-1].family_id


def compare_family(family_id: int, *, fix: bool = False) -> Difference | None:
    """Compare one family while nobody can change its usage. Return None if all agrees.

    With `fix`, write what was counted into the usage row.
    """
    with transaction.atomic():
        usage = Usage.objects.select_for_update().get(family_id=family_id)
        real = measure([family_id]).get(family_id, (0, 0))
        if recorded(usage) == real:
            return None
        if fix:
            Usage.objects.filter(pk=usage.pk).update(used_bytes=real[0], photos=real[1])
        return Difference(family_id, usage.used_bytes, real[0], usage.photos, real[1])


def recorded(usage: Usage) -> tuple[int, int]:
    return usage.used_bytes, usage.photos


def measure(family_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return, by family, the bytes and the number of its stored originals. Families without any are left out."""
    originals = StoredFile.objects.filter(
        family_id__in=family_ids, kind=StoredFile.Kind.ORIGINAL, state=StoredFile.State.STORED
    )
    rows = originals.order_by().values_list("family_id").annotate(Sum("size"), Count("pk"))
    return {family_id: (size, count) for family_id, size, count in rows}


def wrong_places() -> Iterator[int]:
    """Yield the id of every file whose `places` differs from its copies.

    One statement reads both, so that no change comes between.
    """
    last = StoredFile.objects.aggregate(last=Max("pk"))["last"] or 0
    for after in range(0, last, BATCH):
        files = StoredFile.objects.filter(pk__gt=after, pk__lte=after + BATCH)
        differing = files.annotate(now=summarise_copies(FileCopy.objects.all())).exclude(places=F("now"))
        for file_id, places, now in differing.values_list("pk", "places", "now"):
            # As sets: databases join the names in any order.
            if set(places.split(",")) != set(now.split(",")):
                yield file_id
