import io

from picup.web import unread_bodies
from picup.web.unread_bodies import read_to_the_end


def test_it_works(client):
    """Refused without a look at its body, which is read all the same."""
    body = io.BytesIO(b"x" * 200_000)
    sent = {"wsgi.input": body, "CONTENT_LENGTH": "200000"}
    answer = client.generic("POST", f"/albums/{'a' * 20}/add/", **sent)
    assert answer.status_code == 302
    assert body.read() == b""


def test_a_body_that_never_ends_is_cut(monkeypatch):
    monkeypatch.setattr(unread_bodies, "SECONDS", 0.05)

    class Endless:
        def read(self, size):
            return b"x"

    read_to_the_end(Endless())


def test_a_caller_who_has_gone():
    class Broken:
        def read(self, size):
            raise ConnectionResetError

    read_to_the_end(Broken())
