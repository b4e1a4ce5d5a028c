"""Calls of the Linux kernel that Python has no function for."""

import ctypes
import errno
import os
import sys

SET_PDEATHSIG, SET_DUMPABLE, SET_SECCOMP, SET_NO_NEW_PRIVS = 1, 4, 22, 38

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def syscall(number: int, *arguments: int | bytes | None) -> int:
    """Make a system call and return its result. Raise OSError."""
    return _checked("syscall", ctypes.c_long(number), *map(_argument, arguments))


def prctl(option: int, *arguments: int | bytes | None) -> int:
    """Change or read something of this process. Raise OSError."""
    padded = [*arguments, 0, 0, 0, 0][:4]
    return _checked("prctl", ctypes.c_int(option), *map(_argument, padded))


def forbid_new_privileges() -> None:
    """Have no program that this process may start gain anything by its owner. The kernel demands it of a sandbox."""
    prctl(SET_NO_NEW_PRIVS, 1)


def _argument(value: int | bytes | None):
    return ctypes.c_ulong(value) if isinstance(value, int) else value


def _checked(name: str, *arguments) -> int:
    if sys.platform != "linux":
        raise OSError(errno.ENOSYS, "Linux only")
    result = getattr(libc, name)(*arguments)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
