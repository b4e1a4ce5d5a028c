"""Decide where a photo stands in its album: by the time when it was taken, and where that says nothing, by its name.

A photo that nobody can date stands where its batch began: everything that was sent together. Photos of one second, and
photos without a date, stand in the natural order of their names within their batch. The uploader sends each of them by
itself, over several connections, and tells with each its batch and its place in it. The place goes into the
microseconds of `Picture.order_time`, by which an album is read.
"""

import re
import unicodedata
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from albums.images.dates import Parts, moment_of
from albums.models import Album, wall_clock_now

# A batch of so many photos keeps its order: a place is a microsecond.
PLACES = 10_000
# Parts of a second. Each batch has its own, so that two of them do not mix.
PARTS = 1_000_000 // PLACES
BATCH_LENGTH = 64
# An album remembers when its last batches began. If so many newer ones begin meanwhile, the rest of a batch stands
# where its next photo came.
BATCHES_KEPT = 30
# static/order.js does the same.
DIGITS = re.compile(r"([0-9]+)")


@dataclass(frozen=True)
class Sent:
    """What the uploader says of a file: its caption, its batch, blank if it was sent alone, and its place from 0.

    `upload` is the public id of its resumable upload, which becomes that of its picture. Blank: it came by another way.
    `taken` is when another file says that it was taken: a moment with a zone (albums/services/dating.py).
    """

    caption: str = ""
    batch: str = ""
    place: int = 0
    upload: str = ""
    taken: datetime | None = None


def natural_key(name: str) -> tuple[list[str | int], str]:
    """Return the key by which names are sorted as people do: "scan 2" before "Scan 10", "a.jpg" before "a (2).jpg"."""
    name = unicodedata.normalize("NFC", name).lower()
    stem = name.rpartition(".")[0] or name
    # Every second part is a number, so that equals are compared.
    return [int(part) if at % 2 else part for at, part in enumerate(DIGITS.split(stem))], name


def read_batch(text: str) -> str:
    """Return a batch's id as it is kept: any text, shortened."""
    return "".join(text.replace("\0", "").split())[:BATCH_LENGTH]


def read_place(text: str) -> int:
    """Return a place. What is none is the first, and the last is PLACES - 1."""
    text = text.strip()
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 20 else 0
    return min(number, PLACES - 1)


def find_order_time(album_id: int, person_id: int, taken: Parts | None, sent: Sent) -> datetime:
    """Return the `order_time` of a photo that is being added. The caller has locked the album's row.

    `taken` is as in `Examined`.
    """
    # An id is the sender's own: nobody else's photos get between.
    batch = f"{person_id}:{sent.batch}" if sent.batch else ""
    if taken is None:
        return find_beginning(album_id, batch) + timedelta(microseconds=sent.place)
    moment = moment_of(taken).replace(tzinfo=UTC)
    if not batch:
        return moment
    # Not by parts of a second, which one camera counts and the next one does not.
    return moment.replace(microsecond=part_of(batch) * PLACES + sent.place)


def part_of(batch: str) -> int:
    """Return the part of a second that a batch has to itself, or shares with one in a hundred others."""
    return zlib.crc32(batch.encode()) % PARTS


def find_beginning(album_id: int, batch: str) -> datetime:
    """Return when a batch began: when the first of its photos without a date came. Note it in the album's row."""
    now = wall_clock_now()
    if not batch:
        return now
    begun = Album.objects.values_list("batches", flat=True).get(pk=album_id)
    if batch in begun:
        return datetime.fromisoformat(begun[batch])
    latest = sorted(begun.items(), key=lambda one: one[1])[1 - BATCHES_KEPT :]
    if latest:
        # Behind all places of the one before.
        now = max(now, datetime.fromisoformat(latest[-1][1]) + timedelta(microseconds=PLACES))
    Album.objects.filter(pk=album_id).update(batches=dict([*latest, (batch, now.isoformat())]))
    return now
