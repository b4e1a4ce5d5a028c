"""Run a Python program as in a container that forbids a part of the sandbox.

python -m albums.images.tests.contained landlock|seccomp <arguments of python>
"""

import ctypes
import errno
import os
import platform
import struct
import sys

from albums.images.sandbox import landlock
from albums.images.sandbox.kernel import SET_SECCOMP, forbid_new_privileges, prctl
from albums.images.sandbox.seccomp import (
    ALLOW,
    ARGUMENTS,
    FILTER,
    IF_EQUAL,
    LOAD,
    NUMBER,
    REFUSE,
    RETURN,
    step,
    when,
)

PRCTL = {"x86_64": 157, "aarch64": 167}


def forbidding(part: str) -> bytes:
    refuse = step(RETURN, REFUSE)
    if part == "landlock":
        forbidden = when(landlock.CREATE_RULESET, refuse)
    else:
        setting = step(LOAD, ARGUMENTS) + step(IF_EQUAL, SET_SECCOMP, 0, 1) + refuse + step(RETURN, ALLOW)
        forbidden = when(PRCTL[platform.machine()], setting)
    return step(LOAD, NUMBER) + forbidden + step(RETURN, ALLOW)


if __name__ == "__main__":
    assert errno.EPERM == REFUSE & 0xFFFF
    program = forbidding(sys.argv[1])
    kept = ctypes.create_string_buffer(program, len(program))
    forbid_new_privileges()
    prctl(SET_SECCOMP, FILTER, struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(kept)))
    os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
