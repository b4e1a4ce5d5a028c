"""Uploads without nginx: no more in hand than WEB_UPLOADS, and pages go on whatever uploads wait for."""

import socket
from contextlib import ExitStack, contextmanager

import pytest
import requests

from tests.support.browser import TOKEN, Person
from tests.support.photos import draw, one_of_a_kind
from tests.support.site import wait_for
from tests.support.web_alone import WebAlone

PHOTO = draw(1, 320, 240)
LIMIT = 2


@pytest.fixture(scope="module")
def site():
    site = WebAlone(WEB_UPLOADS=str(LIMIT), LOG_LEVEL="INFO")
    try:
        yield site.start()
    finally:
        print(site.log.read_text()[-3000:])
        site.remove()


@pytest.fixture(scope="module")
def jieun(site):
    return Person(site.url).sign_up("jieun@example.com")


@pytest.fixture
def album(jieun):
    return jieun.new_album("Summer")


@pytest.fixture
def busy(site, jieun, album):
    """As many uploads as the process takes, each half sent over a slow line."""
    with ExitStack() as lines:

        def is_busy() -> bool:
            # Another each time: one that comes at the same moment as the whole upload below may be the one refused.
            lines.enter_context(slow_line(jieun, album))
            return upload(jieun, album).status_code == 503

        wait_for(is_busy)
        yield lines


@contextmanager
def slow_line(person: Person, album: str, method: str = "POST"):
    """Half an upload, which at the end is broken off and waited for: its place is free again, whatever comes next."""
    with half_sent(person, album, method) as line:
        yield line
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            pass


def half_sent(person: Person, album: str, method: str = "POST") -> socket.socket:
    """The beginning of an upload, with the cookies of somebody who may send one."""
    cookies = "; ".join(f"{name}={value}" for name, value in person.session.cookies.items())
    host, _, port = person.url.removeprefix("http://").partition(":")
    head = [
        f"{method} {album}add/ HTTP/1.1",
        f"Host: {host}:{port}",
        f"Cookie: {cookies}",
        "Content-Type: multipart/form-data; boundary=b",
        "Content-Length: 1000000",
    ]
    line = socket.create_connection((host, int(port)), timeout=240)
    line.sendall("\r\n".join([*head, "", "--b\r\nContent-Disposition: form-data"]).encode())
    return line


def upload(person: Person, album: str, **headers: str) -> requests.Response:
    """One photo as the uploader sends it, on a connection of its own."""
    return requests.post(
        f"{person.url}{album}add/",
        data={"csrfmiddlewaretoken": TOKEN.search(person.get(album + "add/").text).group(1)},
        files=[("files", ("a photo.jpg", one_of_a_kind(PHOTO)))],
        headers={"Accept": "application/json", **headers},
        cookies=person.session.cookies,
        timeout=60,
    )


def test_it_works(jieun, album, busy):
    """Refused with when to come again, and taken then."""
    answer = upload(jieun, album)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.json() == {"error": "busy", "retry_after": 1}
    busy.close()
    taken = wait_for(lambda: (found := upload(jieun, album)).status_code == 200 and found)
    assert taken.json()["results"][0]["status"] == "added"


def test_the_plain_form_gets_a_page_in_both_languages(jieun, album, busy):
    answer = upload(jieun, album, Accept="text/html")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert answer.text.index("지금 조금 붐벼요") < answer.text.index("Too much at once")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_large_photo_that_is_refused_gets_the_answer(jieun, album, busy):
    """Sent to its end by a caller who only then looks for one."""
    for _ in range(10):
        answer = requests.post(
            f"{jieun.url}{album}add/",
            data=b"x" * 8_000_000,
            headers={"Accept": "application/json"},
            timeout=60,
        )
        assert answer.status_code == 503, answer.text


def test_pages_go_on(jieun, album, busy):
    """Of each method, more come over slow lines than the process has threads."""
    with ExitStack() as lines:
        methods = ["POST", "PUT", "PATCH"] * 10
        more = [lines.enter_context(slow_line(jieun, album, method)) for method in methods]
        assert [jieun.get(address).status_code for address in ("/", album, f"{album}add/")] == [200] * 3
        for line in more:
            assert line.recv(12) == b"HTTP/1.1 503"


def test_each_ends_its_turn(jieun, album):
    """Whatever came of it: taken, refused, or gone in the middle."""
    for _ in range(3 * LIMIT):
        assert upload(jieun, album).status_code == 200
        half_sent(jieun, album).close()
        assert requests.post(f"{jieun.url}{album}add/", data=b"x" * 1000, timeout=60).status_code in (
            200,
            503,
        )
        wait_for(lambda: upload(jieun, album).status_code == 200)
