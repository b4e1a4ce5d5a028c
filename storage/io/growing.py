"""The bytes of an upload that arrives over many requests, encrypted from the first one on.

    parts      files on the staging volume: a header, then whole segments, as in picup/encryption/segments.py, of which
               none is marked as the last
    tail       what does not fill a segment yet, an encrypted object of its own, which the caller keeps in its row

Each writer has a part of its own, and a list says from which segment on each of them counts. So a writer that was
taken for dead and wakes up on another machine can only write where nobody reads, and no two segments that differ are
ever encrypted with one key and one number. A writer may go on with the part of another only if that one has said that
nothing stands behind its end. Names of parts are random; they are made durable with their directories before anybody is
told that they hold something.
"""

import os
import shutil
from bisect import bisect_right
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from picup.core.public_ids import new_public_id
from picup.encryption.keyring import file_keys
from picup.encryption.segments import (
    HEADER,
    SEGMENT,
    TAG,
    Damaged,
    Segments,
    encrypt,
    new_segments,
    read_header,
    segment_offset,
)
from storage.io.plain_reader import PlainReader

# The directory within staging, which has one directory for each upload.
GROWING = "resumable"
# A part of an upload: its file's name, and the number of its first segment.
Part = list


def directory_of(upload: str) -> Path:
    """Return the directory with the parts of an upload. `upload` is its public id."""
    return settings.STAGING_DIR / GROWING / upload


def name_of(upload: str, part: str) -> str:
    return f"{upload} part {part}"


class PartWriter:
    """Write whole segments of an upload, from the segment `number` on.

    `last` is the part to go on with, or None for a new one. Nothing counts before `sync` has returned.
    """

    def __init__(self, upload: str, number: int, last: Part | None = None):
        self.number = number
        self.directory = directory_of(upload)
        if last is None:
            self.part: Part = [new_public_id(), number]
            self.segments = new_segments(file_keys().newest, name_of(upload, self.part[0]))
            self.file = self.create()
        else:
            self.part = last
            self.file, self.segments = open_part(upload, last, os.O_RDWR)

    def create(self) -> int:
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self.directory / self.part[0], os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            write_all(file, self.segments.header, 0)
            for directory in (self.directory, self.directory.parent, self.directory.parent.parent):
                sync_directory(directory)
        except BaseException:
            os.close(file)
            raise
        return file

    def write(self, plain: memoryview) -> None:
        """Encrypt and write whole segments. Raise OSError, as on a full disk: the part must then be given up."""
        first = self.number
        sealed = []
        for start in range(0, len(plain), SEGMENT):
            place = self.number - self.part[1]
            sealed.append(self.segments.seal(place, plain[start : start + SEGMENT], is_last=False))
            self.number += 1
        write_all(self.file, b"".join(sealed), segment_offset(first - self.part[1]))

    def sync(self) -> None:
        """Return when all that was written is on disk for good."""
        os.fdatasync(self.file)

    def close(self) -> None:
        os.close(self.file)


class PartsReader(PlainReader):
    """A stream of the plain bytes of an upload: those of its parts, which have `whole` segments, then `rest`."""

    def __init__(self, upload: str, parts: list[Part], whole: int, rest: bytes | bytearray):
        super().__init__(whole, rest)
        self.upload, self.parts = upload, parts
        self.opened: tuple[str, int, Segments] | None = None

    def open_segment(self, number: int) -> bytes:
        part = self.parts[bisect_right(self.parts, number, key=lambda part: part[1]) - 1]
        file, segments = self.opened_part(part)
        place = number - part[1]
        return segments.open(place, os.pread(file, SEGMENT + TAG, segment_offset(place)), is_last=False)

    def opened_part(self, part: Part) -> tuple[int, Segments]:
        """Open a part, and close the one before: a stream is read from its beginning to its end."""
        if self.opened is None or self.opened[0] != part[0]:
            self.close_part()
            self.opened = part[0], *open_part(self.upload, part, os.O_RDONLY)
        return self.opened[1:]

    def close_part(self) -> None:
        if self.opened:
            os.close(self.opened[1])
            self.opened = None

    def close(self) -> None:
        self.close_part()
        super().close()


def open_part(upload: str, part: Part, flags: int) -> tuple[int, Segments]:
    """Return the descriptor and the segments of a part. Raise `Damaged` if it is not as it was, and OSError."""
    try:
        file = os.open(directory_of(upload) / part[0], flags)
    except FileNotFoundError:
        raise Damaged(f"part {part[0]} is gone") from None
    try:
        return file, read_header(os.pread(file, HEADER.size, 0), name_of(upload, part[0]), file_keys())
    except BaseException:
        os.close(file)
        raise


def seal_tail(upload: str, plain: bytes | bytearray | memoryview) -> bytes:
    """Return the bytes to keep for a tail. Blank for none."""
    if not plain:
        return b""
    return b"".join(encrypt(new_segments(file_keys().newest, f"{upload} tail"), [bytes(plain)]))


def open_tail(upload: str, sealed: bytes | memoryview) -> bytes:
    """Return the plain bytes of a tail. Raise `Damaged`, or `UnknownKey`."""
    if not sealed:
        return b""
    sealed = bytes(sealed)
    segments = read_header(sealed[: HEADER.size], f"{upload} tail", file_keys())
    return segments.open(0, sealed[HEADER.size :], is_last=True)


def remove_parts(upload: str) -> None:
    """Remove what an upload has on the staging volume, which may be nothing. Raise OSError."""
    with suppress(FileNotFoundError):
        shutil.rmtree(directory_of(upload))


def write_all(file: int, data: bytes, offset: int) -> None:
    view = memoryview(data)
    while view:
        written = os.pwrite(file, view, offset)
        view, offset = view[written:], offset + written


def sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
