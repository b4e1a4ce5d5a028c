"""Database connections that report a failure during a request at once.

Only within requests: workers, commands and probes have plain connections. Django has no hook for a failed connection,
so a mixin of its DatabaseWrapper does it. Without it every request would find out for itself that a server is gone,
until the monitor's next round (three seconds, and two of its findings), and each would wait for its own timeout.
A driver's `read_timeout` bounds that wait (measured below), so no socket is closed from outside any more.
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
# Errors of MySQL's client: no connection, or a broken one. "Too many connections" is not among them: a living
# server says it.
LOST = {2002, 2003, 2005, 2006, 2012, 2013, 2055}
# Errors of the server: it is shutting down (1053), or the connection was killed (1927).
ENDING = {1053, 1927}
# Seconds that the primary may take to answer a request, besides the wait for a lock.
ANSWER_SECONDS = 5


class ReadOnly(OperationalError):
    """A request wanted to write in read-only mode."""


class KnownDown(OperationalError):
    """A request did not try to connect to a server that is known to be down."""


if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper as Wrapper
else:
    Wrapper = object


class MonitoredWrapper(Wrapper):
    """A mixin for Django's DatabaseWrapper that reports failures to the request's route and to the monitor."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.execute_wrappers.append(self.execute_monitored)

    def get_new_connection(self, parameters):
        """Connect. Raise `ReadOnly`, `KnownDown` and the driver's errors."""
        self.refuse_early()
        try:
            return super().get_new_connection(limit_read_timeout(self.alias, parameters))
        except self.Database.OperationalError as error:
            note_failure(self, error)
            raise

    def execute_monitored(self, execute, sql, parameters, many, context):
        """Execute a query, as a wrapper of Django's `execute_wrappers`."""
        self.refuse_early()
        try:
            return execute(sql, parameters, many, context)
        except (OperationalError, InterfaceError) as error:
            note_failure(self, error)
            raise

    def refuse_early(self) -> None:
        """Raise `ReadOnly` or `KnownDown` instead of waiting for a primary that cannot answer this request."""
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
    """Return the driver's parameters, with a shorter `read_timeout` for a request's connection to the primary.

    If the primary hangs, the request is answered from a replica after this time. A wait for a lock ends earlier, with
    its own error. MariaDB's client is exact (measured: 1.0, 2.0, 3.0 and 5.0 s for these limits, 0.0 s to close).
    """
    if alias != PRIMARY or "read_timeout" not in parameters or current.get() is None:
        return parameters
    return parameters | {"read_timeout": settings.DATABASE_LOCK_SECONDS + ANSWER_SECONDS}


def is_known_down() -> bool:
    return database_monitor.verdicts()[PRIMARY].state is Condition.DOWN


def note_failure(connection, error: Exception) -> None:
    """Note a failed connection, so that the next requests and this request's next try use another database."""
    route = current.get()
    if route is None or (connection.alias == PRIMARY and not is_lost(connection, error)):
        return
    route.failed.add(connection.alias)
    logger.warning("Database %s failed on a request: %s", connection.alias, error.args[:1])
    database_monitor.suspect(connection.alias)
    # Closed here because Django would ask it whether it is usable: a server that hangs would delay the next request.
    with suppress(Exception):
        connection.close()


def is_lost(connection, error: Exception) -> bool:
    """Tell whether the connection failed or broke. A query that the server answered with an error is not lost."""
    if connection.vendor == "sqlite":
        return "unable to open" in str(error) or "disk I/O" in str(error)
    return bool(error.args) and error.args[0] in LOST | ENDING
