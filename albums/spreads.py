"""Cut an album into spreads: one photo, or two facing each other, after or before a position in the order.

A spread is cut greedily from a cursor, so nothing depends on where other spreads begin: the number of leaves may change
between two turns, and photos may come and go. Every photo that stays where it is is met once in either direction.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from django.db.models import QuerySet

from albums.models import Picture
from picup.core.pagination import Cursor, Position, read_beyond

# Width by height from which a photo takes both leaves.
PANORAMA = 2
LEAVES = (1, 2)
# Before the first photo of any album, whatever comes into it.
BEGINNING = Cursor(datetime.min.replace(tzinfo=UTC), 0, 0)


@dataclass(frozen=True)
class Spread:
    """One or two photos, none in an empty album. `previous` and `next` are None at the ends."""

    pictures: list[Picture]
    number_before: int
    previous: Cursor | None
    next: Cursor | None


def read_leaves(request) -> int:
    """Return how many photos the person's window shows at once. `static/leaves.js` writes the cookie; 1 without it."""
    return 2 if request.COOKIES.get("leaves") == "2" else 1


def turn_spread(pictures: QuerySet, *, leaves: int, after: str = "", before: str = "") -> Spread:
    """Return the spread after (or before) a cursor, else the first. `after` and `before` are texts of cursors."""
    if cursor := Cursor.parse(before):
        found = read(pictures, cursor, leaves, greater=False)
        taken = found[: count_to_take(found, leaves)]
        more = len(found) > len(taken)
        number = max(1, cursor.number - len(taken)) if more else 0
        return make_spread(taken[::-1], number, more=bool(taken))
    cursor = Cursor.parse(after) or BEGINNING
    found = read(pictures, cursor, leaves, greater=True)
    taken = found[: count_to_take(found, leaves)]
    return make_spread(taken, cursor.number, more=len(found) > len(taken))


def read(pictures: QuerySet, cursor: Cursor, leaves: int, *, greater: bool) -> list[Position]:
    """Return the nearest photos beyond a cursor, one more than the leaves hold, without those removed meanwhile."""
    found = read_beyond(pictures, cursor, "order_time", greater=greater, count=leaves + 1)
    return [position for position in found if position.item]


def count_to_take(found: Sequence[Position], leaves: int) -> int:
    """Return how many of the nearest photos stand on one spread. A panorama stands alone."""
    nearest = list(islice(found, leaves))
    alone = any(is_panorama(position.item) for position in nearest)
    return min(1, len(nearest)) if alone else len(nearest)


def is_panorama(picture: Picture) -> bool:
    return picture.width >= PANORAMA * picture.height


def make_spread(taken: Sequence[Position], number: int, *, more: bool) -> Spread:
    if not taken:
        return Spread([], number, None, None)
    first, last = taken[0], taken[-1]
    return Spread(
        pictures=[position.item for position in taken],
        number_before=number,
        previous=Cursor(first.time, first.id, number) if number else None,
        next=Cursor(last.time, last.id, number + len(taken)) if more else None,
    )


def just_before(picture: Picture, number_before: int) -> Cursor:
    """Return the cursor after which a photo comes first."""
    return Cursor(picture.order_time, picture.pk - 1, number_before)
