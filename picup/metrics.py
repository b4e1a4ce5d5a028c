"""The counters' files: each process of this machine counts in files of its own (prometheus_client's
multiprocess mode), and whoever is scraped adds them all up.

What a dead process counted must stay, or the sums would fall; its files are folded into one pair.
"""

import fcntl
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from celery.signals import worker_process_init
from django.conf import settings
from prometheus_client import generate_latest, values
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector

logger = logging.getLogger(__name__)
# Room for all that can be counted: every address, task and bucket.
RESERVED = {"counter": 128 * 1024, "histogram": 512 * 1024}
FILE = re.compile(r"(?P<kind>counter|histogram)_(?P<pid>[1-9]\d*)\.db")
# No process has this number: the sums of the dead.
DEAD = 0
places: list[int] = []


def join() -> None:
    """Called by each process of web and worker before it counts: takes its place and its room on the disk.

    The files are written through memory: on a disk that is full, the first touch of a new page would kill
    the process (SIGBUS), and people could not even look any more. Better not to count.
    """
    try:
        take_place()
        reserve()
    except OSError as error:
        logger.error("This process counts nothing: %s", error.strerror)
        values.ValueClass = values.MutexValue
        for kind in RESERVED:
            own_file(kind).unlink(missing_ok=True)


def take_place() -> None:
    """The first one to run here starts from zero; whoever comes later sees to the files of the dead."""
    lock = os.open(settings.METRICS_DIR / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        fold_dead()
    else:
        for path in settings.METRICS_DIR.glob("*.db"):
            path.unlink()
    # Held until this process ends, however it does. Where a second one comes between the two locks, it
    # deletes what is empty still.
    fcntl.flock(lock, fcntl.LOCK_SH)
    places.append(lock)


def reserve() -> None:
    for kind, size in RESERVED.items():
        allocate(own_file(kind), size)


def own_file(kind: str) -> Path:
    return settings.METRICS_DIR / f"{kind}_{os.getpid()}.db"


def allocate(path: Path, size: int) -> None:
    with path.open("ab") as file:
        os.posix_fallocate(file.fileno(), 0, size)


@contextmanager
def locked(how: int) -> Iterator[None]:
    """Nobody adds up (shared) while somebody folds (exclusive), or files would count twice."""
    with (settings.METRICS_DIR / "fold.lock").open("w") as lock:
        fcntl.flock(lock, how)
        yield


def fold_dead() -> None:
    """Adds the files of processes that are gone to one pair, so that many deaths do not make many files."""
    try:
        with locked(fcntl.LOCK_EX | fcntl.LOCK_NB):
            for path in sorted(settings.METRICS_DIR.glob("*.db")):
                found = FILE.fullmatch(path.name)
                if found and not is_alive(int(found["pid"])):
                    fold(path, settings.METRICS_DIR / f"{found['kind']}_{DEAD}.db")
    except OSError as error:  # Somebody reads or folds now, or the disk is full: the next death does it.
        logger.info("Counters of the dead were not folded: %s", error.strerror)


def fold(path: Path, into: Path) -> None:
    allocate(into, RESERVED[into.name.partition("_")[0]])
    sums = MmapedDict(str(into))
    for key, value, timestamp, _ in MmapedDict.read_all_values_from_file(str(path)):
        sums.write_value(key, sums.read_value(key)[0] + value, timestamp)
    sums.close()
    path.unlink()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def counted() -> bytes:
    """What all processes of this machine counted, as Prometheus reads it."""
    with locked(fcntl.LOCK_SH):
        return generate_latest(Files())  # type: ignore[arg-type]


class Files:
    def collect(self):
        # One that was made this moment is empty still, and would stop the library.
        files = [str(path) for path in settings.METRICS_DIR.glob("*.db") if path.stat().st_size]
        return MultiProcessCollector.merge(files)


worker_process_init.connect(lambda **_: join(), weak=False)
