"""GIF: blocks of sub-blocks, ended by a trailer."""

from collections.abc import Iterator

from albums.images.errors import Refused
from albums.images.structure.found import Found

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
# The label of a graphic control, and the length of its content (GIF89a, 23).
CONTROL = b"\xf9\x04"
DESCRIPTOR = 10
INTERLACED = 0x40


def check(data: bytes) -> Found:
    """Walk every block up to the trailer, or as far as they go: only the first picture is shown.

    The decoder gets no extension but the one that belongs to it, which says what is transparent.
    """
    head, control, first, images, kind = data[: 13 + table_bytes(data[10])], b"", b"", 0, 0
    for kind, start, end in blocks(data, len(head)):
        if kind == IMAGE:
            first = first or data[start:end]
            images += 1
        elif kind == EXTENSION and not images and data[start + 1 : start + 3] == CONTROL:
            control = data[start:end]
    if len(first) < DESCRIPTOR:
        raise Refused("damaged", "no picture data")
    is_interlaced = bool(first[DESCRIPTOR - 1] & INTERLACED)
    return Found(head + control + first, False, kind != TRAILER, images > 1, is_interlaced)


def blocks(data: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Yield (kind, start, end) of each block up to the trailer. The last one may be cut off by the file's end."""
    while position < len(data) and (kind := data[position]) in (EXTENSION, IMAGE, TRAILER):
        start = position
        try:
            if kind == EXTENSION:
                position = _skip(data, start + 2)
            elif kind == IMAGE:  # Its descriptor, an optional colour table, the code size, then the pixels.
                position = _skip(data, start + DESCRIPTOR + 1 + table_bytes(data[start + DESCRIPTOR - 1]))
            else:
                position = start + 1
        except IndexError:
            position = len(data)
        yield kind, start, position
        if kind == TRAILER:
            return


def table_bytes(flags: int) -> int:
    """Return the length of the colour table that flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _skip(data: bytes, position: int) -> int:
    while data[position]:
        position += data[position] + 1
    return position + 1
