"""A zip of originals that is written while it is sent. No file is held in memory, and none on the disk."""

import io
import time
from collections.abc import Callable, Iterator
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from albums.models import Motion, Picture
from picup.db.connections import release_connections
from storage.io.reader import BLOCK, FileLost, open_file

# Pictures that are read from the database together.
BATCH = 100
# Between two questions whether the reader still may have the zip.
ASK_SECONDS = 5
# A zip knows no earlier year.
FIRST_YEAR = 1980


class Outlet(io.RawIOBase):
    """What was written since the last `take`. It cannot seek, so a zip puts sizes and checksums behind each file."""

    def __init__(self):
        self.waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, part) -> int:
        self.waiting += part
        return len(part)

    def take(self) -> bytes:
        taken = bytes(self.waiting)
        self.waiting.clear()
        return taken


def stream_zip(pictures: QuerySet[Picture]) -> Iterator[bytes]:
    """Yield a zip of the pictures' originals, not compressed, under their own names. A Live Photo has two.

    What no storage can give now is named in a text at its end. Raise `FileLost` if that happens in the middle of a
    file: the browser then sees that the zip is not whole.
    """
    outlet, taken, missing = Outlet(), dict[str, int](), list[str]()
    with ZipFile(outlet, "w", ZIP_STORED) as archive:  # type: ignore[call-overload]
        for original in originals(pictures):
            name = free_name(original.name or original.public_id, taken)
            try:
                source = open_file(original.file)
            except FileLost:
                missing.append(name)
                continue
            with source, archive.open(describe(original, name), "w") as target:
                while block := source.read(BLOCK):
                    target.write(block)
                    yield outlet.take()
        if missing:
            archive.writestr(free_name(_("Not in this zip") + ".txt", taken), "\n".join(missing))
        yield outlet.take()
    yield outlet.take()


def while_allowed(parts: Iterator[bytes], check: Callable[[], None]) -> Iterator[bytes]:
    """Yield the parts of a zip, and call `check` every ASK_SECONDS. Raise what it raises: the zip ends unfinished.

    A zip takes hours on a slow line. Its reader may be removed from the family meanwhile.
    """
    asked = time.monotonic()
    for part in parts:
        if time.monotonic() - asked >= ASK_SECONDS:
            check()
            release_connections()
            asked = time.monotonic()
        yield part


def originals(pictures: QuerySet[Picture]) -> Iterator[Picture | Motion]:
    """Yield what has an original: each picture, and behind a photo the film that is a file of its own."""
    for picture in in_order(pictures):
        yield picture
        if motion := getattr(picture, "motion", None):
            yield motion


def in_order(pictures: QuerySet[Picture]) -> Iterator[Picture]:
    """Yield pictures album by album. Between two batches no connection is held: a slow line takes hours."""
    ids = list(pictures.order_by("album_id", "order_time", "pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        rows = Picture.objects.select_related("file", "motion__file").in_bulk(some)
        release_connections()
        yield from (rows[pk] for pk in some if pk in rows)


def free_name(name: str, taken: dict[str, int]) -> str:
    """Return a name that is not taken yet, by large or small letters: "a.jpg", then "a (2).jpg".

    `taken` has the last number that was tried for each name, so that a thousand of "image.jpg" take no longer than
    others.
    """
    name = name.replace("/", "_")
    stem, dot, extension = name.rpartition(".")
    if not stem:
        stem, dot, extension = name, "", ""
    number, free = taken.get(name.lower(), 0) + 1, name
    while number > 1 and (free := f"{stem} ({number}){dot}{extension}").lower() in taken:
        number += 1
    taken[name.lower()] = number
    taken.setdefault(free.lower(), 1)
    return free


def describe(original: Picture | Motion, name: str) -> ZipInfo:
    moment = original.taken_at or original.created_at
    info = ZipInfo(name, max(moment.timetuple()[:6], (FIRST_YEAR, 1, 1, 0, 0, 0)))
    info.file_size = original.file.size
    return info
