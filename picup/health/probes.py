"""What is asked of each dependency. A probe raises while its dependency is down.

Each has a connection of its own with short timeouts, kept from one round to the next. Left out: mail and
the alerts' webhook, because asking them means a connection to a stranger's server every three seconds, and
what they missed waits in the outbox anyway.
"""

import sqlite3
from contextlib import closing
from copy import deepcopy

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.utils import ConnectionHandler

from picup.health.broker import Queues
from picup.health.monitoring import Probe
from storage.backends import get_backends
from storage.backends.base import Backend
from storage.models import new_file_key

SECONDS = 1
NO_PRIVILEGE = 1227


class NotReplicating(Exception):
    """The server answers, but follows nobody: what it shows grows old."""


class MayNotAsk(NotReplicating):
    """SLAVE MONITOR was not granted, so nobody knows whether it follows. It is read from only when nothing else
    answers."""


def make_probes() -> dict[str, Probe]:
    """A probe for each dependency by its name, for this process."""
    probes: dict[str, Probe] = {}
    if settings.DATABASE_REPLICAS:
        probes |= watched_databases()
    else:
        probes["database"] = Database(connections.settings["default"]).ask
    probes["cache"] = cache_probe()
    if settings.BROKER_IS_EMBEDDED:
        # Its workers are not asked after: a SQLite file knows no consumers.
        probes["broker"] = open_embedded_broker
    else:
        probes["broker"] = Queues().reach
        probes["workers"] = Queues().find_consumers
    for name, backend in get_backends().items():
        probes[f"storage {name}"] = storage_probe(backend)
    if settings.MONGO_URL:
        probes["history"] = history_probe()
    return probes


class NotUp(Exception):
    """What picup.databases has found out already."""


def watched_databases() -> dict[str, Probe]:
    """`database`, `replica 1` … of the databases that requests choose from: nothing is asked twice."""
    # Imported late: it imports this package.
    from picup.databases.health import names, watch

    def read(alias: str) -> None:
        if (state := watch.verdicts()[alias].state) != "up":
            raise NotUp(state)

    return {name: lambda alias=alias: read(alias) for name, alias in names().items()}


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
                return self.look_closer(cursor)
        except Exception:
            self.connection.close()
            raise

    def look_closer(self, cursor) -> int:
        return 0


class Replica(Database):
    def look_closer(self, cursor) -> int:
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


def cache_probe() -> Probe:
    cache = settings.CACHES["default"]
    if not cache["BACKEND"].endswith(".RedisCache"):
        return lambda: None  # in this process
    # Not through Django's cache, which makes a miss of every error. Imported late: without a server there is
    # no such package.
    from redis import Redis

    client = Redis.from_url(cache["LOCATION"], socket_connect_timeout=SECONDS, socket_timeout=SECONDS)
    return client.ping


def open_embedded_broker() -> None:
    with closing(sqlite3.connect(settings.EMBEDDED_BROKER, timeout=SECONDS)) as database:
        database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()


def storage_probe(backend: Backend) -> Probe:
    """A key that nobody has: an answer is an answer."""
    return lambda: backend.size(new_file_key())


def history_probe() -> Probe:
    # Imported late: without a server there is no such package.
    import pymongo

    wait = SECONDS * 1000
    client: pymongo.MongoClient = pymongo.MongoClient(
        settings.MONGO_URL,
        connect=False,
        connectTimeoutMS=wait,
        serverSelectionTimeoutMS=wait,
        socketTimeoutMS=wait,
        # Several sockets would only be kept open.
        maxPoolSize=1,
    )
    return lambda: client.admin.command("ping")
