"""What many processes count: prometheus_client's multiprocess mode, with its files in METRICS_DIR.

What a dead process counted stays in its file, or the sums would fall: the files go when the whole site starts anew.
"""

import logging
import os
from pathlib import Path

from celery.signals import worker_process_init, worker_process_shutdown
from django.conf import settings
from prometheus_client import CollectorRegistry, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

logger = logging.getLogger(__name__)
# Bytes of a process's files, with room for every address and task.
RESERVED = {"counter": 64 * 1024, "histogram": 256 * 1024}


def reset_counts() -> None:
    """Forget all counts. Call it before the first process of the site starts, and never while one runs."""
    for path in settings.METRICS_DIR.glob("*_*.*"):
        path.unlink(missing_ok=True)


def reserve() -> None:
    """Take room on the disk for what this process will count; count for nobody where there is none.

    The library writes through memory: on a disk that is full, the first touch of a new page kills the process
    (SIGBUS), and people could not even look any more.
    """
    try:
        for kind, size in RESERVED.items():
            allocate(settings.METRICS_DIR / f"{kind}_{os.getpid()}.db", size)
    except OSError as error:
        logger.error("This process counts nothing: %s", error.strerror)
        values.ValueClass = values.MutexValue


def allocate(path: Path, size: int) -> None:
    """Make a file of `size` bytes that are all on the disk; keep what an existing one holds."""
    # Whoever is scraped cannot read one that is empty still.
    file = path if path.exists() else path.with_suffix(".new")
    with file.open("ab") as opened:
        os.posix_fallocate(opened.fileno(), 0, size)
    file.rename(path)


def render_counts() -> bytes:
    """Return what all processes of this machine counted, as Prometheus reads it."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=settings.METRICS_DIR)
    return generate_latest(registry)


@worker_process_init.connect
def begin_worker(**kwargs) -> None:
    reserve()


@worker_process_shutdown.connect
def end_worker(pid: int, **kwargs) -> None:
    mark_process_dead(pid, settings.METRICS_DIR)
