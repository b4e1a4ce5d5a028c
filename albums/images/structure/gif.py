"""GIF: blocks of sub-blocks, ended by a trailer."""

from albums.images.errors import Refused

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B


def check(data: bytes) -> None:
    """Walk every block of every frame up to the trailer."""
    position = 13 + _table(data[10])
    images = 0
    while (kind := data[position]) != TRAILER:
        if kind == EXTENSION:
            position = _skip(data, position + 2)
        elif kind == IMAGE:
            images += 1
            # 10 bytes of descriptor, an optional colour table, the code size, then the pixels.
            position = _skip(data, position + 11 + _table(data[position + 9]))
        else:
            raise Refused("damaged", "no block where one must be")
    if not images:
        raise Refused("damaged", "no picture data")


def _table(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _skip(data: bytes, position: int) -> int:
    while data[position]:
        position += data[position] + 1
    return position + 1
