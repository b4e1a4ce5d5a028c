"""Keyset pages: a page begins after a position in the order, never at an offset.

`keyset_condition` is the comparison behind every such page. The admin's lists (picup/admin/keyset_list.py) use it with
orders of their own. `turn_page` cuts the pages that people turn.

A position is the pair (time, id), so two photos of the same second are both seen, and none twice. A cursor also
carries the number of items before the page, so that "page 12 of 40" needs no count. The number is only shown, so it
may be slightly old after somebody added a photo.
"""

import base64
import binascii
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import Q, QuerySet

LAYOUT = struct.Struct(">qQI")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Cursor:
    """A position just after (or just before) the item with `time` and `id`; `number` items stand before the page."""

    time: datetime
    id: int
    number: int

    def __str__(self) -> str:
        packed = LAYOUT.pack((self.time - EPOCH) // MICROSECOND, self.id, self.number)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Return the cursor of `text`, or None for anything that `str()` cannot have made.

        The reader is then shown the first page.
        """
        try:
            packed = base64.b64decode(
                text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True
            )
            microseconds, id, number = LAYOUT.unpack(packed)
            time = EPOCH + microseconds * MICROSECOND
        except (ValueError, binascii.Error, struct.error, OverflowError):
            return None
        # Half of what the layout holds, so that the next page's cursor fits too.
        return cls(time, id, number) if id < 2**63 and number < 2**31 else None


@dataclass(frozen=True)
class Page:
    """Items in order, with cursors before the first and after the last (None at the ends)."""

    items: list
    number_before: int
    previous: Cursor | None
    next: Cursor | None


def turn_page(
    items: QuerySet, *, time: str, size: int, after: str = "", before: str = "", newest_first=False
) -> Page:
    """Return the page of `items` after (or before) a cursor, else the first page. Read as many rows as it shows.

    `time` names the time field. Items are ordered by (time, id), descending with `newest_first`. `after` and `before`
    are texts of cursors.
    """
    if cursor := Cursor.parse(before):
        found = read_beyond(items, cursor, time, greater=newest_first, count=size + 1)
        # Less than a whole page before this one: show the first page instead.
        if len(found) > size:
            return make_page(found[:size][::-1], max(1, cursor.number - size), more=True)
        after = ""
    if cursor := Cursor.parse(after):
        found = read_beyond(items, cursor, time, greater=not newest_first, count=size + 1)
        return make_page(found[:size], cursor.number, more=len(found) > size)
    rows = order_items(items, time, greater=not newest_first)[: size + 1]
    found = [Position(getattr(row, time), row.pk, row) for row in rows]
    return make_page(found[:size], 0, more=len(found) > size)


@dataclass(frozen=True)
class Position:
    """A pair of the index and its item; the item is None if it was removed before its row was read."""

    time: datetime
    id: int
    item: Any


def read_beyond(items: QuerySet, cursor: Cursor, time: str, *, greater: bool, count: int) -> list[Position]:
    """Return up to `count` positions beyond the cursor, the nearest first.

    Read in two steps: the pairs from the index, then their rows. Asked for whole rows at once, MariaDB (10.11) looks
    up (album, trashed_at) in the index and reads everything from there to the cursor.
    """
    found = order_items(beyond(items, cursor, time, greater=greater), time, greater=greater)
    pairs = list(found.values_list(time, "pk")[:count])
    rows = items.in_bulk([pk for _, pk in pairs])
    return [Position(moment, pk, rows.get(pk)) for moment, pk in pairs]


def beyond(items: QuerySet, cursor: Cursor, time: str, *, greater: bool) -> QuerySet:
    """Return the items strictly beyond the cursor's pair. Needs an index on (…, time, id)."""
    return items.filter(keyset_condition((time, "pk"), (cursor.time, cursor.id), greater=greater))


def order_items(items: QuerySet, time: str, *, greater: bool) -> QuerySet:
    return items.order_by(*keyset_order((time, "pk"), greater=greater))


def keyset_order(fields: Sequence[str], *, greater: bool) -> list[str]:
    """Return arguments for `order_by`: all ascending if `greater`, else all descending."""
    return [name if greater else f"-{name}" for name in fields]


def keyset_condition(fields: Sequence[str], values: Sequence[Any], *, greater: bool) -> Q:
    """Return the condition (a, b) > (x, y), written as a > x or (a = x and b > y). The last field must be unique.

    MariaDB turns the alternatives into index ranges and begins exactly at the position, even among thousands of equal
    times. SQLite makes no use of an alternative, so a range of the first field is added: it begins at the first row
    that equals the position in that field.
    """
    word = "gt" if greater else "lt"
    ways = [
        Q(**dict(zip(fields[:at], values[:at], strict=True)), **{f"{name}__{word}": values[at]})
        for at, name in enumerate(fields)
    ]
    if len(ways) == 1:
        return ways[0]
    return reduce(or_, ways) & Q(**{f"{fields[0]}__{word}e": values[0]})


def make_page(found: list[Position], number: int, *, more: bool) -> Page:
    """Return the page of `found` with `number` items before it. `more` tells whether items follow."""
    return Page(
        items=[position.item for position in found if position.item],
        number_before=number,
        previous=Cursor(found[0].time, found[0].id, number) if found and number else None,
        next=Cursor(found[-1].time, found[-1].id, number + len(found)) if found and more else None,
    )
