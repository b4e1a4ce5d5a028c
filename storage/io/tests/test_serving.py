"""Ranges, types and headers, over the real view of a large original."""

import os

import pytest
from django.db import transaction
from django.test import RequestFactory

from storage.backends import get_backends
from storage.io import reader
from storage.io.serving import send_file
from storage.services import mark_kept

CONTENT = os.urandom(700_001)
SIZE = len(CONTENT)


@pytest.fixture
def file(write):
    file = write(CONTENT)
    with transaction.atomic():
        mark_kept(file)
    return file


def ask(file, method="get", **headers):
    return send_file(getattr(RequestFactory(), method)("/", headers=headers), file, keep_seconds=60)


@pytest.fixture(params=["small", "large"])
def any_size(request, monkeypatch):
    """Sent in one piece, and streamed."""
    if request.param == "large":
        monkeypatch.setattr(reader, "SMALL", 0)


def body(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_it_works(file, any_size):
    response = ask(file)
    assert (response.status_code, body(response)) == (200, CONTENT)
    assert response["Content-Length"] == str(SIZE) and response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == f'"{file.sha256}"' and "immutable" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("range_", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, SIZE),
        ("bytes=65535-65536", 65535, 65537),
        ("bytes=262143-262144", 262143, 262145),
        ("bytes=300000-500000", 300000, 500001),
        ("bytes=-1", SIZE - 1, SIZE),
        (f"bytes=-{10 * SIZE}", 0, SIZE),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE),
        (f"bytes=5-{10 * SIZE}", 5, SIZE),
        ("bytes=5-" + "9" * 5000, 5, SIZE),
    ],
)
def test_a_range(file, range_, start, end):
    response = ask(file, Range=range_)
    assert response.status_code == 206
    assert body(response) == CONTENT[start:end]
    assert response["Content-Range"] == f"bytes {start}-{end - 1}/{SIZE}"
    assert response["Content-Length"] == str(end - start)


@pytest.mark.parametrize("range_", [f"bytes={SIZE}-", "bytes=-0", "bytes=" + "9" * 5000 + "-"])
def test_beyond_the_end(file, range_):
    response = ask(file, Range=range_)
    assert response.status_code == 416 and response["Content-Range"] == f"bytes */{SIZE}"
    assert not response.content


@pytest.mark.parametrize(
    "range_",
    ["bytes=", "bytes=-", "bytes=5-2", "lines=1-2", "bytes=0-1,5-6", "bytes=a-b", "bytes=١-٢", "\x00"],
)
def test_what_is_no_range_gets_the_whole(file, range_):
    response = ask(file, Range=range_)
    assert (response.status_code, body(response)) == (200, CONTENT)


def test_if_range(file):
    assert ask(file, Range="bytes=0-9", **{"If-Range": f'"{file.sha256}"'}).status_code == 206
    assert ask(file, Range="bytes=0-9", **{"If-Range": '"other"'}).status_code == 200


def test_head_has_no_part(file):
    response = ask(file, "head", Range="bytes=0-9")
    assert response.status_code == 200 and response["Content-Length"] == str(SIZE)


def test_a_range_reads_little(file):
    """The first segments are damaged in main: who asks for the end does not notice."""
    path = get_backends()["main"].path(file.key)
    stored = bytearray(path.read_bytes())
    stored[100] ^= 1
    path.write_bytes(stored)
    get_backends()["backup"].delete(file.key)
    assert body(ask(file, Range="bytes=-10")) == CONTENT[-10:]


def test_lost_in_the_middle_of_an_answer_ends_it(file, monkeypatch):
    """Nothing wrong is sent: the answer is cut, and the browser knows from Content-Length."""
    monkeypatch.setattr(reader, "SMALL", 0)
    response = ask(file)
    parts = iter(response.streaming_content)
    first = next(parts)
    for backend in get_backends().values():
        path = backend.path(file.key)
        path.write_bytes(path.read_bytes()[:300_000] + b"x" * (path.stat().st_size - 300_000))
    sent = first
    with pytest.raises(OSError, match="no storage"):
        for part in parts:
            sent += part
    assert CONTENT.startswith(sent) and len(sent) < SIZE


def lose(file) -> None:
    for backend in get_backends().values():
        backend.delete(file.key)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Range": "bytes=0-9"}, 206),
        ({"If-None-Match": "*"}, 304),
        ({"Range": f"bytes={SIZE}-"}, 416),
        ({"Range": "bytes=-0"}, 416),
    ],
)
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_a_browser_may_keep(file, any_size, method, headers, status):
    """The file, its parts, and that it has it already. A range that is none today may be one tomorrow."""
    response = ask(file, method, **headers)
    if method == "get":
        assert response.status_code == status
    if response.status_code < 400:
        assert response["Cache-Control"] == "private, max-age=60, immutable" and "ETag" in response
    else:
        assert response["Cache-Control"] == "no-store" and "ETag" not in response


@pytest.mark.parametrize("headers", [{}, {"Range": "bytes=0-9"}])
def test_lost_everywhere_is_not_kept(file, any_size, headers):
    lose(file)
    response = ask(file, **headers)
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store" and "ETag" not in response
