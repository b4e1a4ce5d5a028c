"""Resumable uploads by tuspy, a client that we did not write, while web processes are killed, lines are cut and callers
hang: what is downloaded afterwards is what was sent, and little is sent twice."""

import hashlib
import io
import socket
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
import requests
from tusclient.client import TusClient
from tusclient.exceptions import TusCommunicationError

from tests.support.browser import Person
from tests.support.photos import draw, heavy, one_of_a_kind, real_photos
from tests.support.proxy import Proxy
from tests.support.site import wait_for
from tests.support.tus_clients import TUS, result_of

SITE = {"WEB_PROCESSES": "2"}
KILLS = 5
# Of a large photo; and bytes a second of its line.
MEGABYTES, RATE = 48, 12_000_000


@pytest.fixture(scope="module")
def person(site):
    return Person(site.url).sign_up("jieun@example.com")


@pytest.fixture(scope="module")
def album(person):
    return person.new_album("Summer").split("/")[2]


def uploader_of(person, url: str, content: bytes, album: str, **options):
    """tuspy, with the person's cookies, and nothing else that a browser would send."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in person.session.cookies)
    metadata = {"filename": "바다.jpg", "filetype": "image/jpeg", "album": album, "caption": "On the beach"}
    client = TusClient(f"{url}/uploads/", headers={"Cookie": cookies})
    return client.uploader(file_stream=io.BytesIO(content), metadata=metadata, **options)


def assert_identical(person, address: str, content: bytes) -> None:
    result = result_of(person, address)
    assert result["status"] == "added" and result["reason"] == "", result
    original = person.get(f"/pictures/{result['picture']}/file/original").content
    assert hashlib.sha256(original).hexdigest() == hashlib.sha256(content).hexdigest()


def assert_nothing_staged(site) -> None:
    assert not [path for path in (site.directory / "staging" / "resumable").rglob("*") if path.is_file()]


def upload_in_spite_of_all(uploader, attempts: list) -> None:
    """Go on until all is there, as the uploader's page does."""
    while uploader.url is None or uploader.offset < uploader.get_file_size():
        attempts.append(uploader.offset)
        with suppress(TusCommunicationError, requests.RequestException):
            if uploader.url:
                uploader.offset = uploader.get_offset()
            uploader.upload()
        time.sleep(0.1)


def durable(site) -> int:
    return (site.query('SELECT "offset" FROM albums_stagedupload WHERE result IS NULL') or [(0,)])[0][0]


@pytest.mark.wide
def test_five_kills_in_the_middle(site, person, album, record_property):
    content = one_of_a_kind(heavy(draw(1), MEGABYTES))
    attempts: list[int] = []
    with Proxy(site.port) as proxy:
        proxy.slows(to=RATE, way="up")
        uploader = uploader_of(person, proxy.url, content, album)
        thread = threading.Thread(target=upload_in_spite_of_all, args=(uploader, attempts))
        thread.start()
        before = 0
        for _ in range(KILLS):
            before = wait_for(lambda least=before: (at := durable(site)) > least and at)
            site.kill("web")
            site.wait_until_up()
        thread.join(300)
        assert not thread.is_alive()
    record_property("kills", KILLS)
    assert len(attempts) > KILLS and before < len(content)
    # Each time it went on from what was on disk for good.
    assert attempts == sorted(attempts)
    assert_identical(person, uploader.url, content)
    assert_nothing_staged(site)


def test_a_line_that_is_cut_again_and_again(site, person, album):
    content = one_of_a_kind(heavy(draw(2), 20))
    attempts: list[int] = []
    with Proxy(site.port) as proxy:
        proxy.cuts(after=3_000_000, way="up")
        uploader = uploader_of(person, proxy.url, content, album)
        upload_in_spite_of_all(uploader, attempts)
    # What had arrived before a cut was kept, so that each connection brought it further.
    assert attempts == sorted(attempts) and len(attempts) > 5
    assert_identical(person, uploader.url, content)


def test_a_caller_that_hangs_with_the_lock(site, person, album):
    """Half open, as after a telephone left its network: the next request goes on at once, and the first one changes
    nothing when it wakes up."""
    content = one_of_a_kind(heavy(draw(3), 30))
    uploader = uploader_of(person, site.url, content, album, chunk_size=1_000_000)
    uploader.upload(stop_at=1_000_000)
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in person.session.cookies)
    path = uploader.url.removeprefix(site.url)
    head = (
        f"PATCH {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nCookie: {cookies}\r\nTus-Resumable: 1.0.0\r\n"
        f"Content-Type: application/offset+octet-stream\r\nUpload-Offset: 1000000\r\n"
        f"Content-Length: {len(content) - 1_000_000}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", site.port)) as hung:
        hung.sendall(head.encode() + b"\xff" * 3_000_000)
        wait_for(lambda: site.query("SELECT 1 FROM albums_stagedupload WHERE token <> ''"))
        uploader.offset = uploader.get_offset()
        # It may have stored what it has, and all of that is wrong; but nothing after this.
        wrong = uploader.offset - 1_000_000
        started = uploader.offset
        uploader.upload(stop_at=started + 2_000_000)
        with suppress(OSError):
            hung.sendall(b"\xff" * (len(content) - 4_000_000))
        uploader.upload()
    result = result_of(person, uploader.url)
    original = person.get(f"/pictures/{result['picture']}/file/original").content
    assert original == content[:1_000_000] + b"\xff" * wrong + content[started:]


def test_real_photos_in_small_pieces(site, person, album):
    photos = [path.read_bytes() for path in real_photos("album/*.jpg")[:20]] or [draw(n) for n in range(9)]
    for photo in map(one_of_a_kind, photos):
        uploader = uploader_of(person, site.url, photo, album, chunk_size=50_001)
        uploader.upload()
        assert_identical(person, uploader.url, photo)
    assert_nothing_staged(site)


@pytest.mark.wide
def test_the_finisher_is_killed(site, person, album, record_property):
    """In the middle of making the picture. Who comes meanwhile waits, who comes after a while takes over."""
    content = one_of_a_kind(heavy(draw(4), MEGABYTES))
    uploader = uploader_of(person, site.url, content, album, chunk_size=20_000_000)
    uploader.upload(stop_at=40_000_000)
    last = threading.Thread(target=lambda: suppress_all(uploader.upload))
    last.start()
    query = (
        "SELECT finishing_until FROM albums_stagedupload WHERE result IS NULL AND finishing_until IS NOT NULL"
    )
    wait_for(lambda: site.query(query), pause=0.005)
    site.kill("web")
    record_property("kills", 1)
    last.join(60)
    site.wait_until_up()
    path = "/uploads/" + uploader.url.partition("/uploads/")[2]
    first = person.session.head(site.url + path, headers=TUS, timeout=60)
    [(until,)] = site.query(query) or [(None,)]  # None: it had been quicker than the kill.
    if until and datetime.fromisoformat(until) > datetime.now(UTC).replace(tzinfo=None):
        assert first.status_code == 423 and int(first.headers["Retry-After"]) > 0
    wait_for(lambda: person.session.head(site.url + path, headers=TUS, timeout=60).status_code == 200)
    uploader.offset = uploader.get_offset()
    assert uploader.offset in (len(content) - 1, len(content))
    if uploader.offset < len(content):
        uploader.upload()
    assert_identical(person, uploader.url, content)
    assert_nothing_staged(site)


def suppress_all(call) -> None:
    with suppress(TusCommunicationError, requests.RequestException):
        call()
