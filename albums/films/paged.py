"""A file as ffmpeg sees it, of which only a few segments are in memory, and no plain byte on a disk.

It is a file in memory that is as long as the film, with holes. Before ffmpeg reads a part of it, the part is put there;
what it wrote is taken away again, encrypted. `serving.py` is told of each read and write before the kernel does it.
"""

import ctypes
import io
import os
from collections import OrderedDict
from itertools import islice
from typing import Protocol

from albums.films.scratch import Scratch
from albums.images.sandbox.kernel import libc
from picup.encryption.segments import SEGMENT

# In memory at a time, and their bytes: 32 MB.
SEGMENTS = 512
WINDOW = SEGMENTS * SEGMENT
PUNCH_HOLE, KEEP_SIZE = 2, 1


class Store(Protocol):
    """Where the segments of a file are while they are not in memory."""

    def load(self, number: int) -> bytes: ...

    def save(self, number: int, plain: bytes) -> None: ...

    def fileno(self) -> int: ...

    def close(self) -> None: ...


class Original:
    """The segments of a film that is there already, by a stream of its plain bytes that can seek."""

    def __init__(self, stream):
        self.stream = stream

    def load(self, number: int) -> bytes:
        """Return a segment, shorter only at the end. Raise as the stream."""
        self.stream.seek(number * SEGMENT)
        found = b""
        while len(found) < SEGMENT and (part := self.stream.read(SEGMENT - len(found))):
            found += part
        return found

    def save(self, number: int, plain: bytes) -> None:
        raise OSError("the original is only read")

    def fileno(self) -> int:
        raise OSError("the original is only read")

    def close(self) -> None:
        """Leave the stream to whom it belongs."""


class PagedFile(io.RawIOBase):
    """An open file with a descriptor, whose bytes are in a store. It is read here as every raw file is."""

    def __init__(self, store: Store, size: int = 0):
        super().__init__()
        self.store, self.at = store, 0
        self.memory = os.memfd_create("film")
        os.ftruncate(self.memory, size)
        state = os.fstat(self.memory)
        self.identity = state.st_dev, state.st_ino
        # By number, the longest unused first: whether it was written since it was loaded.
        self.present: OrderedDict[int, bool] = OrderedDict()
        # By thread: what it is just about to read or write, and may not be taken away.
        self.in_use: dict[int, range] = {}

    def prepare(self, start: int, length: int, *, writes: bool, thread: int = 0) -> None:
        """Have a part of the file in memory, which is about to be read or written. Raise as the store.

        What the same thread was about to do before is done.
        """
        self.in_use[thread] = numbers = segments_of(start, length)
        for number in numbers:
            if number not in self.present:
                self.put(number)
            self.present[number] = self.present[number] or writes
            self.present.move_to_end(number)
        for number in self.spare():
            self.take_away(number)

    def put(self, number: int) -> None:
        at = number * SEGMENT
        # A store gives whole segments back; the file is not to become longer by that.
        plain = memoryview(self.store.load(number))[: max(0, self.size() - at)]
        self.present[number] = False
        while plain:
            written = os.pwrite(self.memory, plain, at)
            plain, at = plain[written:], at + written

    def spare(self) -> list[int]:
        """Return the segments that are too many in memory."""
        too_many = len(self.present) - SEGMENTS
        if too_many <= 0:
            return []
        free = (each for each in self.present if not any(each in used for used in self.in_use.values()))
        return list(islice(free, too_many))

    def take_away(self, number: int) -> None:
        if self.present[number]:
            plain = os.pread(self.memory, SEGMENT, number * SEGMENT)
            self.store.save(number, plain.ljust(SEGMENT, b"\0"))
        del self.present[number]
        punch(self.memory, number * SEGMENT)

    def size(self) -> int:
        return os.fstat(self.memory).st_size

    def fileno(self) -> int:
        return self.memory

    def store_fileno(self) -> int:
        """Return a descriptor of what the store writes to. Raise OSError if it writes nothing."""
        return self.store.fileno()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.size()}[whence]
        self.at = max(0, base + offset)
        return self.at

    def tell(self) -> int:
        return self.at

    def readinto(self, buffer) -> int:
        view = memoryview(buffer).cast("B")[: WINDOW // 2]
        self.prepare(self.at, len(view), writes=False)
        read = os.preadv(self.memory, [view], self.at)
        self.at += read
        return read

    def write(self, data) -> int:
        view = memoryview(data).cast("B")[: WINDOW // 2]
        self.prepare(self.at, len(view), writes=True)
        written = os.pwrite(self.memory, view, self.at)
        self.at += written
        return written

    def close(self) -> None:
        if not self.closed:
            os.close(self.memory)
            self.store.close()
        super().close()


def segments_of(start: int, length: int) -> range:
    return range(start // SEGMENT, -(-(start + length) // SEGMENT))


def punch(file: int, start: int) -> None:
    """Give the memory of a segment back. The file stays as long as it is. Raise OSError."""
    place, length = ctypes.c_longlong(start), ctypes.c_longlong(SEGMENT)
    if libc.fallocate64(file, PUNCH_HOLE | KEEP_SIZE, place, length):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def of_scratch() -> PagedFile:
    """Return an empty file, of any size. Raise OSError."""
    return PagedFile(Scratch())
