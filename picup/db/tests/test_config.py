from pathlib import Path
from urllib.parse import quote

import pytest
from django.core.exceptions import ImproperlyConfigured

from picup.db.config import OPTIONS, add_replicas, configure

PRIMARY = {
    "ENGINE": "django.db.backends.mysql",
    "NAME": "picup",
    "HOST": "one",
    "OPTIONS": {"charset": "utf8mb4", "read_timeout": 30},
    "CONN_MAX_AGE": 300,
}
# Any that is there.
FILE, DIRECTORY = __file__, str(Path(__file__).parent)
BAD = ["atomic_requests=on", "autocommit=off", "engine=oracle", "options=1", "conn_max_age=ever"]


def read(url: str) -> dict:
    return configure(url, lock_seconds=3)


def test_it_works():
    databases = {"default": dict(PRIMARY)}
    weights = add_replicas(databases, ["mysql://u:p@two:3307/picup", "mysql://u:p@three/picup?weight=3"])
    assert weights == {"replica1": 1, "replica2": 3}
    replica = databases["replica1"]
    assert (replica["HOST"], replica["PORT"], replica["CONN_MAX_AGE"]) == ("two", 3307, 300)
    timeouts = {"connect_timeout": 1, "read_timeout": 5, "write_timeout": 5}
    assert replica["OPTIONS"] == databases["replica2"]["OPTIONS"] == {"charset": "utf8mb4"} | timeouts
    assert replica["TEST"] == {"MIRROR": "default"}
    assert {database["ENGINE"] for database in databases.values()} == {"picup.db.mysql"}
    assert databases["default"]["OPTIONS"]["read_timeout"] == 30


def test_without_replicas_nothing_changes():
    databases = {"default": dict(PRIMARY)}
    assert add_replicas(databases, []) == {}
    assert databases == {"default": PRIMARY}


def test_our_defaults():
    mysql, sqlite = read("mysql://u:p@one/picup"), read("sqlite:////data/picup.sqlite3")
    assert mysql["CONN_MAX_AGE"] == sqlite["CONN_MAX_AGE"] == 300
    assert mysql["CONN_HEALTH_CHECKS"] is sqlite["CONN_HEALTH_CHECKS"] is True
    assert {"charset": "utf8mb4", "connect_timeout": 3}.items() <= mysql["OPTIONS"].items()
    assert "ssl" not in mysql["OPTIONS"] and "ssl_mode" not in mysql["OPTIONS"]
    assert sqlite["OPTIONS"]["transaction_mode"] == "IMMEDIATE" and sqlite["OPTIONS"]["timeout"] == 30


MYSQL_OPTIONS = {
    "connect_timeout=9": {"connect_timeout": 9},
    "read_timeout=9": {"read_timeout": 9},
    "write_timeout=9": {"write_timeout": 9},
    "charset=UTF8MB4": {"charset": "utf8mb4"},
    "compress=on": {"compress": True},
    "ssl_mode=required": {"ssl_mode": "REQUIRED"},
    "ssl_mode=DISABLED": {"ssl_mode": "DISABLED"},
    f"ssl_ca={FILE}": {"ssl": {"ca": FILE}, "ssl_mode": "VERIFY_CA"},
    f"ssl_capath={DIRECTORY}": {"ssl": {"capath": DIRECTORY}, "ssl_mode": "VERIFY_CA"},
    f"ssl_ca={FILE}&ssl_mode=VERIFY_IDENTITY": {"ssl": {"ca": FILE}, "ssl_mode": "VERIFY_IDENTITY"},
    f"ssl_cert={FILE}&ssl_key={FILE}": {"ssl": {"cert": FILE, "key": FILE}, "ssl_mode": "REQUIRED"},
    "ssl_cipher=AES": {"ssl": {"cipher": "AES"}, "ssl_mode": "REQUIRED"},
}
SQLITE_OPTIONS = {
    "timeout=2.5": {"timeout": 2.5},
    "transaction_mode=exclusive": {"transaction_mode": "EXCLUSIVE"},
}
URLS = {"mysql://u:p@one/picup": MYSQL_OPTIONS, "sqlite:////data/picup.sqlite3": SQLITE_OPTIONS}
TABLE = [(url, query, kept) for url, options in URLS.items() for query, kept in options.items()]


@pytest.mark.parametrize(("url", "query", "kept"), TABLE)
def test_what_the_operator_says_is_kept_beside_our_defaults(url, query, kept):
    ours, configured = read(url), read(f"{url}?{query}")
    assert configured == ours | {"OPTIONS": ours["OPTIONS"] | kept}


@pytest.mark.parametrize(("url", "query", "kept"), TABLE)
def test_a_replica_keeps_its_own_and_the_primarys(url, query, kept):
    databases = {"default": read(f"{url}?{query}")}
    add_replicas(databases, [url, f"{url}?{query}&weight=2"])
    assert kept.items() <= databases["replica2"]["OPTIONS"].items()
    assert "weight" not in databases["replica2"]["OPTIONS"]
    shorter = {name: 5 if name != "connect_timeout" else 1 for name in kept if name.endswith("_timeout")}
    assert (kept | shorter).items() <= databases["replica1"]["OPTIONS"].items()


def test_a_replica_without_tls_of_its_own_choice():
    databases = {"default": read(f"mysql://one/picup?ssl_ca={FILE}")}
    add_replicas(databases, ["mysql://two/picup?ssl_mode=DISABLED"])
    assert databases["replica1"]["OPTIONS"]["ssl_mode"] == "DISABLED"
    assert "ssl" not in databases["replica1"]["OPTIONS"]


@pytest.mark.parametrize("url", URLS)
def test_connections(url):
    for query in ("conn_max_age=0&conn_health_checks=off", "CONN_MAX_AGE=0&CONN_HEALTH_CHECKS=False"):
        configured = read(f"{url}?{query}")
        assert configured["CONN_MAX_AGE"] == 0 and configured["CONN_HEALTH_CHECKS"] is False
        assert configured["OPTIONS"] == read(url)["OPTIONS"]


def test_a_socket():
    assert read("mysql://u:p@/picup?unix_socket=/run/mysqld.sock")["HOST"] == "/run/mysqld.sock"


def test_every_option_is_in_the_table():
    said = {option.partition("=")[0] for _, query, _ in TABLE for option in query.split("&")}
    assert said | {"unix_socket"} == {name for options in OPTIONS.values() for name in options}


@pytest.mark.parametrize(
    "query", [*BAD, "ssl_mode=PREFERRED", "ssl_mode=yes", "ssl=on", "ssl_ca=/no/such.pem"]
)
@pytest.mark.parametrize("url", URLS)
def test_an_option_that_is_not_understood(url, query):
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL: the option"):
        read(f"{url}?{query}")
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_REPLICA_URLS: the option"):
        add_replicas({"default": read(url)}, [f"{url}?{query}"])


@pytest.mark.parametrize(
    ("url", "query"),
    [
        ("mysql://one/picup", "charset=latin1"),
        ("mysql://one/picup", "connect_timeout=soon"),
        ("mysql://one/picup", "read_timeout=0"),
        ("mysql://one/picup", "timeout=3"),
        ("mysql://one/picup", "weight=2"),
        ("sqlite:///one", "connect_timeout=3"),
        ("sqlite:///one", "transaction_mode=DEFERRED"),
        ("sqlite:///one", "timeout=nan"),
    ],
)
def test_an_option_of_another_engine_or_value(url, query):
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL: the option"):
        read(f"{url}?{query}")


@pytest.mark.parametrize("url", ["postgres://one/picup", "mysqll://one/picup", "/data/picup.sqlite3", "one"])
def test_another_engine(url):
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL must begin with"):
        read(url)


def test_no_address_with_a_password_in_it():
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL is no address") as raised:
        read("mysql://u:hush/hush@one/picup")
    assert "hush" not in str(raised.value)


@pytest.mark.parametrize("directory", ["/a b", "/a?b=c", "/a#b", "/a+b", "/100%25", "/사진"])
def test_the_default_is_found_in_any_directory(directory):
    """As settings.py writes it."""
    assert read(f"sqlite:///{quote(directory)}/picup.sqlite3")["NAME"] == f"{directory}/picup.sqlite3"


@pytest.mark.parametrize(
    "address", ["mysql://two/picup?weight=0", "mysql://two/picup?weight=heavy", "sqlite:///two"]
)
def test_what_is_refused(address):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_REPLICA_URLS"):
        add_replicas({"default": dict(PRIMARY)}, [address])
