"""The tests' database, migrated once in a run: each of pytest's processes begins with a copy.

All migrations take seconds of processor, and two processors have three processes of pytest.
"""

import fcntl
import shutil
from pathlib import Path

from django.core.management import call_command
from django.db import connection


def copy_migrated(run: Path, database: Path) -> None:
    """Copy what the run's first process migrates. The others wait for it; if it fails, each tries by itself."""
    kept = run / "migrated.sqlite3"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            migrate(kept)
    shutil.copyfile(kept, database)


def migrate(kept: Path) -> None:
    making = kept.with_suffix(".new")
    making.unlink(missing_ok=True)
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(making)
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    making.rename(kept)
