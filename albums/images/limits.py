"""Limit what a child process may use: it parses untrusted bytes with C libraries."""

import resource

# The largest pictures within `source.MAX_PIXELS` need 1.2 GB (docs/measurements/derivatives.md).
MEMORY_BYTES = 2_000_000_000
# A derivative has about one megabyte. A child that writes more than this is at fault.
FILE_BYTES = 64_000_000
FILES = 64


def confine(memory: int) -> None:
    """Limit this process's address space (`memory`, in bytes) and files, and forbid core dumps, which hold photos."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu(seconds: int) -> None:
    """Allow this process that many more seconds of processor time. The kernel then ends it with SIGXCPU.

    Set the soft limit only, so that it can be raised for the next job.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, hard))
