"""Loaded by pytest before Django's settings: the tests have a directory of their own, and a guardian who ends what
they leave behind.

One directory for the whole run, whatever the number of pytest's processes. Each has a data directory in it, and every
temporary file goes there.
"""

import atexit
import os
import tempfile
from pathlib import Path

from tests.support.guardian import MARK, guard, release

# A socket's path may be 107 bytes long, and there are some below it.
LONGEST = 40
# What is tested is killed processes, not power cuts: in memory, the servers' thousands of fsyncs take no time.
MEMORY = "/dev/shm"
# A run has some 900 MB there while its stacks are up; the rest is for the servers and the browsers themselves.
ROOM = 6_000_000_000


def is_roomy() -> bool:
    """Whether the file system in memory has room, the machine too, and programs in it may be run."""
    try:
        files = os.statvfs(MEMORY)
        available = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return False
    return min(files.f_bavail * files.f_frsize, available) > ROOM and not files.f_flag & os.ST_NOEXEC


def make_run() -> None:
    """Of the first process: pytest-xdist's others inherit it."""
    where = MEMORY if "TMPDIR" not in os.environ and is_roomy() else tempfile.gettempdir()
    directory = tempfile.mkdtemp(prefix="pic-up-", dir=where if len(os.fsencode(where)) < LONGEST else "/tmp")
    atexit.register(release, guard(directory))


if MARK not in os.environ:
    make_run()
os.environ["TMPDIR"] = os.environ[MARK]
tempfile.tempdir = None
directory = tempfile.mkdtemp(prefix="data-")
# WhiteNoise warns about a directory that is not there, once for each test.
Path(directory, "static").mkdir()
# As `manage.py prepare` leaves the two storages.
for name in ("main", "backup"):
    Path(directory, "storage", name).mkdir(parents=True)
    Path(directory, "storage", name, ".pic-up-storage").touch()
os.environ.update(
    DATA_DIR=directory,
    OUTBOX_NUDGE="off",
    EMAIL_URL="memorymail://",
    SIGN_UP="open",
    SIGN_UPS_PER_HOUR="0",
    LOG_LEVEL="WARNING",
    # The machine is busy: a slow test must not raise an alert of its own.
    SLOW_REQUEST_SECONDS="60",
    # And no photo be refused because its storage or its decoder had to wait for a processor.
    STORAGE_WRITE_TIMEOUT_SECONDS="60",
    EXAMINE_SECONDS="60",
)
unset = (
    # Hundreds of processes are started: each would compile the project anew.
    "PYTHONDONTWRITEBYTECODE "
    "DATABASE_URL DATABASE_REPLICA_URLS DATABASE_LAG_SECONDS DATABASE_PIN_SECONDS "
    "CACHE_URL CELERY_BROKER_URL ALLOWED_HOSTS DEBUG HTTPS TIME_ZONE LOG_FORMAT HOST PORT "
    "ALERT_WEBHOOK_URL ALERT_QUIET_SECONDS MONGO_URL JOURNAL_DAYS RELEASE OUTBOX_LEASE_SECONDS OUTBOX_RESEND_SECONDS "
    "STORAGE_MAIN_DIR STORAGE_BACKUP_DIR STORAGE_BACKUP_S3_BUCKET STORAGE_COPIES_REQUIRED "
    "FILE_ENCRYPTION_KEYS FIELD_ENCRYPTION_KEYS VERIFY_BYTES_PER_HOUR VERIFY_EVERY_HOURS SWEEP_DELETES "
    "SITE_LIMIT_BYTES LETTERS_PER_HOUR"
)
for name in unset.split():
    os.environ.pop(name, None)
