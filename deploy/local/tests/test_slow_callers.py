"""nginx and the site behind it: whoever is slow holds no thread of the site, and nobody for ever."""

import pytest
import requests

from deploy.local.fixtures import member_fixture
from tests.support.browser import Person
from tests.support.photos import draw, heavy, one_of_a_kind
from tests.support.site import wait_for
from tests.support.slow_callers import SlowCallers, is_open, trickle

nginx = member_fixture("nginx", own=True)
PHOTO = draw(1, 320, 240)
# More than nginx, the site and the kernel keep for a reader who does not read.
ORIGINAL = heavy(PHOTO, 12)


@pytest.fixture(scope="module")
def mallory(nginx):
    mallory = Person(nginx.url).sign_up("mallory@example.com", family="M")
    mallory.album = mallory.new_album("Mine")
    picture = mallory.upload(mallory.album, ("large.jpg", ORIGINAL)).json()["results"][0]["picture"]
    mallory.original = f"/pictures/{picture}/file/original"
    return mallory


@pytest.fixture(scope="module")
def jieun(nginx):
    jieun = Person(nginx.url).sign_up("jieun@example.com")
    jieun.album = jieun.new_album("Summer")
    return jieun


ATTACKS = {
    "100 unfinished heads": lambda callers, mallory: callers.unfinished_heads(100),
    "64 idle": lambda callers, mallory: callers.idle(64),
    "40 slow forms": lambda callers, mallory: callers.slow_bodies(40, "/albums/new/", 1000),
    "40 slow uploads": lambda callers, mallory: callers.slow_bodies(40, mallory.album + "add/"),
    "40 uploads that are passed on": lambda callers, mallory: callers.slow_bodies(40, "/uploads/x"),
    "40 unread downloads": lambda callers, mallory: callers.unread(40, mallory.original),
    "40 unread pages": lambda callers, mallory: callers.unread(40, mallory.album),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_pages_and_uploads_go_on(nginx, jieun, mallory, attack):
    """Of somebody at the same address, which a household and this test share."""
    with SlowCallers(nginx.url, mallory) as callers:
        ATTACKS[attack](callers, mallory)
        for path in ("/", jieun.album, f"{jieun.album}add/"):
            assert jieun.get(path).status_code == 200
        answer = jieun.upload(jieun.album, ("a photo.jpg", one_of_a_kind(PHOTO)))
        assert answer.json()["results"][0]["status"] == "added"


@pytest.mark.wide
def test_all_are_closed_in_the_end(nginx, mallory):
    """Who sends a byte of a head now and then, too; of a body nginx itself knows no least rate."""
    with SlowCallers(nginx.url, mallory) as callers:
        heads = callers.unfinished_heads(4)
        lines = heads + callers.idle(2) + callers.slow_bodies(2, mallory.album + "add/")
        lines += callers.unread(2, mallory.original)
        with trickle(heads[:2]):
            wait_for(lambda: not any(map(is_open, lines)), 240)


def test_downloads_of_one_address(nginx, mallory):
    """More than one address may have: refused by nginx, or by the site for her own share, with when to come again."""
    with SlowCallers(nginx.url, mallory) as callers:
        callers.unread(20, mallory.original)
        wait_for(lambda: mallory.get(mallory.original).status_code in (429, 503))
        answer = mallory.get(mallory.original)
        assert answer.headers["Retry-After"] == "5"
        assert mallory.get(mallory.album).status_code == 200
    wait_for(lambda: mallory.get(mallory.original).status_code == 200)


@pytest.mark.parametrize("path", ["/uploads/x", "/albums/x/add/"])
def test_a_large_body_that_is_refused_gets_the_answer(nginx, path):
    """Sent to its end by a caller who only then looks for one; nginx loses it where the site just closes."""
    for _ in range(5):
        answer = requests.post(nginx.url + path, data=b"x" * 8_000_000, timeout=60, allow_redirects=False)
        assert answer.status_code in (401, 403, 404), answer.text
