"""GIF: blocks of sub-blocks, ended by a trailer."""

from albums.images.errors import Refused
from albums.images.structure.found import Found

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B


def check(data: bytes) -> Found:
    """Walk every block up to the trailer, or as far as they go: only the first picture is shown."""
    position, images, is_whole = 13 + _table(data[10]), 0, False
    try:
        while (kind := data[position]) in (EXTENSION, IMAGE):
            if kind == IMAGE:
                images += 1
                is_whole = images > 1
                # 10 bytes of descriptor, an optional colour table, the code size, then the pixels.
                position = _skip(data, position + 11 + _table(data[position + 9]))
                is_whole = True
            else:
                position = _skip(data, position + 2)
    except IndexError:
        pass
    if not images:
        raise Refused("damaged", "no picture data")
    return Found(data, is_doubtful=not is_whole, moves=images > 1)


def _table(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _skip(data: bytes, position: int) -> int:
    while data[position]:
        position += data[position] + 1
    return position + 1
