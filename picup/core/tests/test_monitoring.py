import os
import threading
import time

import pytest

from picup.core.monitoring import Monitor
from tests.support.site import wait_for
from tests.support.waiting import waits_less_than


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr("picup.core.monitoring.PAUSE_SECONDS", 0.02)
    monkeypatch.setattr("picup.core.monitoring.DEADLINE_SECONDS", 0.2)


@pytest.fixture
def start():
    monitors = []

    def start(**probes):
        monitors.append(Monitor(lambda: dict(probes)))
        return monitors[-1]

    yield start
    for monitor in monitors:
        monitor.forget()


class Server:
    """Answers, refuses, or hangs."""

    def __init__(self):
        self.is_up, self.answers, self.asked = True, threading.Event(), 0
        self.answers.set()

    def ask(self):
        self.asked += 1
        self.answers.wait()
        if not self.is_up:
            raise ConnectionRefusedError("amqp://picup:secret@127.0.0.1")


@pytest.fixture
def server():
    server = Server()
    yield server
    server.answers.set()


def test_it_works(start, server):
    monitor = start(server=server.ask, other=lambda: None)
    assert [state.up for state in monitor.read().values()] == [True, True]
    server.is_up = False
    wait_for(lambda: not monitor.read()["server"].up, 5, 0.01)
    down = monitor.read()
    assert down["other"].up
    server.is_up = True
    wait_for(lambda: monitor.read()["server"].up, 5, 0.01)
    up = monitor.read()
    assert up["server"].since > down["server"].since and up["other"].since == down["other"].since


def test_one_that_hangs_is_down_stalls_nobody_and_is_asked_once(start, server):
    server.answers.clear()
    monitor = start(server=server.ask, other=lambda: None)
    with waits_less_than(0.2 + 0.5):
        assert not monitor.read()["server"].up
    since = monitor.read()["server"].since
    time.sleep(0.5)
    with waits_less_than(0.1):
        state = monitor.read()
    assert (server.asked, state["server"].since, state["other"].up) == (1, since, True)
    server.answers.set()
    wait_for(lambda: monitor.read()["server"].up, 5, 0.01)


def test_a_state_is_logged_when_it_changes_without_words_of_the_error(start, server, caplog):
    caplog.set_level("INFO")
    server.is_up = False
    monitor = start(server=server.ask)
    monitor.read()
    time.sleep(0.2)
    server.is_up = True
    # A state is set a moment before it is logged.
    wait_for(lambda: len(caplog.records) >= 2, 5, 0.01)
    lines = [(line.levelname, line.getMessage()) for line in caplog.records]
    assert lines == [
        ("WARNING", "server is down: ConnectionRefusedError"),
        ("INFO", "server is up again"),
    ]


def test_a_forked_process_asks_for_itself(start, server):
    monitor = start(server=server.ask)
    assert monitor.read()["server"].up
    child = os.fork()
    if child == 0:
        server.is_up = False
        seen = monitor.read()["server"].up
        os._exit(1 if seen else 0)
    assert os.waitpid(child, 0)[1] == 0
    assert monitor.read()["server"].up
