from datetime import datetime

import pytest

from picup.ops.health import monitor
from storage.conftest import break_storage, directories, mend_storage  # noqa: F401 (fixtures)
from tests.support.site import wait_for

STORAGES = ["storage main", "storage backup", "database volume", "staging volume"]
EMBEDDED = ["database", "cache", *STORAGES, "broker"]


@pytest.fixture(autouse=True)
def quick_monitor(monkeypatch):
    """Asks often."""
    monkeypatch.setattr("picup.core.monitoring.PAUSE_SECONDS", 0.1)


def read(client) -> dict:
    return client.get("/readyz").json()


def test_it_works(client, db, directories):  # noqa: F811
    assert client.get("/healthz").content == b"ok\n"
    response = client.get("/readyz")
    assert response.status_code == 200 and "no-store" in response["Cache-Control"]
    answer = response.json()
    dependencies = answer.pop("dependencies")
    assert answer == {"ready": True, "all_up": True, "mode": "normal"}
    assert list(dependencies) == EMBEDDED
    for dependency in dependencies.values():
        assert dependency["state"] == "up"
        assert datetime.fromisoformat(dependency["since"]).utcoffset().total_seconds() == 0


@pytest.mark.parametrize("name", ["main", "backup"])
def test_a_storage_that_is_down_takes_nobody_from_the_albums(
    client,
    db,
    break_storage,  # noqa: F811
    mend_storage,  # noqa: F811
    name,
):
    dependency = f"storage {name}"
    was = read(client)["dependencies"][dependency]
    break_storage(name)
    wait_for(lambda: read(client)["dependencies"][dependency]["state"] == "down", 5)
    response = client.get("/readyz")
    answer = response.json()
    assert response.status_code == 200 and answer["ready"] is True and answer["all_up"] is False
    assert answer["dependencies"][dependency]["since"] > was["since"]
    mend_storage(name)
    wait_for(lambda: read(client)["all_up"], 5)
    assert read(client)["dependencies"][dependency]["since"] > answer["dependencies"][dependency]["since"]


def test_nobody_is_ready_without_the_database(client):
    """pytest-django refuses a test that did not ask for one."""
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["ready"] is False and response.json()["mode"] == "read-only"
    assert response.json()["dependencies"]["database"]["state"] == "down"


def test_a_database_without_our_tables_is_down(db, tmp_path):
    from picup.db.probes import Database

    empty = {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "empty.sqlite3", "OPTIONS": {}}
    with pytest.raises(Exception, match="no such table"):
        Database(empty).ask()


def test_asking_costs_the_request_no_query(jieun_client, django_assert_num_queries):
    monitor.read()
    with django_assert_num_queries(0):
        assert jieun_client.get("/healthz").status_code == 200
        assert jieun_client.get("/readyz").status_code == 200


def test_the_log_tells_of_a_change_and_no_address(client, db, break_storage, caplog):  # noqa: F811
    caplog.set_level("INFO")
    read(client)
    assert "picup.ops.health" not in caplog.text
    break_storage("main")

    def lines() -> list[str]:
        return [line.getMessage() for line in caplog.records if line.name == "picup.core.monitoring"]

    wait_for(lines, 5)
    assert lines() == ["storage main is down: StorageUnavailable"]


def test_strangers_get_the_verdict_alone(client, db):
    response = client.get("/readyz", REMOTE_ADDR="203.0.113.7")
    assert response.json() == {"ready": True}
    assert client.get("/readyz", headers={"X-Forwarded-For": "203.0.113.7"}).json() == {"ready": True}
