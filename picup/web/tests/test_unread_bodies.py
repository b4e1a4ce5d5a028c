import io
import socket
import time
from contextlib import contextmanager

import pytest
from django.http import HttpResponse

from picup.web import unread_bodies
from picup.web.unread_bodies import PATIENT, UnreadBodyMiddleware, read_to_the_end


@pytest.fixture(autouse=True)
def proxy(settings):
    settings.TRUSTED_PROXIES = ["127.0.0.1"]


def test_it_works(client):
    """Refused without a look at its body, which is read all the same."""
    body = io.BytesIO(b"x" * 200_000)
    sent = {"wsgi.input": body, "CONTENT_LENGTH": "200000"}
    answer = client.generic("POST", f"/albums/{'a' * 20}/add/", **sent)
    assert answer.status_code == 302
    assert body.read() == b""


def test_who_comes_without_a_proxy_takes_no_thread(client, settings):
    settings.TRUSTED_PROXIES = []
    body = io.BytesIO(b"x" * 200_000)
    sent = {"wsgi.input": body, "CONTENT_LENGTH": "200000"}
    assert client.generic("POST", f"/albums/{'a' * 20}/add/", **sent).status_code == 302
    assert len(body.read()) == 200_000


def test_a_body_that_never_ends_is_cut():
    class Endless:
        def read(self, size):
            return b"x"

    assert not read_to_the_end(Endless(), 0.05)


def test_a_caller_who_has_gone():
    class Broken:
        def read(self, size):
            raise ConnectionResetError

    assert not read_to_the_end(Broken(), 5)


@contextmanager
def silent_caller(rf, path: str = "/uploads/"):
    """A request whose sender keeps the connection open and sends nothing."""
    ours, theirs = socket.socketpair()
    with ours, theirs, ours.makefile("rb") as body:
        environ = {"wsgi.input": body, "gunicorn.socket": ours, "CONTENT_LENGTH": "100"}
        yield rf.generic("POST", path, **environ), ours


@pytest.mark.parametrize("taken", [0, PATIENT])
def test_a_silent_caller_is_cut(rf, monkeypatch, taken):
    """Also when others have all the patience there is; and gunicorn then finds the end of the body at once."""
    monkeypatch.setattr(unread_bodies, "SECONDS", 0.05)
    middleware = UnreadBodyMiddleware(lambda request: HttpResponse())
    for _ in range(taken):
        middleware.patient.acquire()
    with silent_caller(rf) as (request, connection):
        begun = time.monotonic()
        middleware(request)
        assert time.monotonic() - begun < 30
        assert connection.gettimeout() is None, "the answer may take its time"
        assert connection.recv(1) == b""
    assert middleware.patient._value == PATIENT - taken
