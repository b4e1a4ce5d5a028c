"""What one decoder may use. A picture is somebody else's bytes, parsed by C libraries."""

import resource

# The largest pictures that `source.MAX_PIXELS` lets in need 1.2 GB (docs/measurements/derivatives.md).
MEMORY_BYTES = 2_000_000_000
# A derivative has one megabyte; a child that writes more than this has gone wrong.
FILE_BYTES = 64_000_000
FILES = 64


def confine(memory: int) -> None:
    """Limit this process for good: memory, files, and no core dumps with family photos in them."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu(seconds: int) -> None:
    """Give this process so many more seconds of processor time; the kernel ends it with SIGXCPU after that.

    The soft limit only, so that the next job can be given more.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, hard))
