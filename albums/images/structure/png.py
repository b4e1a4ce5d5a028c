"""PNG: chunks, each with its length and its CRC."""

import struct
import zlib
from collections.abc import Iterator

from albums.images.errors import Refused


def check(data: bytes) -> None:
    """Check each chunk's CRC up to IEND. Ignore all bytes after IEND."""
    kinds = []
    for kind, start, end in chunks(data):
        (crc,) = struct.unpack_from(">I", data, end)
        if zlib.crc32(memoryview(data)[start - 4 : end]) != crc:
            raise Refused("damaged", "a chunk's checksum is wrong")
        kinds.append(kind)
    if kinds[0] != b"IHDR" or b"IDAT" not in kinds:
        raise Refused("damaged", "no header or no picture data")


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield (kind, start, end) of each chunk's content, IEND last."""
    position, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, position)
        start = position + 8
        yield kind, start, start + length
        position = start + length + 4


def colour(data: bytes) -> tuple[int, int] | None:
    """Return (primaries, transfer) of the cICP chunk, which HDR screenshots have, or None."""
    for kind, start, _ in chunks(data):
        if kind == b"cICP":
            return data[start], data[start + 1]
        if kind == b"IDAT":
            break
    return None
