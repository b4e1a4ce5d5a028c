import threading

import pytest

from picup.cache.circuit import Circuit, Open


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Server:
    """Counts how often it was asked."""

    is_well, asked = True, 0

    def __call__(self) -> str:
        self.asked += 1
        if not self.is_well:
            raise TimeoutError("too late")
        return "an answer"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def circuit(clock):
    return Circuit(pause=5, clock=clock)


@pytest.fixture
def server():
    return Server()


def fail(circuit, server) -> None:
    server.is_well = False
    with pytest.raises(TimeoutError):
        circuit.run(server)


def test_it_works(circuit, server, clock, caplog):
    caplog.set_level("INFO")
    assert circuit.run(server) == "an answer"
    fail(circuit, server)
    for _ in range(100):
        with pytest.raises(Open):
            circuit.run(server)
    assert server.asked == 2
    clock.now += 5
    server.is_well = True
    assert [circuit.run(server) for _ in range(3)] == ["an answer"] * 3
    told = [record.getMessage() for record in caplog.records]
    assert told == ["The cache does not answer, pages are slower: TimeoutError", "The cache answers again"]


def test_still_ill_it_is_asked_once_in_each_pause_and_told_once(circuit, server, clock, caplog):
    fail(circuit, server)
    for _ in range(3):
        clock.now += 5
        fail(circuit, server)
        with pytest.raises(Open):
            circuit.run(server)
    assert server.asked == 4 and len(caplog.records) == 1


def test_one_thread_asks_for_all(circuit, server, clock):
    """The one that hangs keeps no other waiting."""
    fail(circuit, server)
    clock.now += 5
    asks, enough = threading.Event(), threading.Event()

    def hang() -> None:
        asks.set()
        enough.wait(10)

    thread = threading.Thread(target=circuit.run, args=(hang,))
    thread.start()
    asks.wait(10)
    with pytest.raises(Open):
        circuit.run(server)
    enough.set()
    thread.join()
    server.is_well = True
    assert circuit.run(server) == "an answer"
