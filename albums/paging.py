"""Keyset pages: a page begins after a place in the order, never at an offset.

A place is the pair (time, id): two photos of the same second are both seen, none twice. It also carries a
number, how many items stand before the page, so that "page 12 of 40" costs no counting. The number is only
shown, so it may be a little old after somebody added a photo.
"""

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from django.db.models import Q, QuerySet

LAYOUT = struct.Struct(">qQI")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True)
class Cursor:
    """A place between two items: just after (or just before) the one with `time` and `id`."""

    time: datetime
    id: int
    number: int

    def __str__(self) -> str:
        packed = LAYOUT.pack((self.time - EPOCH) // MICROSECOND, self.id, self.number)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None for whatever `str()` cannot have made: the reader is shown the first page instead."""
        try:
            packed = base64.b64decode(
                text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True
            )
            microseconds, id, number = LAYOUT.unpack(packed)
            time = EPOCH + microseconds * MICROSECOND
        except (ValueError, binascii.Error, struct.error, OverflowError):
            return None
        # Half of what the layout holds, so that the cursors of the page after this one fit too.
        return cls(time, id, number) if id < 2**63 and number < 2**31 else None


@dataclass(frozen=True)
class Page:
    """Some items in order, with the places before the first and after the last (None at the ends)."""

    items: list
    number_before: int
    previous: Cursor | None
    next: Cursor | None


def turn_page(
    items: QuerySet, *, time: str, size: int, after: str = "", before: str = "", newest_first=False
) -> Page:
    """The page of `items` after (or before) a cursor, else the first one. Two bounded index reads at most.

    `time` names the field of the pair. Items come in the order of (time, id), reversed by `newest_first`.
    """
    order = ("-" + time, "-id") if newest_first else (time, "id")
    if cursor := Cursor.parse(before):
        reverse = (time, "id") if newest_first else ("-" + time, "-id")
        found = list(beyond(items, cursor, time, greater=newest_first).order_by(*reverse)[: size + 1])
        # Fewer than a page before this one: that is the first page, whole.
        if len(found) > size:
            return make_page(found[:size][::-1], time, max(1, cursor.number - size), more=True, size=size)
        after = ""
    number = 0
    if cursor := Cursor.parse(after):
        items = beyond(items, cursor, time, greater=not newest_first)
        number = cursor.number
    found = list(items.order_by(*order)[: size + 1])
    return make_page(found[:size], time, number, more=len(found) > size, size=size)


def beyond(items: QuerySet, cursor: Cursor, time: str, *, greater: bool) -> QuerySet:
    """Items strictly beyond the pair. Written as a range on the time and a tie-break, so that the index on
    (…, time, id) is entered at the cursor: databases do not do that for an OR of two comparisons."""
    word = "gt" if greater else "lt"
    tie = Q(**{f"{time}__{word}": cursor.time}) | Q(**{f"id__{word}": cursor.id})
    return items.filter(tie, **{f"{time}__{word}e": cursor.time})


def make_page(items: list, time: str, number: int, *, more: bool, size: int) -> Page:
    def place(item, number: int) -> Cursor:
        return Cursor(getattr(item, time), item.pk, number)

    return Page(
        items=items,
        number_before=number,
        previous=place(items[0], number) if items and number else None,
        next=place(items[-1], number + len(items)) if items and more else None,
    )


def page_number(number_before: int, size: int, count: int) -> tuple[int, int]:
    """("this page", "pages in all") for `count` items; the first never exceeds the second."""
    pages = max(1, -(-count // size))
    return min(-(-number_before // size) + 1, pages), pages
