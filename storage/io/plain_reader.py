"""Reading staged bytes as they were sent: they are on disk only encrypted (growing.py, sealed.py)."""

import io
import os

from picup.encryption.segments import SEGMENT

READ_AT_ONCE = 8 * SEGMENT


class PlainReader(io.RawIOBase):
    """A seekable stream of `whole` segments, which a subclass opens, and then the bytes `rest`.

    Reading raises `Damaged` for a segment that is not as it was written, and OSError.
    """

    def __init__(self, whole: int, rest: bytes | bytearray):
        super().__init__()
        self.whole, self.rest = whole, memoryview(bytes(rest))
        self.size = whole * SEGMENT + len(rest)
        self.at = 0
        self.kept: tuple[int, bytes] = (-1, b"")

    def open_segment(self, number: int) -> bytes:
        """Return the plain bytes of a whole segment."""
        raise NotImplementedError

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.size}[whence]
        self.at = max(0, base + offset)
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer) -> int:
        view = memoryview(buffer).cast("B")[:READ_AT_ONCE]
        done = 0
        while done < len(view) and self.at < self.size:
            piece = self.piece()[: len(view) - done]
            view[done : done + len(piece)] = piece
            done += len(piece)
            self.at += len(piece)
        return done

    def piece(self) -> memoryview:
        """Return the bytes from here to the end of their segment, or to the end."""
        number, skip = divmod(self.at, SEGMENT)
        if number >= self.whole:
            return self.rest[self.at - self.whole * SEGMENT :]
        if self.kept[0] != number:
            self.kept = number, self.open_segment(number)
        return memoryview(self.kept[1])[skip:]
