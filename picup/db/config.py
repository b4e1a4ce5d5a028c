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
# The same engines with our wrapper (wrappers.py).
MONITORED = {MYSQL: "picup.db.mysql", SQLITE: "picup.db.sqlite3"}
# Seconds. A replica that does not answer in time costs one more query on the primary.
REPLICA_TIMEOUTS = {"connect_timeout": 1, "read_timeout": 5, "write_timeout": 5}

# Options of Django's connections for every engine. ATOMIC_REQUESTS and AUTOCOMMIT are not offered: our transactions
# are short, and some refuse to run inside another.
CONNECTION: dict[str, Reader] = {"conn_max_age": whole(0), "conn_health_checks": boolean}
# Options by name, and the parameters of mysql_ssl_set that they set.
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
        # Without PREFERRED, which MariaDB's client library takes for DISABLED.
        "ssl_mode": one_of("DISABLED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"),
        "ssl_ca": file,
        "ssl_capath": directory,
        "ssl_cert": file,
        "ssl_key": file,
        "ssl_cipher": text,
    },
    SQLITE: {
        "timeout": seconds,
        # Without DEFERRED: two writers that begin by reading would deadlock when SQLite upgrades their locks.
        "transaction_mode": one_of("IMMEDIATE", "EXCLUSIVE"),
    },
}


def configure(address: str, *, lock_seconds: int) -> dict[str, Any]:
    """Return Django's configuration of the database at `address` (DATABASE_URL).

    Options in the address replace our defaults. `lock_seconds` bounds the wait for a lock of InnoDB. Raise
    `ImproperlyConfigured` for an engine or an option that is not understood.
    """
    database = read_address("DATABASE_URL", address)
    database["OPTIONS"] = defaults(database["ENGINE"], lock_seconds) | database["OPTIONS"]
    return {"CONN_MAX_AGE": 300, "CONN_HEALTH_CHECKS": True} | database


def defaults(engine: str, lock_seconds: int) -> dict[str, Any]:
    """Return our OPTIONS for `engine`."""
    if engine == SQLITE:
        return {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            # FULL, so that an acknowledged photo is still known after a power cut.
            # `secure_delete` overwrites what is deleted; Debian's SQLite does so by itself.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
            "PRAGMA mmap_size=134217728;",
        }
    return {
        "charset": "utf8mb4",
        # Without gap locks, so that no family waits for another's rows beside its own in an index.
        "isolation_level": "read committed",
        # Instead of the server's 50 s. The transaction is then retried (picup/core/transactions.py).
        "init_command": f"SET SESSION innodb_lock_wait_timeout = {lock_seconds}",
        # Seconds that a hanging server costs a request.
        "connect_timeout": 3,
        "read_timeout": 30,
        "write_timeout": 30,
    }


def add_replicas(databases: dict[str, dict], addresses: list[str]) -> dict[str, int]:
    """Add `replica1`, `replica2` … to Django's DATABASES in the order of `addresses`, all with our wrapper.

    Return the replicas' weights (`?weight=2` in the address) by alias. A replica has the primary's options with
    shorter timeouts; its own options replace both. Raise `ImproperlyConfigured` for an option that is not understood
    and for another engine than the primary's.
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
        # In tests a replica reads the primary's rows.
        replica["TEST"] = {"MIRROR": PRIMARY}
        databases[f"replica{number}"], weights[f"replica{number}"] = replica, weight
    if weights:
        for database in databases.values():
            database["ENGINE"] = MONITORED.get(database["ENGINE"], database["ENGINE"])
    return weights


def replica_options(engine: str, primary: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """Return the OPTIONS of a replica from the primary's and its own."""
    inherited = deepcopy(primary)
    if "ssl" in own or "ssl_mode" in own:
        # Then inherit nothing of TLS: half of the primary's certificates would not fit.
        inherited.pop("ssl", None)
        inherited.pop("ssl_mode", None)
    return inherited | (REPLICA_TIMEOUTS if engine == MYSQL else {}) | own


def read_address(variable: str, address: str, **more: Reader) -> dict[str, Any]:
    """Return Django's configuration from an address alone, without our defaults.

    `variable` names the address in errors. `more` are readers of further options by name. Raise
    `ImproperlyConfigured`.
    """
    engine = ENGINES.get(address.partition("://")[0])
    if engine is None:
        raise ImproperlyConfigured(f"{variable} must begin with mysql:// or sqlite:///.")
    bare, options = split_options(variable, address, {**OPTIONS[engine], **CONNECTION, **more})
    try:
        database = Env.db_url_config(bare)
    except ValueError:  # Not quoted: its text may hold a part of the password.
        raise ImproperlyConfigured(
            f"{variable} is no address; in a password write / as %2F, : as %3A and [ as %5B."
        ) from None
    database |= {name.upper(): options.pop(name) for name in CONNECTION if name in options}
    if socket := options.pop("unix_socket", None):
        # Django and the backup's programs look for it there.
        database["HOST"] = socket
    database["OPTIONS"] = collect_tls(options)
    return database


def collect_tls(options: dict[str, Any]) -> dict[str, Any]:
    """Return `options` with the TLS options in the form that mysqlclient wants.

    Verify the server if a CA is given without a mode, as MySQL's own programs do. Require TLS if any option of it is
    given.
    """
    tls = {TLS[name]: value for name, value in options.items() if name in TLS}
    rest = {name: value for name, value in options.items() if name not in TLS}
    if tls:
        rest["ssl"] = tls
        rest.setdefault("ssl_mode", "VERIFY_CA" if {"ca", "capath"} & tls.keys() else "REQUIRED")
    return rest
