"""Is every photo of a family in all storages, and when was that last looked at? In counts that a page can put into
words."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from picup.ops.health import monitor
from storage.backends import get_backends
from storage.models import FileCopy, StoredFile, Usage
from storage.querysets import read_places, said_by

# Copies among which the oldest good one is looked for: damaged ones keep their old time.
LOOK_AT = 20


@dataclass(frozen=True)
class Safety:
    """A family's originals, each in one of `safe`, `in_one_place` and `lost`. A copy in which damage was found
    counts as none."""

    photos: int
    in_one_place: int
    lost: int
    # Those in one place whose other copy is damaged.
    in_repair: int
    # The day of the oldest look at a copy, by the site's clock.
    checked_on: date | None
    # A storage does not answer just now.
    is_away: bool
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
    """As quick for a million photos as for ten while all is well: what is kept is how many they are, and an index
    finds those that are not in every place."""
    usage = Usage.objects.select_related("family").get(family_id=family_id)
    counts = count_unsafe(family_id)
    return Safety(
        photos=usage.photos,
        in_one_place=counts["in_one_place"],
        lost=counts["lost"],
        in_repair=counts["in_repair"],
        checked_on=checked_on(usage.family.created_at) if usage.photos > counts["lost"] else None,
        is_away=any(not state.up for name, state in monitor.read().items() if name.startswith("storage ")),
        usage=usage,
    )


def count_unsafe(family_id: int) -> Counter[str]:
    storages, counts = list(get_backends()), Counter[str]()
    for places, count in photos_by_places(family_id, storages):
        good, damaged = read_places(places, storages)
        if good < len(storages):
            counts["in_one_place" if good else "lost"] += count
            counts["in_repair"] += count if good and damaged else 0
    return counts


def photos_by_places(family_id: int, storages: list[str]) -> list[tuple[str, int]]:
    """How many originals are where, but for those that are in all storages."""
    originals = StoredFile.objects.filter(
        family_id=family_id, kind=StoredFile.Kind.ORIGINAL, state=StoredFile.State.STORED
    ).order_by()
    unsafe = [places for places in values_of(originals) if read_places(places, storages)[0] < len(storages)]
    if not unsafe:
        return []
    found = dict(originals.filter(places__in=unsafe).values_list("places").annotate(Count("pk")))
    if found.pop("", 0):
        # A blank may be of before the column, or of an older release beside us: their copies are asked.
        blank = originals.filter(places="").annotate(now=said_by(FileCopy.objects.all()))
        return [*found.items(), *blank.values_list("now").annotate(Count("pk"))]
    return list(found.items())


def values_of(originals: QuerySet) -> Iterator[str]:
    """Each value of `places`, by a look-up in the index for each: asked for all at once, MariaDB reads every entry."""
    values = originals.order_by("places").values_list("places", flat=True)
    value = values.first()
    while value is not None:
        yield value
        value = values.filter(places__gt=value).first()


def checked_on(not_before: datetime) -> date | None:
    """The day of the oldest look at a good copy, of all families: no index knows one family's, and the walk makes no
    difference between them. So this is the truth or earlier, but not `not_before`, when there was no copy."""
    looks = [oldest for name in get_backends() if (oldest := oldest_look(name))]
    return timezone.localdate(max(not_before, min(looks))) if looks else None


def oldest_look(storage: str) -> datetime | None:
    copies = FileCopy.objects.filter(storage=storage).order_by("verified_at")
    looks = list(copies.values_list("verified_at", "damage")[:LOOK_AT])
    good = [at for at, damage in looks if not damage]
    # Only damaged ones: what comes after them was looked at later than the last of these.
    return good[0] if good else looks[-1][0] if looks else None
