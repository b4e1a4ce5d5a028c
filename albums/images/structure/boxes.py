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
CODED = {b"av01": "AVIF", b"hvc1": "HEIF", b"hev1": "HEIF"}
BRANDS = {"AVIF": b"avif", "HEIF": b"heic"}
# Brands of pictures that are shown one after the other.
SEQUENCES = {b"avis", b"msf1", b"hevc", b"hevx", b"hevm", b"hevs"}
# What was never written of a file. No picture is coded so.
UNWRITTEN = bytes(1024)


class Box(NamedTuple):
    """A box of an ISO file, with the offsets of its content."""

    kind: bytes
    start: int
    end: int


class Item(NamedTuple):
    """An item of `iinf`: its id, its type, and the offset of its type."""

    id: int
    kind: bytes
    place: int


def check(data: bytes) -> Found:
    """Check that the picture's items lie inside the file. Leave out what lies behind the picture.

    Items that only describe the picture (EXIF, XMP) are not judged.
    """
    found = picture_boxes(data)
    top = first_of_each(found)
    if b"meta" not in top:
        raise Refused("damaged", "no picture inside")
    meta = inside(data, top[b"meta"])
    if b"iloc" not in meta or b"pitm" not in meta:
        raise Refused("damaged", "no item locations")
    describing = describing_items(data, meta)
    needed, unwritten = found[-1].end, False
    for item, method, start, end in extents(data, meta[b"iloc"]):
        if item in describing:
            continue
        if method == 0 and end > len(data):
            raise Refused("damaged", "an item lies outside the file")
        if method == 0:
            needed = max(needed, end)
            unwritten |= data[start:end].endswith(UNWRITTEN)
        if method == 1 and (b"idat" not in meta or meta[b"idat"].start + end > meta[b"idat"].end):
            raise Refused("damaged", "an item lies outside its box")
    moves = b"moov" in top and bool(brands(data) & SEQUENCES)
    return Found(with_plain_brand(data[:needed], moves), is_cut=unwritten, moves=moves)


def picture_boxes(data: bytes) -> list[Box]:
    """Return the boxes of a file, up to the first that does not belong to the picture, or that runs past the end.

    Telephones write a film behind it, and bytes that are no box.
    """
    found: list[Box] = []
    kinds: set[bytes] = set()
    try:
        for box in boxes(data, 0, len(data)):
            has_picture = {b"meta", b"mdat"} <= kinds
            is_second = box.kind in kinds & {b"ftyp", b"meta"}
            is_film = box.kind == b"moov" and not brands(data) & SEQUENCES
            if is_second or is_film or (has_picture and not KIND.fullmatch(box.kind)):
                break
            found.append(box)
            kinds.add(box.kind)
    except (Refused, struct.error):
        pass
    return found


def first_of_each(found: list[Box]) -> dict[bytes, Box]:
    """Return the boxes by kind. The first one counts."""
    return {box.kind: box for box in reversed(found)}


def brands(data: bytes) -> set[bytes]:
    """Return the main and the compatible brands."""
    end = min(int.from_bytes(data[:4], "big"), len(data))
    return {data[8:12], *(data[at : at + 4] for at in range(16, end - 3, 4))}


def format_of(data: bytes) -> str | None:
    """Return "AVIF" or "HEIF" by how the items are coded, whatever the brands say. None if that is not to be seen.

    `data` may be the beginning of a file.
    """
    top = first_of_each(picture_boxes(data))
    if b"meta" not in top:
        return None
    try:
        meta = inside(data, top[b"meta"])
        if b"pitm" not in meta:
            return None
        kinds = {item.kind for item in items(data, meta)}
    except (Refused, struct.error, IndexError):
        return None
    return next((format for kind, format in CODED.items() if kind in kinds), None)


def with_plain_brand(data: bytes, moves: bool) -> bytes:
    """Return a still picture with the one brand that every decoder knows. The others may promise a sequence."""
    if moves or data[4:8] != b"ftyp":
        return data
    brand = BRANDS.get(format_of(data) or "", data[8:12])
    end = min(int.from_bytes(data[:4], "big"), len(data))
    others = b"mif1" * ((end - 16) // 4)
    return data[:8] + brand + data[12:16] + others + data[16 + len(others) :]


def without_descriptions(data: bytes) -> bytes:
    """Return a file whose items that only describe the picture have a type that no decoder reads."""
    meta = inside(data, first_of_each(picture_boxes(data))[b"meta"])
    changed = bytearray(data)
    for item in items(data, meta):
        if item.kind in DESCRIBING:
            changed[item.place : item.place + 4] = b"none"
    return bytes(changed)


def describing_items(data: bytes, meta: dict[bytes, Box]) -> set[int]:
    """Return the ids of the items that hold no picture."""
    return {item.id for item in items(data, meta) if item.kind in DESCRIBING}


def items(data: bytes, meta: dict[bytes, Box]) -> Iterator[Item]:
    """Yield the items that `iinf` names."""
    if b"iinf" not in meta:
        return
    start = meta[b"iinf"].start
    first = start + (8 if data[start] else 6)
    for kind, at, end in boxes(data, first, meta[b"iinf"].end):
        if kind == b"infe" and data[at] >= 2:
            reader = _Reader(data, at + 4, end)
            item = reader.uint(4 if data[at] == 3 else 2)
            reader.uint(2)  # protection
            yield Item(item, reader.uint(4).to_bytes(4, "big"), reader.position - 4)


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
    return first_of_each(list(boxes(data, meta.start + 4, meta.end)))


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


def references(data: bytes, meta: dict[bytes, Box], kind: bytes) -> dict[int, list[int]]:
    """Return the items to which items refer in `iref`, by the id of who refers, for one kind of reference."""
    found: dict[int, list[int]] = {}
    if b"iref" not in meta:
        return found
    size = 4 if data[meta[b"iref"].start] else 2
    for box in boxes(data, meta[b"iref"].start + 4, meta[b"iref"].end):
        if box.kind == kind:
            reader = _Reader(data, box.start, box.end)
            item = reader.uint(size)
            found.setdefault(item, []).extend(reader.uint(size) for _ in range(reader.uint(2)))
    return found


def colour(data: bytes) -> tuple[int, int] | None:
    """Return (primaries, transfer) of the main picture's `nclx` colour, or None. The file must have passed `check`."""
    top = first_of_each(picture_boxes(data))
    meta = inside(data, top[b"meta"])
    if b"iprp" not in meta:
        return None
    parts = {box.kind: box for box in boxes(data, meta[b"iprp"].start, meta[b"iprp"].end)}
    if b"ipco" not in parts or b"ipma" not in parts:
        return None
    properties = list(boxes(data, parts[b"ipco"].start, parts[b"ipco"].end))
    for index in _associations(data, parts[b"ipma"], primary(data, meta[b"pitm"])):
        if 0 < index <= len(properties):
            kind, start, _ = properties[index - 1]
            if kind == b"colr" and data[start : start + 4] == b"nclx":
                return struct.unpack_from(">HH", data, start + 4)
    return None


def primary(data: bytes, pitm: Box) -> int:
    """Return the id of the main picture."""
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
