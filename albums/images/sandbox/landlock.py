"""Landlock: a process gives up all paths. What it holds open stays open.

docs.kernel.org/userspace-api/landlock.html. The numbers of its calls are the same on all processors.
"""

import os
import struct

from albums.images.sandbox.kernel import syscall

CREATE_RULESET, RESTRICT_SELF = 444, 446
ASK_VERSION = 1
# How many rights to files each version of the interface knows. They are bits, from the lowest.
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
# To bind and to connect by TCP, since 4. To reach abstract sockets and to signal processes outside, since 6.
PORTS, PORTS_SINCE = 0b11, 4
SCOPES, SCOPES_SINCE = 0b11, 6


def version() -> int:
    """Return the version of the interface that this kernel has; 0 if it has none, or if a container forbids it."""
    try:
        return syscall(CREATE_RULESET, None, 0, ASK_VERSION)
    except OSError:
        return 0


def is_there() -> bool:
    return version() > 0


def enter() -> None:
    """Give up everything that this kernel's Landlock knows. Raise OSError.

    Needs `forbid_new_privileges`.
    """
    rules = rules_of(version())
    ruleset = syscall(CREATE_RULESET, rules, len(rules), 0)
    try:
        syscall(RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def rules_of(version: int) -> bytes:
    """Return what is forbidden where no rule allows it: rights to files, to ports, and scopes.

    A kernel that does not know the later ones accepts zeros for them.
    """
    files = (1 << FILE_RIGHTS.get(version, max(FILE_RIGHTS.values()))) - 1
    return struct.pack(
        "QQQ",
        files,
        PORTS if version >= PORTS_SINCE else 0,
        SCOPES if version >= SCOPES_SINCE else 0,
    )
