"""Be told by the kernel of each read and write of ffmpeg, and have the bytes there in time.

seccomp's notifications (man 2 seccomp_unotify): a filter in ffmpeg's process (`notifying.py`) stops it at `read` and
`write`, and the kernel tells who holds the filter's listener. We put the bytes into the file in memory (`paged.py`),
and let the call go on. ffmpeg has its files as ever, seeks in them, and knows nothing of it. No call is judged here:
another thread of it might change what was looked at.
"""

import errno
import fcntl
import os
import platform
import re
import select
import socket
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from albums.films.notifying import WRITE
from albums.films.paged import PagedFile
from albums.films.source import Bytes
from albums.images.sandbox import seccomp

GO_ON = 1
RECEIVE, ANSWER = 0xC050_2100, 0xC018_2101
# An id, the thread, and of its call: the number, three of its arguments.
CALL, CALL_BYTES = struct.Struct("=QI4xi12xQQQ"), 80
REPLY = struct.Struct("=QqiI")
POSITION = re.compile(r"^pos:\s*(\d+)", re.MULTILINE)
# Of one call. ffmpeg reads and writes less than a megabyte at a time.
MOST_BYTES = 64 * 1024 * 1024


class Server:
    """Serve the reads and writes of one process on some paged files."""

    def __init__(self, files: Iterable[Bytes | None]):
        self.files = {file.identity: file for file in files if isinstance(file, PagedFile)}
        # What went wrong in here: ffmpeg only hears that there was an error.
        self.error: Exception | None = None
        self.listener = -1
        self.line: socket.socket | None = None
        self.far_end: socket.socket | None = None
        if self.files:
            self.line, self.far_end = socket.socketpair()

    def far(self) -> int:
        """Return the descriptor through which the process hands its listener over, -1 if there is nothing to serve."""
        return self.far_end.fileno() if self.far_end else -1

    def passed(self) -> list[int]:
        return [self.far_end.fileno()] if self.far_end else []

    def begin(self, seconds: float) -> None:
        """Take the listener of a process that has been started. Raise TimeoutError."""
        if self.line is None or self.far_end is None:
            return
        self.far_end.close()
        self.line.settimeout(seconds)
        with suppress(ConnectionError):
            _, listeners, _, _ = socket.recv_fds(self.line, 16, 1)
            self.listener = listeners[0] if listeners else -1  # It has ended before.

    def serve(self) -> bool:
        """Serve one call. Return False if there will be none any more."""
        poll = select.poll()
        poll.register(self.listener, select.POLLIN)
        told = sum(event for _, event in poll.poll(0))
        if told & select.POLLIN:
            with suppress(OSError):  # The process, or its thread, has ended.
                self.serve_call()
            return True
        return not told

    def serve_call(self) -> None:
        call = bytearray(CALL_BYTES)
        fcntl.ioctl(self.listener, RECEIVE, call)
        identifier, thread, number, file, _, length = CALL.unpack_from(call)
        try:
            self.prepare(thread, number, file, length)
        except Exception as error:
            self.error = error
        go_on, failed = (0, -errno.EIO) if self.error else (GO_ON, 0)
        fcntl.ioctl(self.listener, ANSWER, REPLY.pack(identifier, 0, failed, go_on))

    def prepare(self, thread: int, number: int, file: int, length: int) -> None:
        """Have the bytes there for a call. Raise as the files."""
        with suppress(FileNotFoundError):
            state = Path(f"/proc/{thread}/fd/{file}").stat()
            if paged := self.files.get((state.st_dev, state.st_ino)):
                writes = number == WRITE[seccomp.PROCESSORS[platform.machine()][1]]
                start = position_of(thread, file)
                paged.prepare(start, min(length, MOST_BYTES), writes=writes, thread=thread)

    def close(self) -> None:
        for end in (self.line, self.far_end):
            if end:
                end.close()
        if self.listener >= 0:
            os.close(self.listener)


def position_of(thread: int, file: int) -> int:
    """Return where in a file a thread's next read or write is. Raise OSError."""
    found = POSITION.search(Path(f"/proc/{thread}/fdinfo/{file}").read_text())
    return int(found[1]) if found else 0
