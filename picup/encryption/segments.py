"""The form of an encrypted file: a header, then segments that are opened one by one, from any place.

    header     magic (8) · key id (8) · salt (16) · plain bytes in a segment (4, big-endian)
    segment    AES-256-GCM of up to 64 KiB, with its tag (16)

The file's own key is derived (HKDF-SHA256) from the ring's key, the salt and the name of the object, so an object
under another name does not open. A segment's nonce is its number and whether it is the last: segments that were
moved, repeated or left out do not open either, nor a file that was cut. Each segment vouches for the header too.
This is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

import os
import struct
from collections.abc import Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from picup.encryption.keyring import Key, Keyring

MAGIC = b"pic-up\x00\x01"
HEADER = struct.Struct(">8s8s16sI")
SEGMENT = 64 * 1024
TAG = 16


class Damaged(Exception):
    """Not the bytes that were written."""


class Segments:
    """Seals or opens the segments of one object."""

    def __init__(self, key: Key, header: bytes, name: str):
        salt = HEADER.unpack(header)[2]
        derive = HKDF(SHA256(), length=32, salt=salt, info=b"pic-up file " + name.encode())
        self.header, self.cipher = header, AESGCM(derive.derive(key.secret))

    def seal(self, number: int, plain: bytes | memoryview, *, is_last: bool) -> bytes:
        return self.cipher.encrypt(nonce(number, is_last), plain, self.header)

    def open(self, number: int, sealed: bytes | memoryview, *, is_last: bool) -> bytes:
        """Raises `Damaged`."""
        try:
            return self.cipher.decrypt(nonce(number, is_last), sealed, self.header)
        except InvalidTag:
            raise Damaged(f"segment {number} does not open") from None


def nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def new_segments(key: Key, name: str) -> Segments:
    """For an object that is about to be written under `name`."""
    header = HEADER.pack(MAGIC, bytes.fromhex(key.id), os.urandom(16), SEGMENT)
    return Segments(key, header, name)


def read_header(header: bytes, name: str, keys: Keyring) -> Segments:
    """Raises `Damaged` for a header that we cannot have written, `UnknownKey` where the key is not at hand."""
    if len(header) != HEADER.size:
        raise Damaged("the header is cut short")
    magic, key_id, _, segment = HEADER.unpack(header)
    if magic != MAGIC or segment != SEGMENT:
        raise Damaged("the header is not ours")
    return Segments(keys.find(key_id.hex()), header, name)


def encrypt(segments: Segments, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The stored bytes of an object, chunk by chunk. Each of `chunks` but the last fills whole segments."""
    yield segments.header
    number = 0
    for chunk, is_last in with_last(chunks):
        view = memoryview(chunk)
        ends = range(SEGMENT, len(chunk) + SEGMENT, SEGMENT) or [SEGMENT]
        sealed = []
        for end in ends:
            plain = view[end - SEGMENT : end]
            sealed.append(segments.seal(number, plain, is_last=is_last and end >= len(chunk)))
            number += 1
        yield b"".join(sealed)


def with_last(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each chunk, and whether it is the last. Of nothing at all: one empty chunk."""
    waiting = None
    for chunk in chunks:
        if waiting is not None:
            yield waiting, False
        waiting = chunk
    yield waiting if waiting is not None else b"", True


def count_segments(size: int) -> int:
    """Of a file of `size` plain bytes; an empty file has one."""
    return max(1, -(-size // SEGMENT))


def stored_size(size: int) -> int:
    """What `size` plain bytes take in a storage."""
    return HEADER.size + size + TAG * count_segments(size)


def segment_offset(number: int) -> int:
    """Where a segment begins in the stored bytes."""
    return HEADER.size + number * (SEGMENT + TAG)
