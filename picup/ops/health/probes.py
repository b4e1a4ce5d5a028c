"""The probe of the cache. Other rooms and apps register their own in picup/core/registry.py.

A probe raises while its dependency is down. It has a connection of its own with short timeouts, which stays open from
one round to the next. Mail and the webhook have no probe: it would connect to a stranger's server every three seconds,
and what they miss is sent later anyway.
"""

from django.conf import settings

from picup.core.registry import Probe

SECONDS = 1


def make_probes() -> dict[str, Probe]:
    """Return this process's probe of the cache."""
    return {"cache": cache_probe()}


def cache_probe() -> Probe:
    """Return a function that pings Redis; one that always succeeds if the cache is in this process."""
    cache = settings.CACHES["default"]
    if not cache["BACKEND"].endswith(".RedisCache"):
        return lambda: None  # in this process
    # Not through Django's cache, which makes a miss of every error. Imported here because the package is installed
    # only with a server.
    from redis import Redis

    client = Redis.from_url(cache["LOCATION"], socket_connect_timeout=SECONDS, socket_timeout=SECONDS)
    return client.ping
