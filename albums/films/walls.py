"""What keeps ffmpeg from all but its own files: Landlock without paths, seccomp without sockets. Linux only.

Unlike the decoder of photos (albums/images/sandbox) it is a program of its own, which the loader must find: it may read
and execute what the system has installed.
"""

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from albums.images.sandbox import landlock, seccomp
from albums.images.sandbox.kernel import SET_SECCOMP, prctl, syscall

ADD_RULE, PATH_BENEATH = 445, 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, TRUNCATE = 1, 2, 4, 8, 1 << 14
INSTALLED = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache", "/etc/alternatives")
# Of the two processors: socket, ptrace, process_vm_writev, bpf, io_uring_setup, userfaultfd, keyctl, kill.
FORBIDDEN = ((41, 198), (101, 117), (311, 271), (321, 280), (425, 425), (323, 282), (250, 219), (62, 129))


def take_paths(descriptors: Iterable[int], program: str) -> None:
    """Take every path from this process but those of installed programs and of its own files. Raise OSError.

    `program` is the path of the one that it will be: pip installs it where no others are.
    """
    version = landlock.version()
    rules = landlock.rules_of(version)
    ruleset = syscall(landlock.CREATE_RULESET, rules, len(rules), 0)
    try:
        for path in (*INSTALLED, program):
            with suppress(FileNotFoundError):
                allow_path(ruleset, path)
        truncate = TRUNCATE if version >= 3 else 0
        for descriptor in descriptors:
            # A file in memory has no path, and needs no rule: the kernel answers EBADFD.
            with suppress(OSError):
                allow(ruleset, descriptor, READ_FILE | WRITE_FILE | truncate)
        syscall(landlock.RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def allow_path(ruleset: int, path: str) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        allow(ruleset, descriptor, EXECUTE | READ_FILE | (READ_DIR if Path(path).is_dir() else 0))
    finally:
        os.close(descriptor)


def allow(ruleset: int, descriptor: int, rights: int) -> None:
    """Allow these rights to what a descriptor stands for."""
    syscall(ADD_RULE, ruleset, PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)


def take_sockets() -> None:
    """Forbid the system calls of FORBIDDEN. Raise OSError."""
    if platform.machine() not in seccomp.PROCESSORS:
        raise OSError(errno.ENOSYS, "no list of system calls for this processor")
    convention, at = seccomp.PROCESSORS[platform.machine()]
    refuse, x32 = seccomp.step(seccomp.RETURN, seccomp.REFUSE), 0x4000_0000
    program = b"".join(
        (
            seccomp.step(seccomp.LOAD, seccomp.PROCESSOR),
            seccomp.step(seccomp.IF_EQUAL, convention, 1, 0),
            seccomp.step(seccomp.RETURN, seccomp.KILL),
            seccomp.step(seccomp.LOAD, seccomp.NUMBER),
            # The same calls under other numbers.
            seccomp.step(seccomp.IF_ANY_BIT, x32, 0, 1),
            refuse,
            *(seccomp.when(numbers[at], refuse) for numbers in FORBIDDEN),
            seccomp.step(seccomp.RETURN, seccomp.ALLOW),
        )
    )
    kept = ctypes.create_string_buffer(program, len(program))
    prctl(SET_SECCOMP, seccomp.FILTER, struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(kept)))
