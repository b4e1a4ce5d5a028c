"""A stream that is read again and again, by readers who close what they were given."""

import io
import os
from typing import BinaryIO, cast


class Lent(io.RawIOBase):
    """A stream from its beginning, which stays open when this is closed."""

    def __init__(self, stream: io.RawIOBase | BinaryIO):
        super().__init__()
        self.stream = stream
        stream.seek(0)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        return cast(io.RawIOBase, self.stream).readinto(buffer) or 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self.stream.seek(offset, whence)
