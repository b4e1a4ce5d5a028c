"""The order of photos that no time can order, through the real uploader: ten times, over its several connections."""

import json

import pytest
from PIL import Image

from tests.support.browser import Person
from tests.support.photos import draw, one_of_a_kind
from tests.support.visitor import PATIENCE_MS

ROUNDS = 10
PHOTO = draw(1, 320, 240)
# What is chosen at once, in the order of chance in which a file manager hands it over.
LETTER = [f"scan{number}.jpg" for number in (3, 15, 1, 12, 7, 10, 2, 9, 14, 5, 11, 4, 13, 8, 6)]
PAGES = [f"scan{number}.jpg" for number in range(1, 16)]
BURST = [f"Burst {number}.jpg" for number in (8, 2, 10, 5, 1, 9, 3, 7, 6, 4)]


def dated(jpeg: bytes) -> bytes:
    """The same photo, taken in a second of 2024."""
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "2024:05:05 12:00:00"
    block = exif.tobytes()
    return jpeg[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block + jpeg[2:]


@pytest.fixture(scope="module")
def daughter(site):
    return Person(site.url).sign_up("jieun@example.com")


@pytest.fixture(scope="module")
def uploader(chromium, site, daughter):
    context = chromium.new_context(locale="en-GB")
    context.set_default_timeout(PATIENCE_MS)
    cookies = daughter.session.cookies
    context.add_cookies([{"name": one.name, "value": one.value, "url": site.url} for one in cookies])
    yield context.new_page()
    context.close()


def order_after(uploader, site, daughter, title: str, names: list[str], content: bytes) -> list[str]:
    """Choose files in the uploader, wait until all are there, and return their names as the album has them."""
    album = daughter.new_album(title)
    uploader.goto(f"{site.url}{album}add/")
    files = [{"name": name, "mimeType": "image/jpeg", "buffer": one_of_a_kind(content)} for name in names]
    uploader.set_input_files("#files", files)
    for row in range(len(names)):
        uploader.locator(".upload-row").nth(row).and_(uploader.locator(".added")).wait_for()
    return names_of(site, album)


def names_of(site, album: str) -> list[str]:
    """In the order of the album's pages; the names are sealed in the database, so the site itself opens them."""
    code = (
        "from albums.models import Picture; import json\n"
        f"rows = Picture.objects.filter(album__public_id='{album.split('/')[2]}').order_by('order_time', 'id')\n"
        "print(json.dumps([row.name for row in rows]))"
    )
    return json.loads(site.manage("shell", "--no-imports", "-c", code).splitlines()[-1])


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_letter_of_fifteen_pages(uploader, site, daughter, number):
    assert order_after(uploader, site, daughter, f"Letter {number}", LETTER, PHOTO) == PAGES


@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_burst_of_one_second(uploader, site, daughter, number):
    names = [f"Burst {number}.jpg" for number in range(1, 11)]
    assert order_after(uploader, site, daughter, f"Burst {number}", BURST, dated(PHOTO)) == names
