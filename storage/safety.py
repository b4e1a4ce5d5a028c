"""How safe a family's photos are: how many are in all storages, and when that was last verified.

The result is counts and a date, which a page puts into words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from picup.ops.health import monitor
from storage.backends import get_backends
from storage.io.room import NoRoom
from storage.models import FileCopy, StoredFile, Usage
from storage.querysets import count_copies, summarise_copies

# The oldest good copy is looked for among so many. (Damaged ones keep the time of their last good verification.)
LOOK_AT = 20


@dataclass(frozen=True)
class Safety:
    """A family's originals in numbers. Each is counted in one of `safe`, `in_one_place` and `lost`.

    A damaged copy counts as none.
    """

    photos: int
    in_one_place: int
    lost: int
    # Those of `in_one_place` whose other copy is damaged.
    in_repair: int
    # The day of the oldest verification, in the site's time zone. None where there is no copy.
    checked_on: date | None
    # Whether a storage does not answer just now, and whether one has no room.
    is_away: bool
    is_full: bool
    usage: Usage

    @property
    def safe(self) -> int:
        return max(0, self.photos - self.in_one_place - self.lost)

    @property
    def is_good(self) -> bool:
        return self.safe == self.photos

    @property
    def percent_used(self) -> int:
        return min(100, round(100 * self.usage.used_bytes / max(1, self.usage.limit_bytes)))


def family_safety(family_id: int) -> Safety:
    """Return how safe a family's photos are. Raise `Usage.DoesNotExist` for an unknown family.

    While all is well this is as quick for a million photos as for ten: their number is a column of the usage row, and
    an index finds those that are not in every storage.
    """
    usage = Usage.objects.select_related("family").get(family_id=family_id)
    counts = count_unsafe(family_id)
    errors = {state.error for name, state in monitor.read().items() if name.startswith("storage ")}
    return Safety(
        photos=usage.photos,
        in_one_place=counts["in_one_place"],
        lost=counts["lost"],
        in_repair=counts["in_repair"],
        checked_on=oldest_check(usage.family.created_at) if usage.photos > counts["lost"] else None,
        is_away=bool(errors - {"", NoRoom.__name__}),
        is_full=NoRoom.__name__ in errors,
        usage=usage,
    )


def safe_files(file_ids: Iterable[int]) -> set[int]:
    """Return which of these files have a verified copy in every storage.

    The copies themselves are asked: what is said of a photo that has just arrived must be true at that moment.
    """
    storages = list(get_backends())
    good = FileCopy.objects.filter(
        file_id__in=list(file_ids), file__state=StoredFile.State.STORED, storage__in=storages, damage=""
    )
    counts = Counter(good.values_list("file_id", flat=True))
    return {file_id for file_id, copies in counts.items() if copies == len(storages)}


def count_unsafe(family_id: int) -> Counter[str]:
    """Return how many originals are "in_one_place", "lost" and "in_repair"."""
    storages, counts = list(get_backends()), Counter[str]()
    for places, count in photos_by_places(family_id, storages):
        good, damaged = count_copies(places, storages)
        if good < len(storages):
            counts["in_one_place" if good else "lost"] += count
            counts["in_repair"] += count if good and damaged else 0
    return counts


def photos_by_places(family_id: int, storages: list[str]) -> list[tuple[str, int]]:
    """Return the values of `places` with the number of originals that have it, without those in all storages."""
    originals = StoredFile.objects.filter(
        family_id=family_id, kind=StoredFile.Kind.ORIGINAL, state=StoredFile.State.STORED
    ).order_by()
    unsafe = [
        places for places in distinct_places(originals) if count_copies(places, storages)[0] < len(storages)
    ]
    if not unsafe:
        return []
    found = dict(originals.filter(places__in=unsafe).values_list("places").annotate(Count("pk")))
    if found.pop("", 0):
        # A blank may be from before the column, or from an older release that still runs: count their copies.
        blank = originals.filter(places="").annotate(now=summarise_copies(FileCopy.objects.all()))
        return [*found.items(), *blank.values_list("now").annotate(Count("pk"))]
    return list(found.items())


def distinct_places(originals: QuerySet) -> Iterator[str]:
    """Yield each value of `places`, by one look-up in the index for each. For a DISTINCT MariaDB reads every entry."""
    values = originals.order_by("places").values_list("places", flat=True)
    value = values.first()
    while value is not None:
        yield value
        value = values.filter(places__gt=value).first()


def oldest_check(not_before: datetime) -> date | None:
    """Return the day of the oldest verification of a good copy of any family, but no day before `not_before`.

    Of any family, because no index has one family's, and scrubbing treats all alike. So the day is never too late. The
    family had no copy before `not_before`, the time when it was created.
    """
    oldest = [at for name in get_backends() if (at := oldest_verification(name))]
    return timezone.localdate(max(not_before, min(oldest))) if oldest else None


def oldest_verification(storage: str) -> datetime | None:
    """Return when the least recently verified good copy of a storage was verified, or an earlier time."""
    copies = FileCopy.objects.filter(storage=storage).order_by("verified_at")
    oldest = list(copies.values_list("verified_at", "damage")[:LOOK_AT])
    good = [at for at, damage in oldest if not damage]
    # If all are damaged: every later copy was verified after the last of these.
    return good[0] if good else oldest[-1][0] if oldest else None
