"""The embedded broker: a SQLite file that kombu keeps. It forgets what a killed worker had in hand and
keeps what was delivered, so it is emptied at the start and swept by the hour; the outbox holds the truth."""

import sqlite3
from contextlib import closing

from django.conf import settings


def empty_broker() -> None:
    """Removes the broker's file. Only while neither a worker nor a web process runs."""
    if settings.BROKER_IS_EMBEDDED:
        for suffix in ("", "-journal", "-wal", "-shm"):
            settings.EMBEDDED_BROKER.with_name(settings.EMBEDDED_BROKER.name + suffix).unlink(missing_ok=True)


def sweep_broker() -> None:
    """Deletes delivered rows, which kombu only hides."""
    if settings.BROKER_IS_EMBEDDED and settings.EMBEDDED_BROKER.exists():
        with closing(sqlite3.connect(settings.EMBEDDED_BROKER, timeout=5)) as database, database:
            if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'kombu_message'").fetchone():
                database.execute("DELETE FROM kombu_message WHERE visible = 0")
