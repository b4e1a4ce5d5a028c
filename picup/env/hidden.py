"""Secrets leave the environment once a process has begun, so that nothing that looks at the process finds them there.

`hide` keeps them in the process's memory, which other processes of the same account may then not read either. A
process that is forked has them too. One that is executed needs them again (`with_secrets`), and hides them itself.
"""

import ctypes
import os
import sys
from contextlib import suppress
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

# Keys, and addresses that may hold a password. AWS_…: read by django-storages, from the settings.
BUCKET_SECRETS = (
    "AWS_SECRET_ACCESS_KEY",
    "AWS_S3_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
)
SECRETS = (
    "SECRET_KEY",
    "FILE_ENCRYPTION_KEYS",
    "FIELD_ENCRYPTION_KEYS",
    "DATABASE_URL",
    "DATABASE_REPLICA_URLS",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "MONGO_URL",
    "EMAIL_URL",
    "ALERT_WEBHOOK_URL",
    *BUCKET_SECRETS,
)
# Names the variables that were hidden. Without them a program that this process starts would make new keys, and write
# into another database.
HIDDEN = "PIC_UP_HIDDEN"
LOST = (
    "{name} was hidden by the process that started this one, and not given to it. Start the site's programs with "
    "`manage.py`, gunicorn or Celery from a shell, or give them {name} again."
)
SET_DUMPABLE = 4
# Of /proc/self/stat, counted from behind the process's name: where its first environment lies in memory.
BEGIN, END = 47, 48

_kept: dict[str, str] = {}


def look_up(name: str) -> str | None:
    """Return a variable of the environment, also if it was hidden; None if it is not set.

    Raise `ImproperlyConfigured` if it was hidden by another process.
    """
    value = os.environ.get(name, _kept.get(name))
    if value is None and name in os.environ.get(HIDDEN, "").split():
        raise ImproperlyConfigured(LOST.format(name=name))
    return value


def hide() -> None:
    """Take SECRETS out of the environment, where every process of this account could read them, and keep them.

    Have the kernel refuse this process's memory to others of its account; it dumps no core then. Call it as early as
    possible. Where the system is not Linux, do nothing.
    """
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(SET_DUMPABLE, *map(ctypes.c_ulong, (0, 0, 0, 0)))
    found = {name: os.environ.pop(name) for name in SECRETS if name in os.environ}
    _kept.update(found)
    if _kept:
        os.environ[HIDDEN] = " ".join(sorted(_kept))
    with suppress(OSError):  # no /proc, in which nobody can read it then
        overwrite(set(found))


def overwrite(names: set[str]) -> None:
    """Overwrite variables where the kernel put them when this program was executed: /proc/<pid>/environ shows that
    memory, whatever has become of the variables since.

    Raise OSError without /proc. Python and the C library must not use them any more.
    """
    fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
    begin, end = int(fields[BEGIN]), int(fields[END])
    at = begin
    for entry in ctypes.string_at(begin, end - begin).split(b"\0"):
        if os.fsdecode(entry.partition(b"=")[0]) in names:
            ctypes.memset(at, 0, len(entry))
        at += len(entry) + 1


def with_secrets() -> dict[str, str]:
    """Return the environment for a program of the site, which hides the secrets itself."""
    return {**{name: value for name, value in os.environ.items() if name != HIDDEN}, **_kept}


def put_back() -> None:
    """Put secrets back, for a program that is about to execute itself again. /proc/<pid>/environ does not show them."""
    os.environ.update(_kept)
    os.environ.pop(HIDDEN, None)
