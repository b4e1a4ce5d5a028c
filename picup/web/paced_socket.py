"""A connection that gives up on callers who are too slow, and keeps in memory what a caller has not taken yet.

gunicorn waits without end, in one of the few threads, for the next byte of a body and for room to send an answer. It
has no setting for that: its `timeout` is about processes.
"""

import errno
import fcntl
import select
import socket
import struct
import termios
import time

# A caller who moves nothing for so long is cut off, and so is one who moves less than RATE meanwhile.
SECONDS = 30
# Bytes a second. A bad line of a telephone has several times as much.
RATE = 1000
# Bytes of an answer that wait in memory for a slow reader while no thread does: a page or a photo for a screen.
KEPT = 1024 * 1024
LOOK_AGAIN_SECONDS = 1.0
BLOCK = 64 * 1024
RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class TooSlow(ConnectionResetError):
    """The caller was cut off. To gunicorn and Django it is a connection that the caller reset."""

    def __init__(self, why: str):
        super().__init__(errno.ECONNRESET, why)


class Pace:
    """How fast bytes move. Only time in which the site waits for the caller counts."""

    def __init__(self):
        self.waited, self.moved, self.silent = 0.0, 0, 0.0

    def is_too_slow(self, seconds: float, moved: int) -> bool:
        """Add what moved in some seconds of waiting. Tell whether the caller is to be cut off."""
        self.waited, self.moved = self.waited + seconds, self.moved + moved
        self.silent = 0.0 if moved else self.silent + seconds
        if self.waited < SECONDS:
            return self.silent >= SECONDS
        is_slow = self.moved < RATE * self.waited
        self.waited, self.moved = 0.0, 0
        return is_slow


class PacedSocket(socket.socket):
    """A socket that never blocks in the kernel. `recv` and `sendall`, which gunicorn calls, wait at a pace."""

    def __init__(self, plain: socket.socket):
        super().__init__(fileno=plain.detach())
        super().setblocking(False)
        self.patience: float | None = None
        self.kept = bytearray()
        self.is_cut = False
        self.reading, self.writing = Pace(), Pace()
        self.sent = self.taken = 0
        self.looked_at = 0.0

    # gunicorn sets these before it reads and sends. They bound one `recv`.
    def setblocking(self, flag: bool) -> None:
        self.patience = None if flag else 0.0

    def settimeout(self, value: float | None) -> None:
        self.patience = value

    def gettimeout(self) -> float | None:
        return self.patience

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Wait for bytes and return them. Raise `TooSlow`, or TimeoutError when a timeout that was set is over."""
        begun = time.monotonic()
        while (data := self.take(size)) is None:
            asked = time.monotonic()
            if self.patience is not None and asked - begun >= self.patience:
                raise TimeoutError
            self.wait(select.POLLIN, self.patience)
            if self.reading.is_too_slow(time.monotonic() - asked, 0):
                self.cut("slow body")
        self.reading.is_too_slow(0, len(data))
        return data

    def take(self, size: int = BLOCK) -> bytes | None:
        """Return what has arrived, b"" if nothing will come any more, or None if nothing is there now."""
        try:
            return super().recv(size)
        except BlockingIOError:
            return None

    def sendall(self, data, flags: int = 0) -> None:
        """Send, and keep what the caller does not take at once. Wait only while more than KEPT is kept."""
        if self.kept:
            self.kept += data
            self.send_kept()
        else:
            self.begin_to_keep(data)
        while len(self.kept) > KEPT:
            self.wait(select.POLLOUT, None)
            self.send_kept()
            if self.falls_behind():
                self.cut("slow reader")

    def begin_to_keep(self, data) -> None:
        rest = memoryview(data)[self.send_some(data) :]
        if rest:
            self.kept += rest
            self.writing, self.looked_at, self.taken = Pace(), time.monotonic(), self.count_taken()

    def send_kept(self) -> None:
        """Send what is kept, as much as the caller takes now."""
        while self.kept and (count := self.send_some(self.kept)):
            del self.kept[:count]

    def send_some(self, data) -> int:
        with memoryview(data) as whole:
            try:
                count = self.send(whole)
            except BlockingIOError:
                return 0
        self.sent += count
        return count

    def falls_behind(self) -> bool:
        """Tell whether the caller takes an answer too slowly. Call it about once a second while something is kept.

        What the kernel holds is not taken yet: on a bad line it has megabytes, and takes none for minutes.
        """
        now, taken = time.monotonic(), self.count_taken()
        seconds, moved = now - self.looked_at, taken - self.taken
        self.looked_at, self.taken = now, taken
        return self.writing.is_too_slow(seconds, moved)

    def count_taken(self) -> int:
        """Return the bytes of all answers that the caller has acknowledged."""
        try:
            in_kernel = struct.unpack("i", fcntl.ioctl(self.fileno(), termios.TIOCOUTQ, b"\0" * 4))[0]
        except OSError:  # A system that does not tell.
            return self.sent
        return self.sent - in_kernel

    def wait(self, event: int, seconds: float | None) -> None:
        poll = select.poll()
        poll.register(self.fileno(), event)
        least = LOOK_AGAIN_SECONDS if seconds is None else min(seconds, LOOK_AGAIN_SECONDS)
        poll.poll(least * 1000)

    def cut(self, why: str) -> None:
        """Count the refusal and raise `TooSlow`. What the kernel still holds is thrown away at the close."""
        self.give_up()
        # Imported here because gunicorn imports this file before Django's settings are read.
        from picup.core.refusals import refused

        refused(why, address_of(self))
        raise TooSlow(why)

    def give_up(self) -> None:
        self.is_cut = True
        self.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)


def address_of(connection: socket.socket) -> str:
    try:
        return str(connection.getpeername()[0])
    except (OSError, IndexError):
        return ""
