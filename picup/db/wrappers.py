"""Database connections whose failures on a request's own way are noted at once.

Only within requests: workers, commands and probes have connections as everybody has.
"""

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.utils import InterfaceError, OperationalError

from picup.db.config import PRIMARY
from picup.db.health import database_monitor
from picup.db.routing import current
from picup.db.state import Condition

logger = logging.getLogger(__name__)
# Of MySQL's client: no connection, or one that broke. Not "too many connections", which a living server says.
LOST = {2002, 2003, 2005, 2006, 2012, 2013, 2055}
# Of the server: it is just ending (1053), or somebody has killed the connection (1927).
ENDING = {1053, 1927}
# Seconds that the primary may take to answer a request, beside a wait for a lock.
ANSWER_SECONDS = 5


class ReadOnly(OperationalError):
    """Nothing is written in read-only mode."""


class KnownDown(OperationalError):
    """A request does not wait for a server that is known to be down."""


if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper as Wrapper
else:
    Wrapper = object


class MonitoredWrapper(Wrapper):
    """A mixin of Django's DatabaseWrapper."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self.execute_monitored)

    def get_new_connection(self, parameters):
        self.refuse_early()
        try:
            return super().get_new_connection(limit_read_timeout(self.alias, parameters))
        except self.Database.OperationalError as error:
            note_failure(self, error)
            raise

    def execute_monitored(self, execute, sql, parameters, many, context):
        self.refuse_early()
        try:
            return execute(sql, parameters, many, context)
        except (OperationalError, InterfaceError) as error:
            note_failure(self, error)
            raise

    def refuse_early(self) -> None:
        route = current.get()
        if route is None or self.alias != PRIMARY:
            return
        if route.read_only:
            route.refused = True
            raise ReadOnly("The site is read-only now.")
        if self.connection is None and is_known_down():
            route.failed.add(PRIMARY)
            raise KnownDown("The primary is down.")


def limit_read_timeout(alias: str, parameters: dict) -> dict:
    """Return the driver's parameters for a connection. A request waits less long for the primary than a worker does.

    The primary may be frozen: whoever waits then is answered from a replica after this time. A wait for a lock is no
    death; it ends with an error of its own before. MariaDB's client keeps to the second (measured: 1.0, 2.0, 3.0 and
    5.0 s for these limits, and 0.0 s to close), so nobody has to shut sockets from outside.
    """
    if alias != PRIMARY or "read_timeout" not in parameters or current.get() is None:
        return parameters
    return parameters | {"read_timeout": settings.DATABASE_LOCK_SECONDS + ANSWER_SECONDS}


def is_known_down() -> bool:
    return database_monitor.verdicts()[PRIMARY].state is Condition.DOWN


def note_failure(connection, error: Exception) -> None:
    """Whoever comes next goes to another database, and so does this request's next try."""
    route = current.get()
    if route is None or (connection.alias == PRIMARY and not is_lost(connection, error)):
        return
    route.failed.add(connection.alias)
    logger.warning("Database %s failed on a request: %s", connection.alias, error.args[:1])
    database_monitor.suspect(connection.alias)
    # Not asked again whether it is usable: a server that hangs would keep the next request waiting.
    with suppress(Exception):
        connection.close()


def is_lost(connection, error: Exception) -> bool:
    """No connection, or none any more; not a query that the server answered with an error."""
    if connection.vendor == "sqlite":
        return "unable to open" in str(error) or "disk I/O" in str(error)
    return bool(error.args) and error.args[0] in LOST | ENDING
