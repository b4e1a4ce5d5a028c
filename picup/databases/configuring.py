"""The replicas among the settings' DATABASES."""

from copy import deepcopy

from django.core.exceptions import ImproperlyConfigured
from environ import Env

PRIMARY = "default"
# The same engines, watched: see watching.py.
WATCHED = {
    "django.db.backends.mysql": "picup.databases.mysql",
    "django.db.backends.sqlite3": "picup.databases.sqlite3",
}
# Seconds. A replica that does not answer in time costs one more query, on the primary.
REPLICA_TIMEOUTS = {"connect_timeout": 1, "read_timeout": 5, "write_timeout": 5}


def add_replicas(databases: dict[str, dict], addresses: list[str]) -> dict[str, int]:
    """Adds `replica1`, `replica2` … to Django's DATABASES in the order of their addresses, and has all of them
    watched. Returns the replicas' weights (`?weight=2` in the address) by their aliases.

    Raises `ImproperlyConfigured` for a weight that is no whole number of at least 1, and for a replica of another
    engine than the primary's.
    """
    weights: dict[str, int] = {}
    primary = databases[PRIMARY]
    for number, address in enumerate(addresses, start=1):
        replica = deepcopy(primary) | Env.db_url_config(address)
        if replica["ENGINE"] != primary["ENGINE"]:
            raise ImproperlyConfigured("DATABASE_REPLICA_URLS must be of the same engine as DATABASE_URL.")
        weight = replica["OPTIONS"].pop("weight", 1)
        if not isinstance(weight, int) or weight < 1:
            raise ImproperlyConfigured("DATABASE_REPLICA_URLS: weight must be a whole number of at least 1.")
        replica["OPTIONS"] = deepcopy(primary.get("OPTIONS", {})) | replica["OPTIONS"]
        if replica["ENGINE"].endswith("mysql"):
            replica["OPTIONS"] |= REPLICA_TIMEOUTS
        # Tests that know nothing of replicas find their own rows in them.
        replica["TEST"] = {"MIRROR": PRIMARY}
        databases[f"replica{number}"], weights[f"replica{number}"] = replica, weight
    if weights:
        for database in databases.values():
            database["ENGINE"] = WATCHED.get(database["ENGINE"], database["ENGINE"])
    return weights
