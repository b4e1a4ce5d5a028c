"""What keeps ffmpeg from all but its own files: Landlock takes paths, seccomp sockets and other processes. Linux only.

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
# Of the two processors: a network, memory, rights and limits of other processes, and what the kernel runs for them.
FORBIDDEN = {
    "socket": (41, 198),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "bpf": (321, 280),
    "io_uring_setup": (425, 425),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "perf_event_open": (298, 241),
    "unshare": (272, 97),
    "setns": (308, 268),
    # A group or a session of its own would not be ended with it.
    "setpgid": (109, 154),
    "setsid": (112, 157),
    # A signal to another process, and a handle of one.
    "kill": (62, 129),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    # The priority of another process.
    "sched_setparam": (142, 118),
    "sched_setscheduler": (144, 119),
    "sched_setaffinity": (203, 122),
    "sched_setattr": (314, 274),
    "ioprio_set": (251, 30),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
}
# A new process, which aarch64 has by `clone` alone.
FORKS = {"x86_64": (57, 58), "aarch64": ()}
# A signal by `tgkill` is how a thread ends its own process; limits by `prlimit64` are how it reads its own.
TGKILL, PRLIMIT, SETPRIORITY, FCNTL = (234, 131), (302, 261), (141, 140), (72, 25)
# By which a process has the kernel send signals to another one.
F_SETOWN, F_SETSIG, F_SETOWN_EX = 8, 10, 15


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


def take_calls() -> None:
    """Forbid the system calls that reach another process or a network, and the making of processes. Raise OSError."""
    program = make_program(platform.machine(), os.getpid())
    kept = ctypes.create_string_buffer(program, len(program))
    prctl(SET_SECCOMP, seccomp.FILTER, struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(kept)))


def make_program(machine: str, pid: int) -> bytes:
    """Return the filter of system calls for a processor, and for the process `pid`. Raise OSError."""
    if machine not in seccomp.PROCESSORS:
        raise OSError(errno.ENOSYS, "no list of system calls for this processor")
    convention, at = seccomp.PROCESSORS[machine]
    refuse, x32 = seccomp.step(seccomp.RETURN, seccomp.REFUSE), 0x4000_0000
    return b"".join(
        (
            seccomp.step(seccomp.LOAD, seccomp.PROCESSOR),
            seccomp.step(seccomp.IF_EQUAL, convention, 1, 0),
            seccomp.step(seccomp.RETURN, seccomp.KILL),
            seccomp.step(seccomp.LOAD, seccomp.NUMBER),
            # The same calls under other numbers.
            seccomp.step(seccomp.IF_ANY_BIT, x32, 0, 1),
            refuse,
            *(seccomp.when(numbers[at], refuse) for numbers in FORBIDDEN.values()),
            *(seccomp.when(number, refuse) for number in FORKS[machine]),
            seccomp.when(seccomp.CLONE[at], seccomp.if_thread()),
            # Its flags are in memory, which the program cannot see. The C library then takes `clone`.
            seccomp.when(seccomp.CLONE3[at], seccomp.step(seccomp.RETURN, seccomp.UNKNOWN)),
            seccomp.when(TGKILL[at], if_argument(0, (pid,))),
            seccomp.when(PRLIMIT[at], if_argument(0, (0, pid))),
            seccomp.when(SETPRIORITY[at], if_argument(1, (0,))),
            seccomp.when(FCNTL[at], unless_argument(1, (F_SETOWN, F_SETSIG, F_SETOWN_EX))),
            seccomp.step(seccomp.RETURN, seccomp.ALLOW),
        )
    )


def if_argument(place: int, allowed: Iterable[int]) -> bytes:
    """Allow a call whose argument, of 32 bits, is one of these."""
    return compare(place, allowed, seccomp.ALLOW, seccomp.REFUSE)


def unless_argument(place: int, refused: Iterable[int]) -> bytes:
    """Allow a call whose argument, of 32 bits, is none of these."""
    return compare(place, refused, seccomp.REFUSE, seccomp.ALLOW)


def compare(place: int, values: Iterable[int], then: int, otherwise: int) -> bytes:
    return b"".join(
        (
            seccomp.step(seccomp.LOAD, seccomp.ARGUMENTS + place * 8),
            *(seccomp.when(value, seccomp.step(seccomp.RETURN, then)) for value in values),
            seccomp.step(seccomp.RETURN, otherwise),
        )
    )
