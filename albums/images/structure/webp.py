"""WebP: a RIFF file of chunks."""

import struct

from albums.images.errors import Refused

PICTURE_CHUNKS = {b"VP8 ", b"VP8L", b"ANMF"}


def check(data: bytes) -> None:
    """Walk the chunks within the size of the RIFF header. Ignore all bytes after it."""
    (size,) = struct.unpack_from("<I", data, 4)
    end = size + 8
    if end > len(data):
        raise Refused("damaged", "shorter than it says")
    position, pictures = 12, 0
    while position + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, position)
        start = position + 8
        if start + length > end:
            raise Refused("damaged", "a chunk runs past the end")
        if kind in PICTURE_CHUNKS:
            pictures += 1
            _check_picture(kind, data, start)
        position = start + length + length % 2
    if not pictures:
        raise Refused("damaged", "no picture data")


def _check_picture(kind: bytes, data: bytes, start: int) -> None:
    if kind == b"VP8 " and data[start + 3 : start + 6] != b"\x9d\x01\x2a":
        raise Refused("damaged", "no VP8 frame")
    if kind == b"VP8L" and data[start] != 0x2F:
        raise Refused("damaged", "no VP8L frame")


def canvas(data: bytes) -> tuple[int, int]:
    """Return the width and height, without Pillow, which allocates two canvases as soon as it opens a WebP."""
    kind = data[12:16]
    if kind == b"VP8X":
        return _uint24(data, 24) + 1, _uint24(data, 27) + 1
    if kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack_from("<HH", data, 26)
    return width & 0x3FFF, height & 0x3FFF


def _uint24(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 3], "little")
