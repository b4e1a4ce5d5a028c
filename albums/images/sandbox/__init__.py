"""What keeps the process that decodes a file from everything but its input and its output. Linux only.

Landlock takes away every path, every port and every other process that could be signalled (`landlock.py`); seccomp
takes away every system call that decoding does not need (`seccomp.py`). Neither can be undone. Both hold the thread
that asks for them and what it starts.
"""

from contextlib import suppress

from albums.images.sandbox import landlock, seccomp
from albums.images.sandbox.kernel import forbid_new_privileges

LANDLOCK, SECCOMP = "Landlock", "seccomp"


def find_missing() -> list[str]:
    """Return the names of the parts that this system lacks. Confine nothing."""
    parts = {LANDLOCK: landlock.is_there(), SECCOMP: seccomp.is_there()}
    return [name for name, is_there in parts.items() if not is_there]


def take_paths() -> None:
    """Take every path from this process, and all privileges that a program could give it, as far as the system can."""
    with suppress(OSError):
        forbid_new_privileges()
        landlock.enter()


def take_calls() -> None:
    """Take all system calls from this process that decoding does not need, as far as the system can."""
    with suppress(OSError):
        forbid_new_privileges()
        seccomp.enter()
