"""How a database is asked whether it is up, and how far it is behind.

Each probe has a connection of its own with short timeouts, kept from one round to the next.
"""

from copy import deepcopy

from django.db import DatabaseError
from django.db.utils import ConnectionHandler

SECONDS = 1
NO_PRIVILEGE = 1227


class NotReplicating(Exception):
    """The server answers, but follows nobody: what it shows grows old."""


class MayNotAsk(NotReplicating):
    """SLAVE MONITOR was not granted, so nobody knows whether it follows. It is read from only when nothing else
    answers."""


class Database:
    """The site's own table, so that a server without our data is not taken for it."""

    def __init__(self, configuration: dict):
        configuration = deepcopy(configuration)
        if configuration["ENGINE"].endswith("mysql"):
            timeouts = {"connect_timeout": SECONDS, "read_timeout": SECONDS, "write_timeout": SECONDS}
            configuration["OPTIONS"] |= timeouts
        self.connection = ConnectionHandler({"default": configuration})["default"]
        # Rounds run in threads of their own, one after another.
        self.connection.inc_thread_sharing()

    def ask(self) -> int:
        """How many seconds it is behind; 0 of a primary."""
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
    def read_lag(self, cursor) -> int:
        if self.connection.vendor == "sqlite":  # In tests: it follows nobody, and is a replica all the same.
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
        # NULL is not zero: it is unknown.
        behind = [row["Seconds_Behind_Master"] for row in running if row["Seconds_Behind_Master"] is not None]
        if not behind:
            raise NotReplicating
        return int(max(behind))
