"""WebP: a RIFF file of chunks."""

import struct
from collections.abc import Iterator

from albums.images.errors import Refused
from albums.images.structure.found import Found

# Times what is there: a small file must not say that it is large.
MOST_MISSING = 9
# What was never written of a file. No picture is coded so.
UNWRITTEN = bytes(1024)
PICTURE_CHUNKS = {b"VP8 ", b"VP8L", b"ANMF"}


def check(data: bytes) -> Found:
    """Walk the chunks within the size of the RIFF header. Ignore all bytes after it.

    The decoder shows nothing of a picture that is cut, so it gets zeros for what is missing of the first one.
    """
    (size,) = struct.unpack_from("<I", data, 4)
    end = min(size + 8, len(data))
    position, pictures, whole, unwritten = 12, 0, 12, False
    while position + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, position)
        start = position + 8
        position = start + length + length % 2
        if start + length > (len(data) if kind in PICTURE_CHUNKS else end):
            if kind in PICTURE_CHUNKS and not pictures:
                _check_picture(kind, data, start)
                return _cut(data, position)
            break
        if kind in PICTURE_CHUNKS:
            pictures += 1
            _check_picture(kind, data, start)
            unwritten |= pictures == 1 and data[start : start + length].endswith(UNWRITTEN)
        whole = min(position, len(data))
    if not pictures:
        raise Refused("damaged", "no picture data")
    return Found(data[:4] + struct.pack("<I", whole - 8) + data[8:whole], unwritten, unwritten, pictures > 1)


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield (kind, start, end) of each chunk's content. The last one may be cut off by the file's end."""
    end, position = min(int.from_bytes(data[4:8], "little") + 8, len(data)), 12
    while position + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, position)
        start = position + 8
        yield kind, start, min(start + length, len(data))
        position = start + length + length % 2


def _cut(data: bytes, end: int) -> Found:
    """Return a file whose first picture should end at `end`, and does not. Raise Refused if hardly any of it came."""
    if end - len(data) > MOST_MISSING * len(data):
        raise Refused("damaged", "most of the picture is missing")
    whole = data[:4] + struct.pack("<I", end - 8) + data[8:]
    return Found(whole + bytes(end - len(data)), is_cut=True, is_doubtful=True)


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
