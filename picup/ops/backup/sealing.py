"""Compress and encrypt a stream of unknown length, in the format of files (picup/encryption/segments.py), and back.

Memory does not grow with the stream.
"""

import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from picup.encryption.keyring import Keyring
from picup.encryption.segments import HEADER, SEGMENT, TAG, Damaged, encrypt, new_segments, read_header

CHUNK = 4 * SEGMENT
GZIP = 31


def seal(chunks: Iterable[bytes], name: str, keys: Keyring) -> Iterator[bytes]:
    """Yield the sealed bytes of `chunks`, which may have any size. `name` is authenticated too."""
    return encrypt(new_segments(keys.newest, name), in_segments(compress(chunks)))


def unseal(file: BinaryIO, size: int, name: str, keys: Keyring) -> Iterator[bytes]:
    """Yield what `seal` was given, from the next `size` bytes of `file`. Raise `Damaged` and `UnknownKey`."""
    return decompress(open_segments(file, size, name, keys))


def open_segments(file: BinaryIO, size: int, name: str, keys: Keyring) -> Iterator[bytes]:
    """Yield the decrypted segments of the next `size` bytes of `file`. Raise `Damaged` and `UnknownKey`."""
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
    """Yield the plain bytes in pieces of at most CHUNK. Raise `Damaged` for a stream that ends too early."""
    gzip = zlib.decompressobj(wbits=GZIP)
    for chunk in chunks:
        rest = chunk
        while rest:
            # Bounded, because a kilobyte may expand to a megabyte of zeros.
            yield gzip.decompress(rest, CHUNK)
            rest = gzip.unconsumed_tail
    if not gzip.eof:
        raise Damaged("it ends too early")


def in_segments(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the same bytes in pieces that fill whole segments, except the last."""
    waiting = bytearray()
    for chunk in chunks:
        waiting += chunk
        while len(waiting) > CHUNK:
            yield bytes(waiting[:CHUNK])
            del waiting[:CHUNK]
    yield bytes(waiting)
