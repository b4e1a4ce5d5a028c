"""Counters of many processes: prometheus_client's multiprocess mode, with its files in METRICS_DIR.

The file of a dead process stays, or the sums would fall. All files go when the whole site starts anew. There are no
gauges of processes, so nothing has to be removed when a process ends.
"""

import logging
import os
from pathlib import Path

from celery.signals import worker_process_init
from django.conf import settings
from prometheus_client import CollectorRegistry, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

logger = logging.getLogger(__name__)
# Bytes of a process's files, enough for every address and task.
RESERVED = {"counter": 64 * 1024, "histogram": 256 * 1024}


def reset_counts() -> None:
    """Delete all counts. Call it before the first process of the site starts, and never while one runs."""
    for path in settings.METRICS_DIR.glob("*_*.*"):
        path.unlink(missing_ok=True)


def reserve() -> None:
    """Reserve disk space for the counts of this process. If the disk is full, count in memory only.

    The library writes through mapped memory. On a full disk the first write to a new page would kill the process
    (SIGBUS), and people could not even look.
    """
    try:
        for kind, size in RESERVED.items():
            allocate(settings.METRICS_DIR / f"{kind}_{os.getpid()}.db", size)
    except OSError as error:
        logger.error("This process counts nothing: %s", error.strerror)
        values.ValueClass = values.MutexValue


def allocate(path: Path, size: int) -> None:
    """Make a file of `size` bytes that are all on the disk. Keep the content of an existing one."""
    # Under another name until it has its size: a scrape cannot read an empty file.
    file = path if path.exists() else path.with_suffix(".new")
    with file.open("ab") as opened:
        os.posix_fallocate(opened.fileno(), 0, size)
    file.rename(path)


def render_counts() -> bytes:
    """Return the counts of all processes of this machine in Prometheus's text format."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=settings.METRICS_DIR)
    return generate_latest(registry)


@worker_process_init.connect
def begin_worker(**kwargs) -> None:
    reserve()
