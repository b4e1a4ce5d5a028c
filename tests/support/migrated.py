"""The tests' database, migrated once in a run: each of pytest's processes has a copy of its own.

All migrations take seconds of processor, and two processors have three processes of pytest.
"""

import fcntl
import shutil
from pathlib import Path

from django.db import connection


class Migrated:
    """Hold a lock from before the first process migrates until its database is kept. On a server, do nothing."""

    def __init__(self, run: Path):
        self.kept = run / "migrated.sqlite3"
        self.lock = self.kept.with_suffix(".lock").open("w")
        self.is_copied = False
        if connection.vendor == "sqlite":
            fcntl.flock(self.lock, fcntl.LOCK_EX)
            self.copy()

    def copy(self) -> None:
        if self.kept.exists():
            shutil.copyfile(self.kept, connection.settings_dict["TEST"]["NAME"])
            self.is_copied = True
            self.release()

    def keep(self) -> None:
        """Keep the database of the first process, as it is before any test."""
        if connection.vendor == "sqlite" and not self.is_copied:
            making = self.kept.with_suffix(".new")
            connection.ensure_connection()
            connection.connection.execute("VACUUM INTO ?", [str(making)])
            making.rename(self.kept)
            self.release()

    def release(self) -> None:
        self.lock.close()
