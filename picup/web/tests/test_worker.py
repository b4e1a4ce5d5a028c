"""The web server without nginx, by real connections: whoever is slow holds no thread, and nobody for ever.

Before, each attack below stopped pages or uploads for as long as it lasted; a page's patience here is 30 s.
"""

import os
import re
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from picup.web.crowd import OF_ADDRESS
from tests.support.browser import TOKEN, Person
from tests.support.photos import draw, heavy, one_of_a_kind
from tests.support.site import wait_for
from tests.support.slow_callers import SlowCallers, is_open, trickle
from tests.support.web_alone import WebAlone

PHOTO = draw(1, 320, 240)
# More than the kernel and the site keep for a reader who does not read.
ORIGINAL = heavy(PHOTO, 12)
# On its way for longer than the site waits for somebody who sends nothing.
SMALL_PHOTO = PHOTO[:2] + 3 * (b"\xff\xfe\xea\x62" + b"x" * 60_000) + PHOTO[2:]

# The site of this file has no worker that would make it. As many bytes as that of a noisy photo.
GIVE_LARGE = """
import io
from django.db import transaction
from albums.models import LARGE, Derivative, Picture
from storage.services import mark_kept, store
picture = Picture.objects.get(public_id="{picture}")
content = io.BytesIO(bytes(12_000_000))
file = store(
    family_id=picture.album.family_id, source=content, size=12_000_000, kind="derivative", content_type="image/webp"
)
with transaction.atomic():
    Derivative.objects.create(picture=picture, variant=LARGE, file=file, width=4096, height=3072)
    mark_kept(file)
"""


@pytest.fixture(scope="module")
def site():
    site = WebAlone(LOG_LEVEL="INFO")
    try:
        yield site.start()
    finally:
        print(site.log.read_text()[-3000:])
        site.remove()


@pytest.fixture(scope="module")
def mallory(site):
    """Of a family of her own, with an album and a large photo."""
    mallory = Person(site.url).sign_up("mallory@example.com", family="M")
    mallory.album = mallory.new_album("Mine")
    picture = mallory.upload(mallory.album, ("large.jpg", ORIGINAL)).json()["results"][0]["picture"]
    mallory.original = f"/pictures/{picture}/file/original"
    site.manage("shell", "--command", GIVE_LARGE.format(picture=picture))
    mallory.enlarged = f"/pictures/{picture}/file/large"
    return mallory


@pytest.fixture(scope="module")
def jieun(site):
    jieun = Person(site.url).sign_up("jieun@example.com")
    jieun.album = jieun.new_album("Summer")
    return jieun


def add(person: Person) -> str:
    answer = person.upload(person.album, ("a photo.jpg", one_of_a_kind(PHOTO)))
    return answer.json()["results"][0]["status"]


def figure(site, why: str) -> float:
    lines = requests.get(f"{site.url}/metrics", timeout=30).text.splitlines()
    found = [line for line in lines if line.startswith(f'picup_refused_total{{why="{why}"}}')]
    return float(found[0].split()[-1]) if found else 0.0


def test_it_works(site, jieun):
    """A request in pieces, and two at once, on one connection that stays open."""
    with SlowCallers(site.url, jieun) as callers:
        head = callers.head("GET /")
        line = callers.say(head[:10])
        for start in range(10, len(head), 50):
            time.sleep(0.01)
            line.sendall(head[start : start + 50])
        assert answer_of(line).startswith(b"HTTP/1.1 200")
        line.sendall(callers.head("GET /healthz") * 2)
        answers = line.makefile("rb")
        for _ in "12":
            assert read_answer(answers).startswith(b"HTTP/1.1 200")


def test_no_answer_names_the_web_server_or_its_version(site, jieun):
    """Not even one that gunicorn gives by itself."""
    with SlowCallers(site.url, jieun) as callers:
        for head in (callers.head("GET /"), callers.head("GET /none/"), b"nonsense\r\n\r\n"):
            answer = read_answer(callers.say(head).makefile("rb")).lower()
            assert b"gunicorn" not in answer and b"python" not in answer
            assert re.findall(rb"server: (.*)\r", answer) in ([b"pic-up"], [])


def test_a_form_in_pieces(site, jieun):
    token = TOKEN.search(jieun.get("/albums/new/").text).group(1)
    form = f"csrfmiddlewaretoken={token}&title=Slow&description=".encode()
    fields = ("Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(form)}")
    with SlowCallers(site.url, jieun) as callers:
        line = callers.say(callers.head("POST /albums/new/", *fields))
        for byte in form:
            line.sendall(bytes([byte]))
        assert answer_of(line).startswith(b"HTTP/1.1 302")


def answer_of(line: socket.socket) -> bytes:
    return read_answer(line.makefile("rb"))


def read_answer(answers) -> bytes:
    """The head of an answer; its body is read too."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        head += answers.readline()
    length = next((line for line in head.lower().splitlines() if line.startswith(b"content-length:")), b": 0")
    answers.read(int(length.split(b":")[1]))
    return head


ATTACKS = {
    "4 unfinished heads": lambda callers, mallory: callers.unfinished_heads(4, "POST /albums/x/add/"),
    "100 unfinished heads": lambda callers, mallory: callers.unfinished_heads(100),
    "64 idle": lambda callers, mallory: callers.idle(64),
    "40 slow forms": lambda callers, mallory: callers.slow_bodies(40, "/accounts/login/", 1000),
    "40 slow large forms": lambda callers, mallory: callers.slow_bodies(40, "/accounts/login/"),
    "40 slow uploads": lambda callers, mallory: callers.slow_bodies(40, mallory.album + "add/"),
    "40 unread downloads": lambda callers, mallory: callers.unread(40, mallory.original),
    "40 unread enlarged photos": lambda callers, mallory: callers.unread(40, mallory.enlarged),
    "40 unread pages": lambda callers, mallory: callers.unread(40, "/static/" + style(mallory)),
}


def style(person: Person) -> str:
    """The largest file of every page, which anybody gets."""
    page = person.get("/").text
    return page.partition("/static/")[2].partition('"')[0]


@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "not signed in"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_pages_and_uploads_go_on(site, jieun, mallory, attack, signed_in):
    """Of somebody at the same address, which a household and this test share."""
    with SlowCallers(site.url, mallory if signed_in else None) as callers:
        ATTACKS[attack](callers, mallory)
        for path in ("/", jieun.album, f"{jieun.album}add/"):
            assert (
                requests.get(jieun.url + path, cookies=jieun.session.cookies, timeout=30).status_code == 200
            )
        assert add(jieun) == "added"


@pytest.mark.wide
def test_all_are_closed_in_the_end(site, jieun, mallory):
    """Also those who send a byte now and then. Meanwhile a telephone on a bad line sends its photo to its end."""
    with SlowCallers(site.url, mallory) as callers, ThreadPoolExecutor(1) as telephones:
        photo = telephones.submit(send_slowly, jieun, SMALL_PHOTO)
        heads = callers.unfinished_heads(4)
        bodies = callers.slow_bodies(2, "/accounts/login/") + callers.slow_bodies(2, mallory.album + "add/")
        readers = callers.unread(2, mallory.original)
        kinds = {"heads": heads, "idle": callers.idle(4), "bodies": bodies, "readers": readers}
        with trickle(heads[:2] + bodies[::2]):
            for kind, lines in kinds.items():
                wait_for(lambda lines=lines: not any(map(is_open, lines)), 240), kind
        assert photo.result() == "added"
    for why in ("slow head", "idle", "slow body", "slow reader"):
        assert figure(site, why) > 0, why
        assert f"Refused: {why} (" in site.log.read_text()


def send_slowly(person: Person, photo: bytes) -> str:
    """5 kB a second."""
    token = TOKEN.search(person.get(person.album + "add/").text).group(1)
    request = requests.Request(
        "POST",
        f"{person.url}{person.album}add/",
        data={"csrfmiddlewaretoken": token},
        files=[("files", ("a photo.jpg", photo))],
        headers={"Accept": "application/json"},
        cookies=person.session.cookies,
    ).prepare()
    with SlowCallers(person.url) as callers:
        fields = [f"{name}: {value}" for name, value in request.headers.items()]
        line = callers.say(callers.head(f"POST {request.path_url}", *fields))
        for start in range(0, len(request.body), 5000):
            line.sendall(request.body[start : start + 5000])
            time.sleep(1)
        line.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    return "added" if b'"status": "added"' in answer else answer.decode()


def test_an_idle_connection_gives_way_to_another_of_its_address(site, jieun):
    with SlowCallers(site.url) as callers:
        lines = callers.idle(OF_ADDRESS + 10)
        line = callers.say(callers.head("GET /healthz"))
        assert answer_of(line).startswith(b"HTTP/1.1 200")
        wait_for(lambda: not any(map(is_open, lines[:10])))
    assert figure(site, "connections of one address") >= 10


def test_a_head_without_end(site):
    with SlowCallers(site.url) as callers:
        line = callers.say(b"GET / HTTP/1.1\r\nCookie: " + b"x" * 70_000)
        assert answer_of(line).startswith(b"HTTP/1.1 431")


def test_callers_who_do_not_close(site, jieun):
    """gunicorn waits two seconds for each, in the thread that accepts all others."""
    with SlowCallers(site.url) as callers:
        for _ in range(40):
            callers.say(callers.head("GET /healthz", "Connection: close"))
        assert jieun.get("/").status_code == 200


def test_one_person_takes_her_share_of_downloads(site, jieun, mallory):
    """Refused with a sentence. Others download, and so does she when her first ones have ended."""
    own = jieun.upload(jieun.album, ("large.jpg", heavy(PHOTO, 2))).json()["results"][0]["picture"]
    with SlowCallers(site.url, mallory) as callers:
        callers.unread(10, mallory.original)
        wait_for(lambda: mallory.get(mallory.original).status_code == 503)
        refused = mallory.get(mallory.original)
        assert refused.headers["Retry-After"] == "5" and refused.headers["Cache-Control"] == "no-store"
        assert "Other downloads are still running" in refused.text
        assert jieun.get(f"/pictures/{own}/file/original").status_code == 200
    wait_for(lambda: mallory.get(mallory.original).status_code == 200)
    assert figure(site, "downloads") > 0


def test_a_slow_reader_gets_everything(site, mallory):
    """In small sips, by a connection with hardly any room."""
    with SlowCallers(site.url, mallory) as callers:
        [line] = callers.unread(1, mallory.original)
        received = 0
        head = line.makefile("rb")
        while head.readline() != b"\r\n":
            pass
        while received < len(ORIGINAL) and (part := head.read1(65536)):
            received += len(part)
    assert received == len(ORIGINAL)


def test_a_reload_waits_for_slow_readers(site, jieun, mallory):
    with SlowCallers(site.url, mallory) as callers:
        [line] = callers.unread(1, mallory.original)
        before = wait_for(site.workers)
        time.sleep(0.5)
        os.kill(site.process.pid, signal.SIGHUP)
        wait_for(lambda: set(site.workers()) - set(before))
        assert jieun.get("/").status_code == 200
        answers, received = line.makefile("rb"), 0
        while answers.readline() != b"\r\n":
            pass
        while received < len(ORIGINAL) and (part := answers.read1(65536)):
            received += len(part)
        assert received == len(ORIGINAL)
