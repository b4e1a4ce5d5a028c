"""Is the broker there, and does anybody work for it?"""

import sqlite3
from contextlib import closing

from django.conf import settings
from kombu import Connection

from outbox.transport.queues import QUEUES
from picup.core.registry import Probe

SECONDS = 1


def make_probes() -> dict[str, Probe]:
    """Return the probes of the broker by the names of what they ask, for this process."""
    if settings.BROKER_IS_EMBEDDED:
        # Its workers are not asked after: a SQLite file knows no consumers.
        return {"broker": open_embedded_broker}
    # A connection each: the two are asked at once.
    return {"broker": Queues().reach, "workers": Queues().find_consumers}


def open_embedded_broker() -> None:
    with closing(sqlite3.connect(settings.EMBEDDED_BROKER, timeout=SECONDS)) as database:
        database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()


class NoWorker(Exception):
    """A queue that nobody consumes."""


class Queues:
    """One connection to the broker, kept from one round to the next."""

    def __init__(self):
        self.connection = Connection(
            settings.CELERY_BROKER_URL,
            ssl=settings.CELERY_BROKER_USE_SSL,
            connect_timeout=SECONDS,
            transport_options={"read_timeout": SECONDS, "write_timeout": SECONDS, "max_retries": 0},
        )

    def reach(self) -> None:
        """A channel is opened and closed: the broker must answer for both."""
        try:
            self.connect().channel().close()
        except Exception:
            self.drop()
            raise

    def find_consumers(self) -> None:
        """Asks without declaring anything. A queue that is missing raises too."""
        try:
            with self.connect().channel() as channel:
                found = [queue(channel).queue_declare(passive=True) for queue in QUEUES]
        except Exception:
            self.drop()
            raise
        if not all(queue.consumer_count for queue in found):
            raise NoWorker

    def connect(self) -> Connection:
        return self.connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)

    def drop(self) -> None:
        """Without the farewell of `release`, which a hung broker would keep waiting."""
        self.connection.collect()
