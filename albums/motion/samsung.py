"""The trailer that Samsung's telephones write behind a photo: named parts, and at the end of the file a table of them.

    part:   2 bytes, type (2), length of the name (4), name, content
    table:  "SEFH", version (4), count (4), then for each part: 2 bytes, type (2), its distance from the table (4),
            length (4); then the length of the table (4), "SEFT"

All numbers are little-endian. Source: ExifTool, Image::ExifTool::Samsung.
"""

import struct
from collections.abc import Iterator

from albums.motion.span import Span, span_in

FILM = 0x0A30
FOOT, HEAD = struct.Struct("<I4s"), struct.Struct("<4sII")
ENTRY, PART = struct.Struct("<HHII"), struct.Struct("<HHI")
# No telephone writes more.
PARTS, NAME_BYTES = 64, 100


def places(data: bytes) -> Iterator[Span]:
    """Yield where the trailer says that a film is."""
    try:
        for table, distance, length in entries(data):
            start = table - distance
            name = PART.unpack_from(data, start)[2] if start > 0 else NAME_BYTES
            film = span_in(data, start + PART.size + name, start + length) if name < NAME_BYTES else None
            if film:
                yield film
    except struct.error:
        return


def entries(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield the offset of the table, the distance and the length of each part that is a film. Raise struct.error."""
    end = len(data)
    length, mark = FOOT.unpack(data[end - FOOT.size : end])
    table = end - FOOT.size - length
    if mark != b"SEFT" or table <= 0:
        return
    head, _, count = HEAD.unpack_from(data, table)
    if head != b"SEFH":
        return
    for at in range(min(count, PARTS)):
        _, kind, distance, size = ENTRY.unpack_from(data, table + HEAD.size + at * ENTRY.size)
        if kind == FILM:
            yield table, distance, size
