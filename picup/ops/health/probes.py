"""How the cache is asked. A probe raises while its dependency is down; what other packages and the apps
want to be asked is in picup/core/registry.py.

Each has a connection of its own with short timeouts, kept from one round to the next. Left out: mail and
the alerts' webhook, because asking them means a connection to a stranger's server every three seconds, and
what they missed waits in the outbox anyway.
"""

from django.conf import settings

from picup.core.registry import Probe

SECONDS = 1


def make_probes() -> dict[str, Probe]:
    """Return a probe for the cache, for this process."""
    return {"cache": cache_probe()}


def cache_probe() -> Probe:
    cache = settings.CACHES["default"]
    if not cache["BACKEND"].endswith(".RedisCache"):
        return lambda: None  # in this process
    # Not through Django's cache, which makes a miss of every error. Imported late: without a server there is
    # no such package.
    from redis import Redis

    client = Redis.from_url(cache["LOCATION"], socket_connect_timeout=SECONDS, socket_timeout=SECONDS)
    return client.ping
