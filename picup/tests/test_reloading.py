"""gunicorn is told to change while people look and add: nobody is left without an answer."""

import io
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.browser import Person
from tests.support.kinds import wide
from tests.support.photos import draw, one_of_a_kind
from tests.support.processes import alive
from tests.support.site import wait_for
from tests.support.web_alone import WebAlone

PHOTO = draw(1, 320, 240)
RELOAD, MORE, FEWER, KILL = signal.SIGHUP, signal.SIGTTIN, signal.SIGTTOU, signal.SIGKILL


@pytest.fixture(scope="module")
def site():
    site = WebAlone(WEB_PROCESSES="2", LOG_LEVEL="INFO")
    try:
        yield site.start()
    finally:
        print(site.log.read_text()[-3000:])
        site.remove()


@pytest.fixture(scope="module")
def jieun(site):
    return Person(site.url).sign_up("jieun@example.com")


@pytest.fixture(scope="module")
def album(jieun):
    return jieun.new_album("Summer")


def tell(site: WebAlone, number: int) -> None:
    """Gunicorn; or -9 to one of its workers. Returns when a change of its workers is seen."""
    before = wait_for(site.workers)
    os.kill(before[0] if number == KILL else site.process.pid, number)
    wait_for(lambda: set(site.workers()) != set(before) or (number == FEWER and len(before) == 1))


def request_of(jieun: Person, album: str) -> requests.PreparedRequest:
    return requests.Request(
        "POST",
        f"{jieun.url}{album}add/",
        data={"csrfmiddlewaretoken": jieun.session.cookies["csrftoken"]},
        files=[("files", ("a photo.jpg", one_of_a_kind(PHOTO)))],
        headers={"Accept": "application/json"},
        cookies=jieun.session.cookies,
    ).prepare()


def add(jieun: Person, album: str) -> str:
    """One photo on a connection of its own; its status."""
    with requests.Session() as session:
        answer = session.send(request_of(jieun, album), timeout=60)
    return answer.json()["results"][0]["status"]


def look(jieun: Person, address: str) -> int:
    return requests.get(jieun.url + address, cookies=jieun.session.cookies, timeout=60).status_code


# Each goes on with what the one before it left: of two processes 2, 2, 3, 2, 1, 2, 2, 2 and 2.
@pytest.mark.parametrize(
    "told",
    [[KILL, KILL], [RELOAD, RELOAD],
     *wide([MORE], [FEWER], [FEWER, KILL], [KILL, RELOAD], [FEWER, FEWER, MORE], [MORE, FEWER], [FEWER, RELOAD])],
    ids=lambda told: " ".join(number.name for number in told),
)  # fmt: skip
def test_uploads_are_answered_after(site, jieun, album, told):
    """A master that fails when it counts the first that ended is seen dead before the second is replaced."""
    for number in told:
        tell(site, number)
    site.wait_until_up()
    with ThreadPoolExecutor(4) as people:
        assert list(people.map(lambda _: add(jieun, album), range(8))) == ["added"] * 8
    assert site.process.poll() is None


@pytest.mark.wide
def test_nothing_is_lost_meanwhile(site, jieun, album):
    """Three look and three add, each on connections of their own."""
    enough, counts, troubles = threading.Event(), {"looked": 0, "added": 0}, []

    def go_on(what: str, act, expected) -> None:
        while not enough.is_set():
            try:
                answer = act()
            except (requests.RequestException, KeyError) as error:
                answer = error
            if answer != expected:
                troubles.append((what, answer))
            counts[what] += 1
            # Without any pause they would take the processor from those that gunicorn starts.
            time.sleep(0.05)

    people = [threading.Thread(target=go_on, args=("looked", lambda: look(jieun, album), 200)) for _ in "123"]
    people += [
        threading.Thread(target=go_on, args=("added", lambda: add(jieun, album), "added")) for _ in "123"
    ]
    for person in people:
        person.start()
    for number in (MORE, FEWER, RELOAD):
        seen = dict(counts)
        tell(site, number)
        wait_for(lambda seen=seen: all(counts[what] >= seen[what] + 6 for what in counts) or troubles)
    enough.set()
    for person in people:
        person.join()
    assert troubles == []


class HalfSent(io.BytesIO):
    """A body whose second half waits."""

    def __init__(self, content: bytes):
        super().__init__(content)
        self.half, self.go_on = len(content) // 2, threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() < self.half:
            return super().read(self.half)
        assert self.go_on.wait(60)
        return super().read(size)


@pytest.mark.parametrize("number", [RELOAD, FEWER])
def test_what_is_on_its_way_arrives(site, jieun, album, number):
    """A slow phone, half of whose photos are sent when gunicorn is told. Several, so that each process has one."""
    if len(site.workers()) != 2:
        tell(site, RELOAD)
    bodies = []

    def send_slowly(_) -> str:
        request = request_of(jieun, album)
        body = HalfSent(request.body)
        request.body = body
        bodies.append(body)
        with requests.Session() as session:
            return session.send(request, timeout=60).json()["results"][0]["status"]

    with ThreadPoolExecutor(4) as phones:
        answers = phones.map(send_slowly, range(4))
        wait_for(lambda: len(bodies) == 4 and all(body.tell() >= body.half for body in bodies))
        # Until they are in hand. What waits in the socket is nobody's yet, and safe as well.
        time.sleep(0.5)
        os.kill(site.process.pid, number)
        time.sleep(1)
        assert look(jieun, album) == 200
        for body in bodies:
            body.go_on.set()
        assert list(answers) == ["added"] * 4


def test_it_stops_when_it_is_asked(site):
    """As a supervisor asks. At SIGINT gunicorn's worker shuts its pool down inside the signal's handler.

    A worker that is just starting a thread waits there for a lock of its own, until `graceful_timeout`.
    """
    workers = wait_for(site.workers)
    site.process.terminate()
    assert site.process.wait(60) == 0
    assert not alive(workers)
