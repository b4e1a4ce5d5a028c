"""HEAD through the application as gunicorn calls it. Django's test client would take the body out by itself."""

import io
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from picup.web.head import HeadMiddleware

BODY = b"photo" * 1000


def ask(method: str, path: str) -> tuple[dict, bytes]:
    """Return the header fields and the body that the whole site answers."""
    environ: dict = {}
    setup_testing_defaults(environ)
    environ |= {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_HOST": "localhost"}
    headers: dict = {}
    answer = WSGIHandler()(environ, lambda status, fields: headers.update(fields, status=status))
    try:
        return headers, b"".join(answer)
    finally:
        answer.close()


@pytest.mark.parametrize("path", ["/accounts/login/", "/healthz", "/metrics", "/", "/nope/", "/admin/login/"])
def test_it_works(db, path):
    expected, body = ask("GET", path)
    headers, nothing = ask("HEAD", path)
    assert body or expected["status"].startswith("302")
    assert nothing == b""
    assert headers["status"] == expected["status"] and headers["Content-Type"] == expected["Content-Type"]
    assert int(headers["Content-Length"]) > 0 or not body


class Source(io.BytesIO):
    """A file that knows how many bytes were read from it."""

    taken = 0

    def read(self, size=-1):
        part = super().read(size)
        self.taken += len(part)
        return part


@pytest.mark.parametrize("make", [FileResponse, StreamingHttpResponse])
def test_a_stream_is_closed_and_not_read(db, make):
    source = Source(BODY)
    response = HeadMiddleware(lambda request: make(source))(RequestFactory().head("/"))
    assert b"".join(response) == b"" and source.taken == 0
    # gunicorn would send this by sendfile instead.
    assert getattr(response, "file_to_stream", None) is None
    response.close()
    assert source.closed


@pytest.mark.parametrize("method", ["get", "post"])
def test_other_methods_keep_their_body(method):
    request = getattr(RequestFactory(), method)("/")
    assert HeadMiddleware(lambda request: HttpResponse(BODY))(request).content == BODY
    assert b"".join(HeadMiddleware(lambda request: StreamingHttpResponse([BODY]))(request)) == BODY
