import os
import time

import pytest

from picup.db.health import DatabaseMonitor
from picup.db.probes import NotReplicating
from picup.db.state import read_only
from tests.support.site import wait_for


class Database:
    def __init__(self):
        self.behind, self.error, self.asked = 0, None, 0

    def ask(self) -> int:
        self.asked += 1
        if self.error:
            raise self.error
        return self.behind


@pytest.fixture
def primary():
    return Database()


@pytest.fixture
def replica():
    return Database()


@pytest.fixture
def watch(primary, replica, monkeypatch):
    monkeypatch.setattr("picup.core.monitoring.PAUSE_SECONDS", 0.05)
    watch = DatabaseMonitor(lambda: {"default": primary.ask, "replica1": replica.ask})
    yield watch
    watch.forget()


def state(watch, name: str = "replica1") -> str:
    return watch.verdicts()[name].state


def wait_until(watch, wanted: str, name: str = "replica1") -> None:
    wait_for(lambda: state(watch, name) == wanted, 5, 0.005)


def rounds(database, count: int) -> None:
    begun = database.asked
    wait_for(lambda: database.asked >= begun + count, 5, 0.005)


def test_it_works(watch, replica):
    """The first question waits for the first round."""
    assert state(watch) == state(watch, "default") == "up"
    replica.error = ConnectionError()
    wait_until(watch, "down")
    replica.error = None
    wait_until(watch, "up")


def test_one_bad_answer_changes_nothing(watch, replica):
    assert state(watch) == "up"

    ask, failed = replica.ask, []

    def ask_once():
        if not failed:
            failed.append(True)
            raise ConnectionError
        return ask()

    [server] = [server for server in watch.servers() if server.name == "replica1"]
    server.probe = ask_once
    seen = set()
    wait_for(lambda: failed, 5, 0.001)
    begun = replica.asked
    while replica.asked < begun + 5:
        seen.add(state(watch))
        time.sleep(0.002)
    assert seen == {"up"}


@pytest.mark.parametrize(("behind", "wanted"), [(5, "up"), (6, "lagging"), (3600, "lagging")])
def test_lag(watch, replica, behind, wanted):
    assert state(watch) == "up"
    replica.behind = behind
    rounds(replica, 4)
    assert state(watch) == wanted


def test_a_replica_that_follows_nobody(watch, replica):
    assert state(watch) == "up"
    known = watch.verdicts()["replica1"].complete_until
    replica.error = NotReplicating()
    wait_until(watch, "stopped")
    verdict = watch.verdicts()["replica1"]
    assert not verdict.has_all_until(0) and verdict.complete_until >= known


def test_what_is_in_a_replica(watch, replica):
    replica.behind = 3
    assert state(watch) == "up"
    before = time.time()
    rounds(replica, 3)
    until = watch.verdicts()["replica1"].complete_until
    assert before - 5 < until < time.time() - 3


def test_a_suspicion_counts_at_once_and_is_looked_into_at_once(watch, replica, monkeypatch):
    assert state(watch) == "up"
    rounds(replica, 2)
    monkeypatch.setattr("picup.core.monitoring.PAUSE_SECONDS", 30)
    monkeypatch.setattr("picup.db.health.DOUBT_SECONDS", 0.01)
    time.sleep(0.2)  # The last short pause is over.
    watch.suspect("replica1")
    assert state(watch) == "down"
    wait_until(watch, "up")


def test_the_mode(watch, primary, replica, caplog):
    assert not watch.is_read_only()
    primary.error = ConnectionError()
    wait_until(watch, "down", "default")
    assert watch.is_read_only()
    # With its primary it has nobody to follow, and is good to look at all the same.
    replica.error = NotReplicating()
    wait_until(watch, "stopped")
    assert watch.is_read_only()
    replica.error = ConnectionError()
    wait_until(watch, "down")
    assert not watch.is_read_only()
    replica.error = primary.error = None
    wait_until(watch, "up", "default")
    assert not watch.is_read_only()
    assert caplog.text.count("Read-only mode begins") == 1


def test_a_suspicion_of_the_primary_begins_it_at_once(watch):
    assert not watch.is_read_only()
    watch.suspect("default")
    assert watch.is_read_only()


def test_without_replicas_there_is_no_such_mode():
    assert not read_only({})


def test_a_forked_process_asks_for_itself(watch, replica):
    assert state(watch) == "up"
    child = os.fork()
    if child == 0:
        replica.error = ConnectionError()
        os._exit(0 if state(watch) == "down" else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert state(watch) == "up"
