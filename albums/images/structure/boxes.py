"""HEIC and AVIF: ISO base media boxes (ISO/IEC 14496-12 and 23008-12)."""

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from albums.images.errors import Refused
from albums.images.structure.found import Found

# Telephones write other bytes behind the last box, which are no kind of a box.
KIND = re.compile(rb"[ -~]{4}")
DESCRIBING = {b"Exif", b"mime", b"uri "}


class Box(NamedTuple):
    """A box of an ISO file, with the offsets of its content."""

    kind: bytes
    start: int
    end: int


def check(data: bytes) -> Found:
    """Check that the picture's items lie inside the file. Leave out all bytes behind the last whole box.

    Items that only describe the picture (EXIF, XMP) are not judged.
    """
    found = whole_boxes(data)
    end = found[-1].end if found else 0
    top = {box.kind: box for box in found}
    if b"meta" not in top:
        raise Refused("damaged", "no picture inside")
    meta = inside(data, top[b"meta"])
    if b"iloc" not in meta or b"pitm" not in meta:
        raise Refused("damaged", "no item locations")
    describing = describing_items(data, meta)
    for item, method, _, last in extents(data, meta[b"iloc"]):
        if item in describing:
            continue
        if method == 0 and last > end:
            raise Refused("damaged", "an item lies outside the file")
        if method == 1 and (b"idat" not in meta or meta[b"idat"].start + last > meta[b"idat"].end):
            raise Refused("damaged", "an item lies outside its box")
    if b"mdat" not in top and b"idat" not in meta:
        raise Refused("damaged", "no picture data")
    return Found(data[:end], moves=b"moov" in top)


def whole_boxes(data: bytes) -> list[Box]:
    """Return the boxes of a file, up to the first that is none, or that runs past the end."""
    found = []
    try:
        for box in boxes(data, 0, len(data)):
            if not KIND.fullmatch(box.kind):
                break
            found.append(box)
    except (Refused, struct.error):
        pass
    return found


def describing_items(data: bytes, meta: dict[bytes, Box]) -> set[int]:
    """Return the ids of the items that hold no picture, by the types in `iinf`."""
    found = set()
    if b"iinf" in meta:
        start = meta[b"iinf"].start
        first = start + (8 if data[start] else 6)
        for kind, at, end in boxes(data, first, meta[b"iinf"].end):
            if kind != b"infe" or data[at] < 2:
                continue
            reader = _Reader(data, at + 4, end)
            item = reader.uint(4 if data[at] == 3 else 2)
            reader.uint(2)  # protection
            if reader.uint(4).to_bytes(4, "big") in DESCRIBING:
                found.add(item)
    return found


def boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """Yield the boxes between two offsets. Raise Refused("damaged") if one runs past the end."""
    while start < end:
        size, kind = struct.unpack_from(">I4s", data, start)
        header = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            header = 16
        elif size == 0:  # "to the end of the file"
            size = end - start
        if size < header or start + size > end:
            raise Refused("damaged", f"a box {kind!r} runs past the end")
        yield Box(kind, start + header, start + size)
        start += size


def inside(data: bytes, meta: Box) -> dict[bytes, Box]:
    """Return the boxes inside `meta` by kind. They begin after its four bytes of version and flags."""
    return {box.kind: box for box in boxes(data, meta.start + 4, meta.end)}


def extents(data: bytes, iloc: Box) -> Iterator[tuple[int, int, int, int]]:
    """Yield (item, construction method, start, end) of every extent of every item."""
    version = data[iloc.start]
    reader = _Reader(data, iloc.start + 4, iloc.end)
    sizes = reader.uint(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    for _ in range(reader.uint(4 if version == 2 else 2)):
        item = reader.uint(4 if version == 2 else 2)
        method = reader.uint(2) & 15 if version else 0
        reader.uint(2)  # data reference, which is always this file
        base = reader.uint(base_size)
        for _ in range(reader.uint(2)):
            reader.uint(index_size)
            start = base + reader.uint(offset_size)
            yield item, method, start, start + reader.uint(length_size)


def colour(data: bytes) -> tuple[int, int] | None:
    """Return (primaries, transfer) of the main picture's `nclx` colour, or None. The file must have passed `check`."""
    top = {box.kind: box for box in whole_boxes(data)}
    meta = inside(data, top[b"meta"])
    if b"iprp" not in meta:
        return None
    parts = {box.kind: box for box in boxes(data, meta[b"iprp"].start, meta[b"iprp"].end)}
    if b"ipco" not in parts or b"ipma" not in parts:
        return None
    properties = list(boxes(data, parts[b"ipco"].start, parts[b"ipco"].end))
    for index in _associations(data, parts[b"ipma"], _primary(data, meta[b"pitm"])):
        if 0 < index <= len(properties):
            kind, start, _ = properties[index - 1]
            if kind == b"colr" and data[start : start + 4] == b"nclx":
                return struct.unpack_from(">HH", data, start + 4)
    return None


def _primary(data: bytes, pitm: Box) -> int:
    return _Reader(data, pitm.start + 4, pitm.end).uint(4 if data[pitm.start] else 2)


def _associations(data: bytes, ipma: Box, item: int) -> list[int]:
    """Return the property numbers (from 1) of one item, without the bit that marks a property as essential."""
    wide = data[ipma.start + 3] & 1
    reader = _Reader(data, ipma.start + 4, ipma.end)
    for _ in range(reader.uint(4)):
        found = reader.uint(4 if data[ipma.start] else 2)
        numbers = [reader.uint(2) & 0x7FFF if wide else reader.uint(1) & 0x7F for _ in range(reader.uint(1))]
        if found == item:
            return numbers
    return []


class _Reader:
    def __init__(self, data: bytes, position: int, end: int) -> None:
        self.data, self.position, self.end = data, position, end

    def uint(self, size: int) -> int:
        """Read an unsigned integer of `size` bytes (0 gives 0). Raise Refused past the end of the box."""
        if self.position + size > self.end:
            raise Refused("damaged", "a table runs past the end of its box")
        self.position += size
        return int.from_bytes(self.data[self.position - size : self.position], "big")
