"""A Redis that is killed, frozen, or lies costs time at most, and how much of it is counted."""

import os
import signal
import socket
import threading
import time
from contextlib import contextmanager

import pytest
from django.core.cache import cache

from albums.services.albums import create_album
from albums.tests.helpers import make_pictures
from deploy.local.fixtures import member_fixture
from picup.cache.circuit import FAILURES
from picup.cache.get_or_build import get_or_build
from picup.cache.tests.conftest import Builder, yes

redis = member_fixture("redis", own=True)


@pytest.fixture
def server(redis, own_stack, on_redis, monkeypatch):
    # However slow this machine is, the pause is not over before the test is.
    monkeypatch.setattr("picup.cache.redis.circuit.pause", 600)
    own_stack.start("redis")
    on_redis(redis)
    yield own_stack
    own_stack.start("redis")


@contextmanager
def frozen(stack):
    stack.signal("redis", signal.SIGSTOP)
    try:
        yield
    finally:
        stack.signal("redis", signal.SIGCONT)


def failures() -> float:
    [counter] = FAILURES.collect()
    return next(sample.value for sample in counter.samples if sample.name.endswith("_total"))


@pytest.fixture
def look(jieun, jieun_client):
    """A family looks at its shelf and an album, a few times."""
    album = create_album(person=jieun, title="Summer in Jeju", description="")
    make_pictures(album, 5)

    def look(times: int = 3) -> None:
        for _ in range(times):
            for address in ("/", album.get_absolute_url()):
                page = jieun_client.get(address)
                assert page.status_code == 200 and "Summer in Jeju" in page.content.decode()

    return look


def test_it_works(server, look, django_assert_num_queries):
    before = failures()
    look()
    with django_assert_num_queries(13):
        look(1)
    assert failures() == before


def test_killed(server, look):
    look()
    server.kill("redis")
    before = failures()
    look()
    assert failures() - before == 1, "asked once, and not again for some seconds"


def test_frozen(server, look, caplog):
    """Each page that is asked for costs nothing but its own queries; one answer in all is waited for."""
    look()
    before = failures()
    with frozen(server):
        look(5)
    assert failures() - before == 1
    assert [record.getMessage() for record in caplog.records if "cache" in record.getMessage()] == [
        "The cache does not answer, pages are slower: TimeoutError"
    ]


def test_frozen_before_anybody_was_connected(server, look):
    cache.client.get_client().connection_pool.disconnect()
    before = failures()
    with frozen(server):
        look(1)
    assert failures() - before == 1


def test_it_is_used_again_when_it_is_back(server, look, monkeypatch):
    monkeypatch.setattr("picup.cache.redis.circuit.pause", 0.05)
    build = Builder()
    get_or_build("a", build, yes)
    server.kill("redis")
    get_or_build("a", build, yes)
    server.start("redis")
    time.sleep(0.06)
    for _ in range(3):
        get_or_build("a", build, yes)
    assert build.builds == 3, "kept, lost, kept again"


def test_a_dead_cache_makes_nobody_wait_for_a_builder(server, monkeypatch):
    monkeypatch.setattr("picup.cache.get_or_build.PATIENCE", 60)
    server.kill("redis")
    build = Builder()
    started = time.monotonic()
    for _ in range(20):
        get_or_build("a", build, yes)
    assert build.builds == 20
    assert time.monotonic() - started < 60


def test_flags_and_sessions_outlive_it(server, mother_client):
    """A parent's visit is not noted, and she sees her page."""
    server.kill("redis")
    for _ in range(2):
        assert mother_client.get("/").status_code == 200


@contextmanager
def liar(answer: bytes):
    """A server that says this to everything."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                threading.Thread(target=lie, args=(connection,), daemon=True).start()

        def lie(connection) -> None:
            with connection:
                while connection.recv(65536):
                    connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1]
        listening.shutdown(socket.SHUT_RDWR)


class Address:
    def __init__(self, port: int):
        self.url = f"redis://127.0.0.1:{port}/{os.getpid() % 10}"


@pytest.mark.parametrize(
    "answer",
    [
        b"+OK\r\n",
        b"$-1\r\n",
        b":7\r\n",
        b"$5\r\nhello\r\n",
        b"$400\r\n" + b"[" * 400 + b"\r\n",
        b"$30\r\n\x80\x04\x95\x15\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.\r\n",
        b"*1\r\n$1\r\na\r\n",
        b"-OOM command not allowed\r\n",
        b"-READONLY You can't write against a read only replica.\r\n",
        b"-NOAUTH Authentication required.\r\n",
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"$x\r\n",
        b"\x00\xff\r\n",
    ],
)
def test_a_server_that_lies(on_redis, look, answer, monkeypatch):
    """No error, no page but ours, though it is asked each time."""
    monkeypatch.setattr("picup.cache.redis.circuit.pause", 0)
    with liar(answer) as port:
        on_redis(Address(port), options="")
        look(2)
        cache.client.get_client().connection_pool.disconnect()
