"""The settings' DATABASES: the primary and its replicas, from their addresses."""

from copy import deepcopy
from typing import Any

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

PRIMARY = "default"
MYSQL, SQLITE = "django.db.backends.mysql", "django.db.backends.sqlite3"
ENGINES = {"mysql": MYSQL, "mysql2": MYSQL, "sqlite": SQLITE}
# The same engines, watched: see watching.py.
MONITORED = {MYSQL: "picup.db.mysql", SQLITE: "picup.db.sqlite3"}
# Seconds. A replica that does not answer in time costs one more query, on the primary.
REPLICA_TIMEOUTS = {"connect_timeout": 1, "read_timeout": 5, "write_timeout": 5}

# Of Django's connections, whatever the engine. Not ATOMIC_REQUESTS and AUTOCOMMIT: our transactions are short,
# and some refuse to run inside of another.
CONNECTION: dict[str, Reader] = {"conn_max_age": whole(0), "conn_health_checks": boolean}
# Parameters of mysql_ssl_set, by the names of their options.
TLS = {"ssl_ca": "ca", "ssl_capath": "capath", "ssl_cert": "cert", "ssl_key": "key", "ssl_cipher": "cipher"}
OPTIONS: dict[str, dict[str, Reader]] = {
    MYSQL: {
        "connect_timeout": whole(1),
        "read_timeout": whole(1),
        "write_timeout": whole(1),
        # MySQL's "utf8" has no room for 🎂.
        "charset": one_of("utf8mb4"),
        "compress": boolean,
        "unix_socket": text,
        # Not PREFERRED: MariaDB's client library takes it for DISABLED.
        "ssl_mode": one_of("DISABLED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"),
        "ssl_ca": file,
        "ssl_capath": directory,
        "ssl_cert": file,
        "ssl_key": file,
        "ssl_cipher": text,
    },
    SQLITE: {
        "timeout": seconds,
        # Not DEFERRED: two writers that both start by reading would deadlock in SQLite's upgrade of the lock.
        "transaction_mode": one_of("IMMEDIATE", "EXCLUSIVE"),
    },
}


def configure(address: str, *, lock_seconds: int) -> dict[str, Any]:
    """Return Django's configuration of the database at `address` (DATABASE_URL).

    Its options win over our defaults. Raise `ImproperlyConfigured` for an engine or an option that is not
    understood.
    """
    database = read_address("DATABASE_URL", address)
    database["OPTIONS"] = defaults(database["ENGINE"], lock_seconds) | database["OPTIONS"]
    return {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True} | database


def defaults(engine: str, lock_seconds: int) -> dict[str, Any]:
    if engine == SQLITE:
        return {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # FULL: a photo that was acknowledged is still known after a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728;",
        }
    return {
        "charset": "utf8mb4",
        # Also without gap locks: no family waits for the rows of another that lie beside its own in an index.
        "isolation_level": "read committed",
        # Nobody waits for a lock as long as the server's 50 s (retrying.py).
        "init_command": f"SET SESSION innodb_lock_wait_timeout = {lock_seconds}",
        # Seconds. A server that hangs costs a request this long, not for ever.
        "connect_timeout": 3,
        "read_timeout": 30,
        "write_timeout": 30,
    }


def add_replicas(databases: dict[str, dict], addresses: list[str]) -> dict[str, int]:
    """Add `replica1`, `replica2` … to Django's DATABASES in the order of their addresses, and have all of them
    watched. Return the replicas' weights (`?weight=2` in the address) by their aliases.

    A replica has the primary's options, with shorter timeouts, and its own before both. Raise
    `ImproperlyConfigured` for an option that is not understood, and for another engine than the primary's.
    """
    weights: dict[str, int] = {}
    primary = databases[PRIMARY]
    for number, address in enumerate(addresses, start=1):
        own = read_address("DATABASE_REPLICA_URLS", address, weight=whole(1))
        if own["ENGINE"] != primary["ENGINE"]:
            raise ImproperlyConfigured("DATABASE_REPLICA_URLS must be of the same engine as DATABASE_URL.")
        weight = own["OPTIONS"].pop("weight", 1)
        replica = deepcopy(primary) | own
        replica["OPTIONS"] = replica_options(own["ENGINE"], primary.get("OPTIONS", {}), own["OPTIONS"])
        # Tests that know nothing of replicas find their own rows in them.
        replica["TEST"] = {"MIRROR": PRIMARY}
        databases[f"replica{number}"], weights[f"replica{number}"] = replica, weight
    if weights:
        for database in databases.values():
            database["ENGINE"] = MONITORED.get(database["ENGINE"], database["ENGINE"])
    return weights


def replica_options(engine: str, primary: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    inherited = deepcopy(primary)
    if "ssl" in own or "ssl_mode" in own:
        # All of TLS is its own then: half of the primary's certificates would not fit.
        inherited.pop("ssl", None)
        inherited.pop("ssl_mode", None)
    return inherited | (REPLICA_TIMEOUTS if engine == MYSQL else {}) | own


def read_address(variable: str, address: str, **more: Reader) -> dict[str, Any]:
    """Return what an address says as Django wants it: OPTIONS are those of the address alone.

    `more` are readers of options that are not the engine's.
    """
    engine = ENGINES.get(address.partition("://")[0])
    if engine is None:
        raise ImproperlyConfigured(f"{variable} must begin with mysql:// or sqlite:///.")
    bare, options = split_options(variable, address, {**OPTIONS[engine], **CONNECTION, **more})
    try:
        database = Env.db_url_config(bare)
    except ValueError:  # Its words may hold a part of the password.
        raise ImproperlyConfigured(
            f"{variable} is no address; in a password write / as %2F, : as %3A and [ as %5B."
        ) from None
    database |= {name.upper(): options.pop(name) for name in CONNECTION if name in options}
    if socket := options.pop("unix_socket", None):
        # Where Django and the programs of the backup look for it.
        database["HOST"] = socket
    database["OPTIONS"] = collect_tls(options)
    return database


def collect_tls(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options with those of TLS as mysqlclient wants them.

    As MySQL's own programs do, verify the server where a CA is named and no mode; and never go on without TLS
    where anything of it is named.
    """
    tls = {TLS[name]: value for name, value in options.items() if name in TLS}
    rest = {name: value for name, value in options.items() if name not in TLS}
    if tls:
        rest["ssl"] = tls
        rest.setdefault("ssl_mode", "VERIFY_CA" if {"ca", "capath"} & tls.keys() else "REQUIRED")
    return rest
