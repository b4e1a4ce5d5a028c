"""A stream of unknown length, compressed and encrypted as files are (picup/encryption/segments.py), and the way
back. Memory does not grow with it."""

import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from picup.encryption.keyring import Keyring
from picup.encryption.segments import HEADER, SEGMENT, TAG, Damaged, encrypt, new_segments, read_header

CHUNK = 4 * SEGMENT
GZIP = 31


def seal(chunks: Iterable[bytes], name: str, keys: Keyring) -> Iterator[bytes]:
    """`chunks` of any size, as they stand in a backup."""
    return encrypt(new_segments(keys.newest, name), in_segments(compress(chunks)))


def unseal(file: BinaryIO, size: int, name: str, keys: Keyring) -> Iterator[bytes]:
    """What `seal` was given, from the next `size` bytes of `file`. Raises `Damaged` and `UnknownKey`."""
    return decompress(open_segments(file, size, name, keys))


def open_segments(file: BinaryIO, size: int, name: str, keys: Keyring) -> Iterator[bytes]:
    segments = read_header(file.read(HEADER.size), name, keys)
    left, number = size - HEADER.size, 0
    while left > 0:
        sealed = file.read(min(left, SEGMENT + TAG))
        left -= SEGMENT + TAG
        yield segments.open(number, sealed, is_last=left <= 0)
        number += 1


def compress(chunks: Iterable[bytes]) -> Iterator[bytes]:
    gzip = zlib.compressobj(wbits=GZIP)
    for chunk in chunks:
        yield gzip.compress(chunk)
    yield gzip.flush()


def decompress(chunks: Iterable[bytes]) -> Iterator[bytes]:
    gzip = zlib.decompressobj(wbits=GZIP)
    for chunk in chunks:
        rest = chunk
        while rest:
            # In pieces: a megabyte of zeros may hide in a kilobyte.
            yield gzip.decompress(rest, CHUNK)
            rest = gzip.unconsumed_tail
    if not gzip.eof:
        raise Damaged("it ends too early")


def in_segments(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that fill whole segments, but for the last."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > CHUNK:
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    yield bytes(waiting)
