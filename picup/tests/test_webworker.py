"""Uploads have a process of their own: it hangs, dies or is overrun, and pages go on."""

import os
import signal
import socket
import threading
import time
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from picup.giving_way import NICENESS
from picup.webworker import Handover, Listener
from tests.browser import Person
from tests.photos import draw, one_of_a_kind
from tests.site import Site, wait_for

PHOTO = draw(1, 320, 240)


@pytest.fixture(scope="module")
def site():
    site = Site(WEB_PROCESSES="1", LOG_LEVEL="INFO")
    yield site.start()
    print(site.log.read_text()[-5000:])
    site.remove()


@pytest.fixture(scope="module")
def jieun(site):
    return Person(site.url).sign_up("jieun@example.com")


@pytest.fixture
def album(jieun):
    return jieun.new_album("Summer")


def takes_uploads(site: Site) -> int:
    """The id of the process that does: it leads a session."""
    return wait_for(lambda: next((pid for pid in site.members()["web"][1:] if leads(pid)), None))


def leads(pid: int) -> bool:
    with suppress(ProcessLookupError):
        return os.getsid(pid) == pid
    return False


def send(person: Person, album: str) -> str:
    """One photo on a connection of its own; its status."""
    answer = Person(person.url)
    answer.session.cookies.update(person.session.cookies)
    sent = answer.session.post(
        f"{person.url}{album}add/",
        data={"csrfmiddlewaretoken": person.session.cookies["csrftoken"]},
        files=[("files", ("a photo.jpg", one_of_a_kind(PHOTO)))],
        headers={"Accept": "application/json"},
        timeout=120,
    )
    return sent.json()["results"][0]["status"]


@contextmanager
def frozen(pid: int):
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGCONT)


def in_background(act, *arguments) -> tuple[threading.Thread, list]:
    answers: list = []
    thread = threading.Thread(target=lambda: answers.append(act(*arguments)))
    thread.start()
    return thread, answers


def test_it_works(site, jieun, album):
    """A page, an upload and a page again on what the person takes for one connection."""
    assert jieun.upload(album, ("a.jpg", one_of_a_kind(PHOTO))).json()["results"][0]["status"] == "added"
    assert jieun.get(album).status_code == 200


def test_it_gives_way(site):
    """To pages, and so does its session, where Linux schedules by sessions."""
    pid = takes_uploads(site)
    assert os.getpriority(os.PRIO_PROCESS, pid) == NICENESS
    group = Path(f"/proc/{pid}/autogroup")
    assert not group.exists() or group.read_text().strip().endswith(f"nice {NICENESS}")


def test_pages_go_on_while_it_hangs(site, jieun, album):
    with frozen(takes_uploads(site)):
        threads, answers = zip(*(in_background(send, jieun, album) for _ in range(20)), strict=True)
        # The site has eight threads for pages.
        time.sleep(1)
        assert [jieun.get(album).status_code for _ in range(3)] == [200] * 3
        assert not any(answers)
    [thread.join() for thread in threads]
    assert list(answers) == [["added"]] * 20


def test_its_successor_takes_what_it_had_not(site, jieun, album):
    pid = takes_uploads(site)
    with frozen(pid):
        thread, answers = in_background(send, jieun, album)
        time.sleep(1)
        os.kill(pid, signal.SIGKILL)
        thread.join()
        assert answers == ["added"]
        assert takes_uploads(site) != pid
    assert send(jieun, album) == "added"


def test_who_has_gone_meanwhile(site, jieun, album):
    with frozen(takes_uploads(site)):
        for _ in range(5):
            with socket.create_connection(("127.0.0.1", site.port)) as connection:
                connection.sendall(f"POST {album}add/ HTTP/1.1\r\nHost: x\r\n".encode())
                time.sleep(0.1)
                # Reset, not only closed.
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert send(jieun, album) == "added"


def test_the_next_request_goes_to_who_shows_pages(site, album):
    with socket.create_connection(("127.0.0.1", site.port)) as connection:
        connection.settimeout(10)
        connection.sendall(f"POST {album}add/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(1000), b""))
    assert b"\r\nconnection: close\r\n" in answer.lower()


def test_too_many_on_their_way():
    """The one after them is answered where it is."""
    handover = Handover()
    with closing(handover.inlet), closing(handover.outlet), socket.socket() as connection:
        assert handover.give(connection)
        assert wait_for(lambda: not handover.give(connection), pause=0)


def test_nothing_on_its_way():
    handover = Handover()
    handover.outlet.setblocking(False)
    with closing(handover.inlet), closing(handover.outlet), pytest.raises(BlockingIOError):
        Listener(handover, ("127.0.0.1", 80)).accept()
