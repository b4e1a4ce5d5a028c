"""Reading one copy of a file in one storage, in blocks of segments.

A segment is SEGMENT plain bytes (the last one fewer), encrypted and authenticated on its own
(picup/encryption/segments.py). Segments are numbered from 0.
"""

import hashlib
import tempfile
from typing import BinaryIO

from picup.encryption.keyring import file_keys
from picup.encryption.segments import (
    HEADER,
    SEGMENT,
    TAG,
    Damaged,
    Segments,
    count_segments,
    read_header,
    segment_offset,
    stored_size,
)
from storage.backends.base import Backend
from storage.models import StoredFile

# A plain copy is read and checked whole before a byte of it is returned: in memory, or if larger in a temporary file.
MEMORY = 8 * 1024 * 1024


class CopyMissing(Exception):
    """The storage answers, and has no such object."""


class EncryptedCopy:
    """An encrypted file's copy in one storage. Nothing is opened before the first `read_block`.

    One stream is kept open between calls, so that reading in order is one request to the storage.
    """

    def __init__(self, storage: str, backend: Backend, file: StoredFile):
        self.storage, self.backend, self.file = storage, backend, file
        self.count = count_segments(file.size)
        self.stream: BinaryIO | None = None
        self.segments: Segments | None = None
        # The number of the segment that the stream is at.
        self.next = 0

    def read_block(self, first: int, count: int) -> bytes:
        """Return the plain bytes of up to `count` segments from number `first` on; fewer at the end of the file.

        Every segment is authenticated. Raise `CopyMissing`, `Damaged`, `UnknownKey` or `StorageUnavailable`.
        """
        stream = self.stream_at(first)
        last = min(first + count, self.count)
        is_end = last == self.count
        length = (stored_size(self.file.size) if is_end else segment_offset(last)) - segment_offset(first)
        # At the end ask for one byte more than there can be: a copy that is longer is not what was written.
        sealed = memoryview(read_exactly(stream, length + is_end))
        if len(sealed) != length:
            raise Damaged("it has another length")
        self.next = last
        return b"".join(self.open_segment(number, sealed, first) for number in range(first, last))

    def open_segment(self, number: int, sealed: memoryview, first: int) -> bytes:
        """Return the plain bytes of one segment. `sealed` begins with segment `first`. Raise `Damaged`."""
        begin = (number - first) * (SEGMENT + TAG)
        is_last = number == self.count - 1
        part = sealed[begin : begin + SEGMENT + TAG]
        return self.segments.open(number, part, is_last=is_last)  # type: ignore[union-attr]

    def stream_at(self, number: int) -> BinaryIO:
        """Return the open stream, at the beginning of a segment. Read the header with the first call."""
        if self.segments is None:
            self.reopen(0)
            header = read_exactly(self.stream, HEADER.size)  # type: ignore[arg-type]
            self.segments = read_header(header, self.file.key, file_keys())
        if self.stream is None or self.next != number:
            self.reopen(segment_offset(number))
            self.next = number
        return self.stream  # type: ignore[return-value]

    def reopen(self, start: int) -> None:
        """Open the stream again, at byte `start` of the stored bytes. Raise as `read_block`."""
        self.close()
        self.stream = self.backend.open(self.file.key, start)
        if self.stream is None:
            raise CopyMissing

    def close(self) -> None:
        if self.stream is not None:
            self.stream.close()
            self.stream = None


def read_whole(backend: Backend, key: str, size: int) -> bytes:
    """Return the `size` plain bytes of an encrypted file by one read. Raise as `EncryptedCopy.read_block`.

    The file must fit into memory.
    """
    length = stored_size(size)
    # One byte more than there can be, as in `read_block`.
    stored = backend.read(key, length + 1)
    if stored is None:
        raise CopyMissing
    segments = read_header(stored[: HEADER.size], key, file_keys())
    if len(stored) != length:
        raise Damaged("it has another length")
    view, count = memoryview(stored), count_segments(size)
    return b"".join(
        segments.open(
            number, view[segment_offset(number) : segment_offset(number + 1)], is_last=number == count - 1
        )
        for number in range(count)
    )


class PlainCopy:
    """The copy of a file that was stored before Pic-up encrypted files. `manage.py reencrypt` leaves none."""

    def __init__(self, storage: str, backend: Backend, file: StoredFile):
        self.storage, self.backend, self.file = storage, backend, file
        self.checked: tempfile.SpooledTemporaryFile | None = None

    def read_block(self, first: int, count: int) -> bytes:
        """Return and raise as `EncryptedCopy.read_block`. The first call reads and checks the whole copy."""
        checked = self.checked = self.checked or self.check()
        checked.seek(first * SEGMENT)
        return checked.read(count * SEGMENT)

    def check(self) -> tempfile.SpooledTemporaryFile:
        """Return the whole copy, once its SHA-256 matches the file's. Raise as `read_block`."""
        stream = self.backend.open(self.file.key)
        if stream is None:
            raise CopyMissing
        digest = hashlib.sha256()
        checked = tempfile.SpooledTemporaryFile(MEMORY)  # noqa: SIM115
        with stream:
            while chunk := stream.read(4 * SEGMENT):
                digest.update(chunk)
                checked.write(chunk)
        if digest.hexdigest() != self.file.sha256:
            checked.close()
            raise Damaged("the checksum does not match")
        return checked

    def close(self) -> None:
        if self.checked is not None:
            self.checked.close()


def read_exactly(stream: BinaryIO, count: int) -> bytes:
    """Return `count` bytes, or fewer at the end of the stream. A single `read` may return fewer before the end."""
    first = stream.read(count)
    if len(first) == count or not first:
        return first
    parts, missing = [first], count - len(first)
    while missing and (part := stream.read(missing)):
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
