"""Tell a full disk from other errors. It is an outage: what failed succeeds as soon as there is room."""

import errno

from django.db import DatabaseError

FULL = {errno.ENOSPC, errno.EDQUOT}
# MariaDB's numbers: the disk is full, the table is full (its log or temporary space cannot grow).
DISK_FULL, TABLE_FULL = 1021, 1114
SQLITE_FULL = "database or disk is full"


def is_full(error: BaseException | None) -> bool:
    """Tell whether an error, or what caused it, is a disk or a database without room.

    Exceptions of ours say so with `is_full = True`.
    """
    while error is not None:
        if isinstance(error, OSError) and error.errno in FULL:
            return True
        if isinstance(error, DatabaseError) and says_full(error.args[0] if error.args else ""):
            return True
        if getattr(error, "is_full", False):
            return True
        if isinstance(error, BaseExceptionGroup):
            return any(map(is_full, error.exceptions))
        error = error.__cause__ or error.__context__
    return False


def says_full(said: object) -> bool:
    """Tell whether a database error's first argument means no room: MariaDB's number, or SQLite's words."""
    return said in (DISK_FULL, TABLE_FULL) or SQLITE_FULL in str(said)
