"""How the cache and the broker are asked. A probe raises while its dependency is down; what other packages and the apps
want to be asked is in picup/core/registry.py.

Each has a connection of its own with short timeouts, kept from one round to the next. Left out: mail and
the alerts' webhook, because asking them means a connection to a stranger's server every three seconds, and
what they missed waits in the outbox anyway.
"""

import sqlite3
from contextlib import closing

from django.conf import settings

from outbox.probes import Queues
from picup.core.registry import Probe

SECONDS = 1


def make_probes() -> dict[str, Probe]:
    """A probe for each dependency by its name, for this process."""
    probes: dict[str, Probe] = {"cache": cache_probe()}
    if settings.BROKER_IS_EMBEDDED:
        # Its workers are not asked after: a SQLite file knows no consumers.
        probes["broker"] = open_embedded_broker
    else:
        # A connection each: the two are asked at once.
        probes |= {"broker": Queues().reach, "workers": Queues().find_consumers}
    return probes


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
