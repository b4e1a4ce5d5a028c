"""Hear what a program prints, without keeping more of it than we want."""

import os
import selectors
import subprocess
import time
from contextlib import suppress

from albums.films.pulse import Pulse
from albums.films.serving import Server

# The answer of ffprobe for 16 streams has 10,000 bytes.
PRINTED_BYTES = 500_000
# The end of what a program complained about, for the log.
COMPLAINED_BYTES = 500
READ_BYTES = 65536


class TooMuchPrinted(Exception):
    """A program printed more than PRINTED_BYTES."""


def listen(
    process: subprocess.Popen[bytes], *, seconds: float, pulse: Pulse | None = None, server: Server
) -> tuple[bytes, bytes]:
    """Wait for a process to end, and serve it. Return what it printed, and the end of what it complained about.

    With a `pulse`, which hears what is printed, nothing of that is kept. Raise TooMuchPrinted, TimeoutError if it runs
    for longer than `seconds`, or Stuck. The caller then ends it.
    """
    deadline = time.monotonic() + seconds
    printed, complained = bytearray(), bytearray()
    with selectors.DefaultSelector() as selector:
        for pipe, heard in ((process.stdout, printed), (process.stderr, complained)):
            if pipe is not None:
                selector.register(pipe, selectors.EVENT_READ, heard)
        if server.listener >= 0:
            selector.register(server.listener, selectors.EVENT_READ, server)
        while selector.get_map():
            for key, _ in selector.select(wait_of(deadline, pulse)):
                if not hear(key):
                    selector.unregister(key.fileobj)
            del complained[:-COMPLAINED_BYTES]
            if pulse:
                pulse.feel(bytes(printed))
                printed.clear()
            if len(printed) > PRINTED_BYTES:
                raise TooMuchPrinted
    wait(process, deadline, pulse)
    return bytes(printed), bytes(complained)


def hear(key: selectors.SelectorKey) -> bool:
    """Take what is there. Return False at the end."""
    if isinstance(key.data, Server):
        return key.data.serve()
    data = os.read(key.fd, READ_BYTES)
    key.data.extend(data)
    return bool(data)


def wait(process: subprocess.Popen[bytes], deadline: float, pulse: Pulse | None) -> None:
    """Wait until a process that has closed its ends is over. Raise as `listen`."""
    while process.poll() is None:
        with suppress(subprocess.TimeoutExpired):
            process.wait(wait_of(deadline, pulse))
        if pulse:
            pulse.feel(b"")


def wait_of(deadline: float, pulse: Pulse | None) -> float:
    """Return for how many seconds to wait for words. Raise TimeoutError."""
    return min(left(deadline), pulse.seconds / 4) if pulse else left(deadline)


def left(deadline: float) -> float:
    """Return how many seconds are left. Raise TimeoutError if none are."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
