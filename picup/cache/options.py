"""The settings' CACHES, from CACHE_URL."""

import re
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from picup.env.url_options import (
    Reader,
    boolean,
    directory,
    file,
    one_of,
    seconds,
    split_options,
    text,
    whole,
)

VARIABLE = "CACHE_URL"
LOCAL, NONE = "locmemcache", "dummycache"
REDIS = ("redis", "rediss", "rediscache")
# Seconds for a connection, and for one answer.
TIMEOUT = 0.2
# Entries of the cache in each web process. A fragment has about 10 kB.
MOST_IN_PROCESS = 1000
# Options of any cache of Django.
EVERY: dict[str, Reader] = {"timeout": whole(0), "key_prefix": text, "version": whole(1)}
TLS: dict[str, Reader] = {
    "ssl_cert_reqs": one_of("none", "optional", "required"),
    "ssl_check_hostname": boolean,
    "ssl_ca_certs": file,
    "ssl_ca_path": directory,
    "ssl_certfile": file,
    "ssl_keyfile": file,
    "ssl_ciphers": text,
}
# Options of redis-py, which reads them from an address by these names.
CLIENT: dict[str, Reader] = {
    "db": whole(0),
    "socket_timeout": seconds,
    "socket_connect_timeout": seconds,
    "socket_keepalive": boolean,
    "health_check_interval": whole(0),
    "max_connections": whole(1),
    "protocol": one_of("2", "3"),
}


def configure(url: str) -> dict[str, Any]:
    """Return Django's configuration of the cache at `url` (CACHE_URL).

    Without a server the cache has a bound; with a server it can only cost time. Raise `ImproperlyConfigured` for a
    cache or an option that is not understood.
    """
    scheme = url.partition("://")[0]
    if scheme in REDIS:
        return configure_redis(scheme, url)
    if scheme not in (LOCAL, NONE):
        raise ImproperlyConfigured(f"{VARIABLE} must begin with redis://, rediss:// or {LOCAL}://.")
    readers = EVERY | ({"max_entries": whole(1)} if scheme == LOCAL else {})
    address, options = split_options(VARIABLE, url, readers)
    cache = Env.cache_url_config(address) | take(EVERY, options)
    if scheme == LOCAL:
        cache["OPTIONS"] = {"MAX_ENTRIES": options.get("max_entries", MOST_IN_PROCESS)}
    return cache


def configure_redis(scheme: str, url: str) -> dict[str, Any]:
    """Return the configuration of django-redis at `url`. Raise as `configure` does."""
    address, options = split_options(VARIABLE, url, EVERY | CLIENT | TLS)
    if scheme != "rediss" and (unused := sorted(TLS.keys() & options.keys())):
        raise ImproperlyConfigured(f"{VARIABLE}: {unused[0]} means nothing without rediss://.")
    refuse_bad_address(address)
    if "," in address:
        raise ImproperlyConfigured(f"{VARIABLE} names one server; write a comma in a password as %2C.")
    cache = Env.cache_url_config(address) | take(EVERY, options)
    if cache["LOCATION"].startswith("unix://") and "socket_keepalive" in options:
        raise ImproperlyConfigured(
            f"{VARIABLE}: socket_keepalive means nothing for a socket of this machine."
        )
    if options:
        # redis-py reads them, both for the site and for its health probe, and prefers them to OPTIONS.
        cache["LOCATION"] += f"?{urlencode(options)}"
    return cache | {
        "BACKEND": "django_redis.cache.RedisCache",
        "OPTIONS": {
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": TIMEOUT,
            "SOCKET_TIMEOUT": TIMEOUT,
            "REDIS_CLIENT_CLASS": "picup.cache.redis.GuardedRedis",
            "SERIALIZER": "picup.cache.redis.DataSerializer",
        },
    }


def refuse_bad_address(address: str) -> None:
    """Raise `ImproperlyConfigured` for a port or a database that is no number.

    redis-py raises for the port with every use, and takes database 0 instead of another that it does not understand.
    """
    try:
        parts = urlsplit(address)
        _port = parts.port
    except ValueError:  # Not quoted: its text may hold a part of the password.
        raise ImproperlyConfigured(
            f"{VARIABLE}: the port must be a number; in a password write / as %2F and : as %3A."
        ) from None
    if parts.netloc and parts.path.strip("/") and not re.fullmatch(r"/[0-9]+/?", parts.path):
        raise ImproperlyConfigured(f"{VARIABLE}: the database after the last / must be a number.")


def take(readers: dict[str, Reader], options: dict[str, Any]) -> dict[str, Any]:
    """Remove the options of `readers` from `options`. Return them under the names of Django's settings."""
    return {name.upper(): options.pop(name) for name in readers if name in options}
