"""A database of Redis that no other process clears, the circuit closed, and a place to count what is built."""

import os
import threading
import time

import pytest

from deploy.local.fixtures import is_installed

# On the run's Redis: the stack's site has 0, and each process of pytest-xdist clears its own.
OWN_DATABASE = 1 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


@pytest.fixture
def on_redis(settings):
    """`on_redis(member)`: Django's cache is that Redis, with the settings of the site but for its timeouts: on a busy
    machine a healthy one may need longer."""
    if not is_installed("django_redis"):
        pytest.skip("django-redis is not installed: make setup-servers.")
    from picup.cache.options import configure
    from picup.cache.redis import circuit

    def use(redis, options: str = "?socket_timeout=2&socket_connect_timeout=2", database: int = 0) -> None:
        url = f"{redis.url.rpartition('/')[0]}/{database}" if database else redis.url
        settings.CACHES = {"default": configure(url + options)}
        from django.core.cache import cache

        circuit.close()
        cache.clear()

    circuit.close()
    yield use
    circuit.close()


class Builder:
    """Builds a piece, slowly, and counts how often."""

    def __init__(self, seconds: float = 0, **piece: str):
        self.seconds, self.piece, self.builds = seconds, piece or {"content": "엄마"}, 0
        self.lock = threading.Lock()

    def __call__(self):
        with self.lock:
            self.builds += 1
        time.sleep(self.seconds)
        return self.piece, 60.0


def yes() -> bool:
    return True
