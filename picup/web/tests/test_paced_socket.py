import socket
import threading
import time

import pytest

from picup.web import paced_socket
from picup.web.paced_socket import KEPT, Pace, PacedSocket, TooSlow


@pytest.fixture
def ends():
    """The site's end of a connection, and the caller's, with little room in the kernel."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        caller = socket.socket()
        caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        caller.connect(server.getsockname())
        ours = PacedSocket(server.accept()[0])
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1)
    ours.setblocking(True)
    with ours, caller:
        yield ours, caller


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(paced_socket, "SECONDS", 0.3)
    monkeypatch.setattr(paced_socket, "LOOK_AGAIN_SECONDS", 0.1)


def test_it_works(ends):
    ours, caller = ends
    caller.sendall(b"hello")
    assert ours.recv(100) == b"hello"
    ours.sendall(b"good day")
    assert caller.recv(100) == b"good day" and not ours.kept
    caller.close()
    assert ours.recv(100) == b""


def test_it_waits_for_what_comes(ends):
    ours, caller = ends
    threading.Timer(0.1, caller.sendall, [b"late"]).start()
    assert ours.recv(100) == b"late"


def test_an_answer_is_kept_for_a_slow_reader(ends):
    ours, caller = ends
    answer = bytes(range(256)) * 4000
    ours.sendall(answer[:1000])
    ours.sendall(answer[1000:])
    assert 0 < len(ours.kept) <= KEPT
    received = b""
    while len(received) < len(answer):
        received += caller.recv(65536)
        ours.send_kept()
    assert received == answer and not ours.kept


def test_silence_is_cut(ends, impatient):
    ours, _ = ends
    with pytest.raises(TooSlow):
        ours.recv(100)
    assert ours.is_cut


def test_an_answer_that_nobody_takes_is_cut(ends, impatient):
    ours, _ = ends
    with pytest.raises(ConnectionResetError):
        ours.sendall(b"x" * 20 * KEPT)
    assert ours.is_cut


def test_a_timeout_bounds_one_reading(ends):
    """As gunicorn sets it. The connection may go on."""
    ours, caller = ends
    ours.settimeout(0.05)
    assert ours.gettimeout() == 0.05
    with pytest.raises(TimeoutError):
        ours.recv(100)
    ours.settimeout(None)
    assert not ours.is_cut
    caller.sendall(b"late")
    assert ours.recv(100) == b"late"


class TestPace:
    def test_a_slow_line(self):
        """5 kB a second, for an hour."""
        pace = Pace()
        assert not any(pace.is_too_slow(1, 5000) for _ in range(3600))

    def test_a_pause(self):
        """A train in a tunnel."""
        pace = Pace()
        assert not pace.is_too_slow(1, 50_000)
        assert not pace.is_too_slow(25, 0)
        assert not pace.is_too_slow(1, 50_000)

    def test_silence(self):
        pace = Pace()
        assert not pace.is_too_slow(29, 0)
        assert pace.is_too_slow(1, 0)

    def test_silence_after_much(self):
        pace = Pace()
        assert not pace.is_too_slow(1, 10**9)
        assert not pace.is_too_slow(29, 0)
        assert pace.is_too_slow(1, 0)

    def test_drops(self):
        """A byte a second is no silence."""
        pace = Pace()
        assert [pace.is_too_slow(1, 1) for _ in range(30)].index(True) == 29

    def test_what_the_site_takes_does_not_count(self):
        pace = Pace()
        assert not any(pace.is_too_slow(0, 1) for _ in range(1000))


def test_what_is_in_the_kernel_is_not_taken(ends):
    ours, caller = ends
    ours.sendall(b"x" * KEPT)
    assert ours.sent > ours.count_taken()
    begun = time.monotonic()
    while ours.count_taken() < 100_000 and time.monotonic() < begun + 60:
        caller.recv(65536)
        ours.send_kept()
    assert ours.count_taken() >= 100_000
