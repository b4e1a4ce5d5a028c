"""What the health monitor asks of the storages and of the history's server."""

from django.conf import settings

from picup.core.registry import Probe
from storage.backends import get_backends
from storage.backends.base import Backend
from storage.models import new_file_key

SECONDS = 1


def make_probes() -> dict[str, Probe]:
    probes = {f"storage {name}": storage_probe(backend) for name, backend in get_backends().items()}
    if settings.MONGO_URL:
        probes["history"] = history_probe()
    return probes


def storage_probe(backend: Backend) -> Probe:
    """A key that nobody has: an answer is an answer."""
    return lambda: backend.size(new_file_key())


def history_probe() -> Probe:
    """A connection of its own with short timeouts, kept from one round to the next."""
    # Imported late: without a server there is no such package.
    import pymongo

    wait = SECONDS * 1000
    client: pymongo.MongoClient = pymongo.MongoClient(
        settings.MONGO_URL,
        connect=False,
        connectTimeoutMS=wait,
        serverSelectionTimeoutMS=wait,
        socketTimeoutMS=wait,
        # Several sockets would only be kept open.
        maxPoolSize=1,
    )
    return lambda: client.admin.command("ping")
