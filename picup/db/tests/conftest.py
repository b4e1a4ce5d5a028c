"""A primary and a replica that can be told apart: two SQLite files, the second a copy of the first. What a test
writes afterwards is not in the copy, as if it were far behind."""

import sqlite3
from contextlib import closing, contextmanager
from copy import deepcopy

import pytest
from django.conf import settings as site_settings
from django.db import connections

from picup.db import health
from picup.db.routing import ReadRoute, current


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("picup.core.monitoring.PAUSE_SECONDS", 0.05)
    monkeypatch.setattr("picup.db.health.DOUBT_SECONDS", 0.05)


@pytest.fixture
def replicas(transactional_db, django_db_blocker, settings, tmp_path, quick):
    """`replicas(1)`, after the rows are made that all databases shall have. Returns their names."""
    if connections["default"].vendor != "sqlite":
        pytest.skip("Real servers are in deploy/local/tests/test_databases.py.")
    made = []

    def make(count: int = 1, weights: tuple[int, ...] = ()) -> list[str]:
        names = [f"replica{number}" for number in range(1, count + 1)]
        made.extend(add_copy(name, tmp_path / f"{name}.sqlite3") for name in names)
        settings.DATABASE_REPLICAS = dict(zip(made, weights or (1,) * count, strict=True))
        settings.DATABASE_ROUTERS = ["picup.db.router.Router"]
        settings.MIDDLEWARE = ["picup.db.middleware.DatabaseMiddleware", *site_settings.MIDDLEWARE]
        health.database_monitor.forget()
        wait_until(health.database_monitor, "up", *made)
        return made

    # Django's tests forbid databases that were not there when they began.
    with pytest.MonkeyPatch.context() as patch:
        connect = django_db_blocker._real_ensure_connection
        patch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", connect)
        yield make
    health.database_monitor.forget()
    for name in made:
        connections[name].close()
        del connections[name]
        del connections.settings[name]


def add_copy(name: str, path) -> str:
    primary = connections["default"]
    with closing(sqlite3.connect(path)) as copy:
        primary.ensure_connection()
        primary.connection.backup(copy)
    configuration = deepcopy(primary.settings_dict)
    configuration |= {"NAME": str(path), "ENGINE": "picup.db.sqlite3"}
    connections.settings[name] = configuration
    return name


@contextmanager
def harmed(name: str):
    """Its file is nowhere any more, for requests that connect and for the probe."""
    [server] = [server for server in health.database_monitor.servers() if server.name == name]
    connections[name].close()
    path, probe = connections.settings[name]["NAME"], server.probe
    connections.settings[name]["NAME"], server.probe = f"{path}.gone/nowhere", refuse
    yield
    connections.settings[name]["NAME"], server.probe = path, probe


def refuse():
    raise ConnectionError


def wait_until(watch, state: str, *names: str) -> None:
    from tests.support.site import wait_for

    wait_for(lambda: all(watch.verdicts()[name].state == state for name in names), 5, 0.01)


@contextmanager
def request_route(**values):
    """As within a request."""
    route = ReadRoute(**values)
    token = current.set(route)
    try:
        yield route
    finally:
        current.reset(token)
