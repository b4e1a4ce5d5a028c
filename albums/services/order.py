"""Decide where a photo stands in its album: by the time when it was taken, and where that says nothing, by its name.

Photos of the same second, and photos that nobody can date, stand in the natural order of their names within what was
sent together. The uploader sends each of them by itself, over several connections, and tells with each its batch and
its place in it. The place goes into the microseconds of `Picture.order_time`, by which an album is read.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from albums.images.dates import Parts, moment_of
from albums.models import Album, wall_clock_now

# The microseconds of a second.
PLACES = 1_000_000
BATCH_LENGTH = 64
# An album remembers when so many of its last batches began. Who sends longer than others begin so many has a new start.
BATCHES_KEPT = 30
DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Sent:
    """What the uploader says of a file: its caption, its batch, blank if it was sent alone, and its place from 0."""

    caption: str = ""
    batch: str = ""
    place: int = 0


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """Return the key by which names are sorted as people do: "scan 2" before "Scan 10"."""
    parts = DIGITS.split(unicodedata.normalize("NFC", name).casefold())
    return [(0, int(part), "") if at % 2 else (1, 0, part) for at, part in enumerate(parts)]


def read_batch(text: str) -> str:
    """Return a batch's id as it is kept: any text, shortened."""
    return "".join(text.replace("\0", "").split())[:BATCH_LENGTH]


def read_place(text: str) -> int:
    """Return a place. What is none is the first, and the last is PLACES - 1."""
    text = text.strip()
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0
    return min(number, PLACES - 1)


def find_order_time(album_id: int, taken: Parts | None, sent: Sent) -> datetime:
    """Return the `order_time` of a photo that is being added. The caller has locked the album's row.

    `taken` is as in `Examined`.
    """
    place = timedelta(microseconds=sent.place)
    if taken is None:
        return find_beginning(album_id, sent.batch) + place
    moment = moment_of(taken).replace(tzinfo=UTC)
    # A camera that counts parts of a second knows the order better.
    return moment if moment.microsecond else moment + place


def find_beginning(album_id: int, batch: str) -> datetime:
    """Return when a batch began: when the first of its photos without a date came. Note it in the album's row."""
    now = wall_clock_now()
    if not batch:
        return now
    begun = Album.objects.values_list("batches", flat=True).get(pk=album_id)
    if batch in begun:
        return datetime.fromisoformat(begun[batch])
    latest = sorted(begun.items(), key=lambda one: one[1])[1 - BATCHES_KEPT :]
    Album.objects.filter(pk=album_id).update(batches=dict([*latest, (batch, now.isoformat())]))
    return now
