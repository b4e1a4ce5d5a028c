from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from redis import ConnectionPool

from picup.cache.options import CLIENT, TIMEOUT, TLS, configure

FILE, DIRECTORY = __file__, str(Path(__file__).parent)
OPTIONS = {
    "db=7": {"db": 7},
    "socket_timeout=0.5": {"socket_timeout": 0.5},
    "socket_connect_timeout=2": {"socket_connect_timeout": 2.0},
    "health_check_interval=30": {"health_check_interval": 30},
    "protocol=3": {"protocol": 3},
    "SOCKET_TIMEOUT=1": {"socket_timeout": 1.0},
}
TLS_OPTIONS = {
    "socket_keepalive=off": {"socket_keepalive": False},
    "ssl_cert_reqs=NONE&ssl_check_hostname=off": {"ssl_cert_reqs": "none", "ssl_check_hostname": False},
    f"ssl_ca_certs={FILE}": {"ssl_ca_certs": FILE},
    f"ssl_ca_path={DIRECTORY}": {"ssl_ca_path": DIRECTORY},
    f"ssl_certfile={FILE}&ssl_keyfile={FILE}": {"ssl_certfile": FILE, "ssl_keyfile": FILE},
    "ssl_ciphers=AES128": {"ssl_ciphers": "AES128"},
}


def pool_of(cache: dict) -> ConnectionPool:
    """As django-redis makes it."""
    options = cache["OPTIONS"]
    return ConnectionPool.from_url(
        cache["LOCATION"],
        socket_timeout=options["SOCKET_TIMEOUT"],
        socket_connect_timeout=options["SOCKET_CONNECT_TIMEOUT"],
    )


def test_it_works():
    cache = configure("redis://:p@one:6380/1")
    assert cache["LOCATION"] == "redis://:p@one:6380/1"
    assert cache["OPTIONS"]["SOCKET_TIMEOUT"] == cache["OPTIONS"]["SOCKET_CONNECT_TIMEOUT"] == TIMEOUT
    assert configure("locmemcache://")["OPTIONS"] == {"MAX_ENTRIES": 1000}


@pytest.mark.parametrize(
    ("url", "query", "expected"),
    [("redis://:p@one:6380/1", *row) for row in OPTIONS.items()]
    + [("rediss://:p@one:6380/1", *row) for row in [*OPTIONS.items(), *TLS_OPTIONS.items()]]
    + [("redis:///run/redis.sock", *row) for row in OPTIONS.items()],
)
def test_what_the_operator_says_reaches_the_client(url, query, expected):
    plain, pool = pool_of(configure(url)), pool_of(configure(f"{url}?{query}"))
    assert pool.connection_class is plain.connection_class
    where = ("host", "port", "path")
    same = {name: plain.connection_kwargs[name] for name in where if name in plain.connection_kwargs}
    assert (same | expected).items() <= pool.connection_kwargs.items()
    # Its class takes them all: what it does not know, it would only refuse when somebody looks at a page.
    pool.make_connection()


def test_the_number_of_connections():
    assert pool_of(configure("redis://one?max_connections=9")).max_connections == 9


@pytest.mark.parametrize("url", ["redis://one", "rediss://one", "redis:///run/redis.sock"])
def test_whatever_the_address_it_is_guarded(url):
    options = configure(f"{url}?socket_timeout=1")["OPTIONS"]
    assert options["REDIS_CLIENT_CLASS"] == "picup.cache.redis.GuardedRedis"
    assert options["IGNORE_EXCEPTIONS"] and "Data" in options["SERIALIZER"]


@pytest.mark.parametrize("url", ["redis://one", "rediss://one", "locmemcache://", "dummycache://"])
def test_djangos_own(url):
    cache = configure(f"{url}?timeout=60&key_prefix=a&version=2")
    assert (cache["TIMEOUT"], cache["KEY_PREFIX"], cache["VERSION"]) == (60, "a", 2)
    assert "?" not in cache["LOCATION"]


def test_in_the_process():
    assert configure("locmemcache://?max_entries=5")["OPTIONS"] == {"MAX_ENTRIES": 5}


def test_every_option_is_in_the_table():
    said = {
        option.partition("=")[0].lower() for query in [*OPTIONS, *TLS_OPTIONS] for option in query.split("&")
    }
    assert said | {"max_connections"} == CLIENT.keys() | TLS.keys()


@pytest.mark.parametrize(
    "query", ["ssl=true", "tls=on", "pickle_version=2", "serializer=x", "client_class=x", "x"]
)
@pytest.mark.parametrize(
    "url", ["redis://one", "rediss://one", "redis:///a", "locmemcache://", "dummycache://"]
)
def test_an_option_that_is_not_understood(url, query):
    with pytest.raises(ImproperlyConfigured, match=r"^CACHE_URL: the option .* is not understood"):
        configure(f"{url}?{query}")


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("redis://one?ssl_cert_reqs=required", "without rediss"),
        ("rediss://one?ssl_ca_certs=/no/such.pem", "ssl_ca_certs must be"),
        ("rediss://one?ssl_cert_reqs=maybe", "ssl_cert_reqs must be"),
        ("redis://one?db=first", "db must be"),
        ("redis://one?socket_timeout=soon", "socket_timeout must be"),
        ("redis:///run/redis.sock?socket_keepalive=on", "socket_keepalive means nothing"),
        ("redis://one,two", "one server"),
        ("redis://one:first/0", "port must be"),
        ("rediss://one:99999", "port must be"),
        ("redis://:secret/rest@one:6380/1", "port must be"),
        ("redis://:secret[x@one:6380/1", "port must be"),
        ("redis://one/first", "database .* must be"),
        ("rediss://one:6380/1/2", "database .* must be"),
        ("rediscache://one:6380/-1", "database .* must be"),
        ("memcache://one", "must begin with"),
        ("valkey://one", "must begin with"),
        ("one:6379", "must begin with"),
    ],
)
def test_what_is_refused(url, said):
    with pytest.raises(ImproperlyConfigured, match=f"^CACHE_URL.*{said}") as refusal:
        configure(url)
    assert "secret" not in str(refusal.value)


@pytest.mark.parametrize(
    "url", ["redis://one/3", "redis://one:6380/3/", "rediscache://:a%2Fb@one/3", "rediss://[::1]:6380/3"]
)
def test_the_database_in_the_address(url):
    assert pool_of(configure(url)).connection_kwargs["db"] == 3
