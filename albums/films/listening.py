"""Hear what a program prints, without keeping more of it than we want."""

import os
import selectors
import subprocess
import time

# The answer of ffprobe for 16 streams has 10,000 bytes.
PRINTED_BYTES = 500_000
# The end of what a program complained about, for the log.
COMPLAINED_BYTES = 500
READ_BYTES = 65536


class TooMuchPrinted(Exception):
    """A program printed more than PRINTED_BYTES."""


def listen(process: subprocess.Popen[bytes], *, seconds: float) -> tuple[bytes, bytes]:
    """Wait for a process to end. Return what it printed, and the end of what it complained about.

    Raise TooMuchPrinted, or TimeoutError if it runs for longer than `seconds`. The caller then ends it.
    """
    deadline = time.monotonic() + seconds
    printed, complained = bytearray(), bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ, printed)  # type: ignore[arg-type]
        selector.register(process.stderr, selectors.EVENT_READ, complained)  # type: ignore[arg-type]
        while selector.get_map():
            for key, _ in selector.select(left(deadline)):
                if not (data := os.read(key.fd, READ_BYTES)):
                    selector.unregister(key.fileobj)
                key.data.extend(data)
            del complained[:-COMPLAINED_BYTES]
            if len(printed) > PRINTED_BYTES:
                raise TooMuchPrinted
    try:
        process.wait(left(deadline))
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    return bytes(printed), bytes(complained)


def left(deadline: float) -> float:
    """Return how many seconds are left. Raise TimeoutError if none are."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise TimeoutError
    return seconds
