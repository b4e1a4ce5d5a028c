"""Does each family's usage agree with its files, and each file's places with its copies? They do, by construction;
this proves it, or says where not."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, F, Max, Sum

from storage.models import FileCopy, StoredFile, Usage
from storage.querysets import said_by

BATCH = 500


@dataclass(frozen=True)
class Difference:
    """A family whose usage says other than its originals are."""

    family_id: int
    used_bytes: int
    real_bytes: int
    photos: int
    real_photos: int


def differences() -> Iterator[Difference]:
    """Every family whose usage differs, in batches by id. Uploads go on meanwhile: each is looked at twice, the
    second time with its usage row locked, which an upload takes last."""
    after = 0
    while rows := list(Usage.objects.filter(family_id__gt=after).order_by("family_id")[:BATCH]):
        real = measure([usage.family_id for usage in rows])
        for usage in rows:
            if kept(usage) != real.get(usage.family_id, (0, 0)) and (found := look_closely(usage.family_id)):
                yield found
        after = rows[-1].family_id


def look_closely(family_id: int, *, fix: bool = False) -> Difference | None:
    """One family, while nobody can change its usage. `fix` writes down what its files say."""
    with transaction.atomic():
        usage = Usage.objects.select_for_update().get(family_id=family_id)
        real = measure([family_id]).get(family_id, (0, 0))
        if kept(usage) == real:
            return None
        if fix:
            Usage.objects.filter(pk=usage.pk).update(used_bytes=real[0], photos=real[1])
        return Difference(family_id, usage.used_bytes, real[0], usage.photos, real[1])


def kept(usage: Usage) -> tuple[int, int]:
    return usage.used_bytes, usage.photos


def measure(family_ids: list[int]) -> dict[int, tuple[int, int]]:
    """What the families' originals take, and how many they are, by family."""
    originals = StoredFile.objects.filter(
        family_id__in=family_ids, kind=StoredFile.Kind.ORIGINAL, state=StoredFile.State.STORED
    )
    rows = originals.order_by().values_list("family_id").annotate(Sum("size"), Count("pk"))
    return {family_id: (size, count) for family_id, size, count in rows}


def wrong_places() -> Iterator[int]:
    """The ids of all files whose `places` says other than their copies, in batches by id. Each is compared within one
    statement, so that no change comes between."""
    last = StoredFile.objects.aggregate(last=Max("pk"))["last"] or 0
    for after in range(0, last, BATCH):
        files = StoredFile.objects.filter(pk__gt=after, pk__lte=after + BATCH)
        differing = files.annotate(now=said_by(FileCopy.objects.all())).exclude(places=F("now"))
        for file_id, places, now in differing.values_list("pk", "places", "now"):
            # In whatever order.
            if set(places.split(",")) != set(now.split(",")):
                yield file_id
