"""Read a zip that was cut: its directory stood at its end, so its members are walked from the beginning.

Each has a header of its own (APPNOTE.TXT, 4.3.7). Where that does not say how long the member is, its end is found by
inflating it.
"""

import os
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from albums.films.limits import largest_upload
from albums.imports.limits import MOST_MEMBERS

HEADER, HEADER_BYTES, DESCRIPTOR = b"PK\x03\x04", 30, b"PK\x07\x08"
NEXT = (HEADER, b"PK\x01\x02", b"")
LENGTH_LATER, UTF8, MANY = 8, 0x800, 0xFFFFFFFF
BLOCK = 256 * 1024


def walk(path: Path) -> Iterator[tuple[zipfile.ZipInfo, int]]:
    """Yield each member with the offset of its bytes, the one in which the archive was cut last."""
    with path.open("rb") as file:
        at = 0
        for _ in range(MOST_MEMBERS):
            info = read_header(file, at)
            if info is None:
                return
            start = file.tell()
            end = measure(file, info) if info.flag_bits & LENGTH_LATER else start + info.compress_size
            yield info, start
            if end is None:
                return
            at = end


def read_header(file: BinaryIO, at: int) -> zipfile.ZipInfo | None:
    """Return the member whose header is at an offset. None if there is none, or not all of it."""
    file.seek(at)
    head = file.read(HEADER_BYTES)
    if len(head) < HEADER_BYTES or not head.startswith(HEADER):
        return None
    name_length, extra_length = number(head[26:28]), number(head[28:30])
    name, extra = file.read(name_length), file.read(extra_length)
    if len(name) + len(extra) < name_length + extra_length:
        return None
    flags = number(head[6:8])
    info = zipfile.ZipInfo(name.decode("utf-8" if flags & UTF8 else "cp437", errors="replace"))
    info.flag_bits, info.compress_type, info.CRC = flags, number(head[8:10]), number(head[14:18])
    info.compress_size, info.file_size = sizes(head, extra)
    return info


def sizes(head: bytes, extra: bytes) -> tuple[int, int]:
    """Return the sizes of a member, packed and whole. Those of ZIP64 stand in a field of their own, the whole first."""
    packed, whole = number(head[18:22]), number(head[22:26])
    while len(extra) >= 4 and MANY in (packed, whole):
        length = number(extra[2:4])
        if number(extra[:2]) == 1 and length >= 16:
            return number(extra[12:20]), number(extra[4:12])
        extra = extra[4 + length :]
    return packed, whole


def measure(file: BinaryIO, info: zipfile.ZipInfo) -> int | None:
    """Note the sizes and the checksum of a member whose header does not have them. Return where the next one begins.

    None if its end cannot be found: it is not packed, or the archive was cut in it.
    """
    start = file.tell()
    found = inflate(file) if info.compress_type == zipfile.ZIP_DEFLATED else None
    if found is None:
        return None
    info.compress_size, info.file_size, info.CRC = found
    file.seek(start + info.compress_size)
    tail = file.read(28)
    skipped = 4 if tail.startswith(DESCRIPTOR) else 0
    for length in (12, 20):  # A checksum, and two sizes of four or of eight bytes.
        if tail[skipped + length : skipped + length + 4] in NEXT:
            return start + info.compress_size + skipped + length
    return None


def inflate(file: BinaryIO) -> tuple[int, int, int] | None:
    """Return how long a member is, packed and whole, and its CRC-32. None if it does not end, or is larger than any."""
    unpacker, packed, whole, crc = zlib.decompressobj(-zlib.MAX_WBITS), 0, 0, 0
    while not unpacker.eof and whole <= largest_upload():
        block = unpacker.unconsumed_tail or file.read(BLOCK)
        if not block:
            return None
        try:
            plain = unpacker.decompress(block, BLOCK)
        except zlib.error:
            return None
        packed += len(block) - len(unpacker.unconsumed_tail) - len(unpacker.unused_data)
        whole, crc = whole + len(plain), zlib.crc32(plain, crc)
    is_whole = unpacker.eof and whole <= largest_upload()
    return (packed, whole, crc) if is_whole else None


def number(data: bytes) -> int:
    return int.from_bytes(data, "little")


def open_member(path: Path, info: zipfile.ZipInfo, start: int) -> BinaryIO:
    """Return the plain bytes of a member, compared with its checksum at their end. Raise what `zipfile` raises."""
    file = path.open("rb")
    file.seek(start, os.SEEK_SET)
    return cast(BinaryIO, zipfile.ZipExtFile(file, "r", info, close_fileobj=True))
