"""The filter by which ffmpeg's process tells of its reads and writes (`serving.py`). Linux 5.5."""

import ctypes
import os
import platform
import re
import socket
import struct
import subprocess
import sys
from functools import cache
from pathlib import Path

from albums.images.sandbox import seccomp
from albums.images.sandbox.kernel import forbid_new_privileges, syscall

# Of the two processors.
SECCOMP, READ, WRITE = (317, 277), (0, 63), (1, 64)
SET_FILTER, NEW_LISTENER = 1, 8
NOTIFY = 0x7FC0_0000
SINCE = (5, 5)
TRY = "import os; from albums.films import notifying; notifying.listen_to_itself(); os._exit(0)"


@cache
def is_there() -> bool:
    """Return whether this kernel tells of calls, and lets us ask for it."""
    release = tuple(int(number) for number in re.findall(r"\d+", platform.release())[:2])
    if release < SINCE or platform.machine() not in seccomp.PROCESSORS:
        return False
    tried = subprocess.run(
        [sys.executable, "-c", TRY], cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL
    )
    return tried.returncode == 0


def listen_to_itself() -> int:
    """Have this process stop at each read and write until it is answered. Return the listener. Raise OSError.

    The answers come from another process: call nothing more here but what hands the listener over.
    """
    at = seccomp.PROCESSORS[platform.machine()][1]
    program = make_program(at)
    kept = ctypes.create_string_buffer(program, len(program))
    told = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(kept))
    forbid_new_privileges()
    return syscall(SECCOMP[at], SET_FILTER, NEW_LISTENER, told)


def make_program(at: int) -> bytes:
    """Return the filter: read and write are told, but for standard input, output and error."""
    notify = b"".join(
        (
            seccomp.step(seccomp.LOAD, seccomp.ARGUMENTS),
            *(seccomp.when(standard, seccomp.step(seccomp.RETURN, seccomp.ALLOW)) for standard in range(3)),
            seccomp.step(seccomp.RETURN, NOTIFY),
        )
    )
    return b"".join(
        (
            seccomp.step(seccomp.LOAD, seccomp.NUMBER),
            *(seccomp.when(numbers[at], notify) for numbers in (READ, WRITE)),
            seccomp.step(seccomp.RETURN, seccomp.ALLOW),
        )
    )


def hand_over(listener: int, to: int) -> None:
    """Send the listener through a socket that is open as `to`."""
    with socket.socket(fileno=to) as line:
        socket.send_fds(line, [b"listener"], [listener])
    os.close(listener)
