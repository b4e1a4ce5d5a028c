"""The settings' CACHES."""

from typing import Any

REDIS = ("redis://", "rediss://")
# Seconds: of a connection, and of one answer.
TIMEOUT = 0.2
# Of the cache in each web process; a piece of a page is about 10 kB.
MOST_IN_PROCESS = 1000


def configure(cache: dict[str, Any]) -> dict[str, Any]:
    """What CACHE_URL says, made harmless: without a server it is bounded, with one it costs time at most."""
    if cache["LOCATION"].startswith(REDIS):
        options = {
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": TIMEOUT,
            "SOCKET_TIMEOUT": TIMEOUT,
            "REDIS_CLIENT_CLASS": "picup.caching.redis.GuardedRedis",
            "SERIALIZER": "picup.caching.redis.DataSerializer",
        }
        return cache | {"BACKEND": "django_redis.cache.RedisCache", "OPTIONS": options}
    if cache["BACKEND"].endswith("LocMemCache"):
        return cache | {"OPTIONS": {"MAX_ENTRIES": MOST_IN_PROCESS}}
    return cache
