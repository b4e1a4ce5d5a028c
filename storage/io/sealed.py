"""A file on the staging volume that only the process which writes it can read: its key is never written anywhere."""

import os
from pathlib import Path

from picup.encryption.keyring import Key
from picup.encryption.segments import SEGMENT, TAG, new_segments, segment_offset
from storage.io.plain_reader import PlainReader

# Encrypted and written together.
WRITE_AT_ONCE = 4 * SEGMENT
# The key has no id, because nobody looks for it.
NO_ID = "0" * 16


class SealedFile:
    """Write bytes to a new file, encrypted in segments. The last ones, which fill no segment, stay in memory.

    It is closed between writing and reading: a form may have hundreds of them.
    """

    def __init__(self, path: Path):
        self.path = path
        self.segments = new_segments(Key(NO_ID, os.urandom(32)), path.name)
        self.rest, self.whole = bytearray(), 0
        self.output = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self.output.write(self.segments.header)

    def write(self, data: bytes) -> None:
        """Add bytes. Raise OSError, as on a full disk."""
        self.rest += data
        if len(self.rest) >= WRITE_AT_ONCE:
            self.write_segments()

    def write_segments(self) -> None:
        end = len(self.rest) // SEGMENT * SEGMENT
        for start in range(0, end, SEGMENT):
            plain = bytes(self.rest[start : start + SEGMENT])
            self.output.write(self.segments.seal(self.whole, plain, is_last=False))
            self.whole += 1
        del self.rest[:end]

    def close(self) -> None:
        """Write the rest and close the file. Raise OSError."""
        self.write_segments()
        self.output.close()

    def open_plain(self) -> PlainReader:
        """Return all bytes as a stream. Call it after `close`."""
        return SealedReader(self)


class SealedReader(PlainReader):
    def __init__(self, sealed: SealedFile):
        super().__init__(sealed.whole, sealed.rest)
        self.segments = sealed.segments
        self.file = os.open(sealed.path, os.O_RDONLY)

    def open_segment(self, number: int) -> bytes:
        stored = os.pread(self.file, SEGMENT + TAG, segment_offset(number))
        return self.segments.open(number, stored, is_last=False)

    def close(self) -> None:
        if not self.closed:
            os.close(self.file)
        super().close()
