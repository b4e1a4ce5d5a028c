"""Probe whether a database is up, and how far it lags.

Each probe has a connection of its own with short timeouts, which stays open from one round to the next.
"""

from copy import deepcopy

from django.db import DatabaseError
from django.db.utils import ConnectionHandler

SECONDS = 1
NO_PRIVILEGE = 1227


class NotReplicating(Exception):
    """The server answers, but follows no primary, so its rows grow old."""


class MayNotAsk(NotReplicating):
    """The lag is unknown because SLAVE MONITOR was not granted. Such a server is read only if no other answers."""


class Database:
    """Probe a primary by one of the site's own tables: a server without our data is not up.

    `configuration` is the database's entry in DATABASES.
    """

    def __init__(self, configuration: dict):
        configuration = deepcopy(configuration)
        if configuration["ENGINE"].endswith("mysql"):
            timeouts = {"connect_timeout": SECONDS, "read_timeout": SECONDS, "write_timeout": SECONDS}
            configuration["OPTIONS"] |= timeouts
        self.connection = ConnectionHandler({"default": configuration})["default"]
        # Each round has its own thread; rounds follow one another.
        self.connection.inc_thread_sharing()

    def ask(self) -> int:
        """Return the seconds that the database lags. Raise if it is down, `NotReplicating` if it follows nobody."""
        try:
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
                cursor.fetchall()
                return self.read_lag(cursor)
        except Exception:
            self.connection.close()
            raise

    def read_lag(self, cursor) -> int:
        return 0


class Replica(Database):
    """Probe a replica by its replication status."""

    def read_lag(self, cursor) -> int:
        """Return the lag of the slowest running source in seconds. Raise `NotReplicating`."""
        if self.connection.vendor == "sqlite":  # In tests a copy stands for a replica.
            return 0
        try:
            cursor.execute("SHOW SLAVE STATUS")
        except DatabaseError as error:
            if error.args[0] == NO_PRIVILEGE:
                raise MayNotAsk from error
            raise
        columns = [column[0] for column in cursor.description]
        status = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        running = [row for row in status if row["Slave_IO_Running"] == row["Slave_SQL_Running"] == "Yes"]
        # NULL means unknown, not zero.
        behind = [row["Seconds_Behind_Master"] for row in running if row["Seconds_Behind_Master"] is not None]
        if not behind:
            raise NotReplicating
        return int(max(behind))
