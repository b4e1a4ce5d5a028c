"""seccomp: a process gives up all system calls but a few. The kernel runs a small program before each call.

man 2 seccomp, docs.kernel.org/userspace-api/seccomp_filter.html. What is allowed was found by tracing the decoding of
every format; the tests decode all of them within it.
"""

import ctypes
import errno
import platform
import struct

from albums.images.sandbox.kernel import SET_SECCOMP, prctl

FILTER = 2
# The number of the processor's calling convention, and the place of its numbers in CALLS.
PROCESSORS = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
# Nothing here takes a path, an address or a process. No descriptor comes from anywhere.
CALLS = {
    "read": (0, 63),
    "pread64": (17, 67),
    "write": (1, 64),
    "close": (3, 57),
    "munmap": (11, 215),
    "brk": (12, 214),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_yield": (24, 124),
    "sched_getaffinity": (204, 123),
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "getpid": (39, 172),
    "gettid": (186, 178),
    "getrandom": (318, 278),
    "clock_gettime": (228, 113),
    "clock_nanosleep": (230, 115),
    "restart_syscall": (219, 128),
    "gettimeofday": (96, 169),
    "exit": (60, 93),
    "exit_group": (231, 94),
}
MMAP, MPROTECT, CLONE, CLONE3 = (9, 222), (10, 226), (56, 220), (435, 435)
PROT_EXEC = 4
# Of a thread, and of what is none: a process that is traced or waited for, and every kind of namespace.
CLONE_THREAD, CLONE_OTHERS = 0x0001_0000, 0x7E02_7000

# Of the program: load a word of what is known of the call, compare and jump, end.
LOAD, IF_EQUAL, IF_ANY_BIT, AND, RETURN = 0x20, 0x15, 0x45, 0x54, 0x06
NUMBER, PROCESSOR, ARGUMENTS = 0, 4, 16
ALLOW, KILL = 0x7FFF_0000, 0x8000_0000
REFUSE, UNKNOWN = 0x0005_0000 | errno.EPERM, 0x0005_0000 | errno.ENOSYS


def is_there() -> bool:
    """Tell whether this kernel has filters, and we know its processor's calls.

    Without a program the kernel answers EFAULT if it would take one.
    """
    if platform.machine() not in PROCESSORS:
        return False
    try:
        prctl(SET_SECCOMP, FILTER, None)
    except OSError as error:
        return error.errno == errno.EFAULT
    return False


def enter() -> None:
    """Give up all system calls that are not in CALLS, the starting of threads, and memory for data. Raise OSError.

    Needs `forbid_new_privileges`. The thread that calls it must be the only one.
    """
    program = make_program(platform.machine())
    kept = ctypes.create_string_buffer(program, len(program))
    prctl(SET_SECCOMP, FILTER, struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(kept)))


def make_program(machine: str) -> bytes:
    """Return the program for a processor by the name that `platform.machine` has for it.

    Another calling convention (32 bits on the same processor) has other numbers, and ends the process. x32 on x86_64
    has a bit in every number, so that no number matches. Raise OSError for a processor that is not in PROCESSORS.
    """
    if machine not in PROCESSORS:
        raise OSError(errno.ENOSYS, f"no list of system calls for {machine}")
    convention, at = PROCESSORS[machine]
    return b"".join(
        (
            step(LOAD, PROCESSOR),
            step(IF_EQUAL, convention, 1, 0),
            step(RETURN, KILL),
            step(LOAD, NUMBER),
            *(when(numbers[at], step(RETURN, ALLOW)) for numbers in CALLS.values()),
            *(when(numbers[at], unless_executable()) for numbers in (MMAP, MPROTECT)),
            when(CLONE[at], if_thread()),
            # Its flags are in memory, which the program cannot see. The C library then takes `clone`.
            when(CLONE3[at], step(RETURN, UNKNOWN)),
            step(RETURN, REFUSE),
        )
    )


def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """Return an instruction. The last two say how many instructions to skip after a comparison."""
    return struct.pack("HBBI", code, if_true, if_false, value)


def when(number: int, steps: bytes) -> bytes:
    """Return `steps`, which must end the program, for the call of that number alone."""
    return step(IF_EQUAL, number, 0, len(steps) // 8) + steps


def unless_executable() -> bytes:
    """Allow memory for data. What came in with a file can then never run."""
    return b"".join(
        (
            step(LOAD, ARGUMENTS + 2 * 8),
            step(IF_ANY_BIT, PROT_EXEC, 1, 0),
            step(RETURN, ALLOW),
            step(RETURN, REFUSE),
        )
    )


def if_thread() -> bytes:
    """Allow a thread, which the decoder of HEIC needs, and no process."""
    return b"".join(
        (
            step(LOAD, ARGUMENTS),
            step(AND, CLONE_THREAD | CLONE_OTHERS),
            step(IF_EQUAL, CLONE_THREAD, 1, 0),
            step(RETURN, REFUSE),
            step(RETURN, ALLOW),
        )
    )
