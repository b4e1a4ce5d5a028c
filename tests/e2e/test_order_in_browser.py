"""The order of photos that no time can order, through the real uploader: ten times, over its several connections."""

import html
import json
import random
import re
from urllib.parse import urljoin

import pytest
from PIL import Image

from albums.services.order import natural_key
from tests.support.browser import Person
from tests.support.kinds import wide
from tests.support.photos import draw, one_of_a_kind
from tests.support.visitor import PATIENCE_MS

ROUNDS = 10
PHOTO = draw(1, 320, 240)
# What is chosen at once, in the order of chance in which a file manager hands it over.
LETTER = [f"scan{number}.jpg" for number in (3, 15, 1, 12, 7, 10, 2, 9, 14, 5, 11, 4, 13, 8, 6)]
# What programs and people call photos, with what a collation would treat in its own way.
NAMES = [
    *("scan 2.jpg", "Scan 10.jpg", "scan-3.jpg", "scan_1.jpg", "scan.jpg", "scan (2).jpg", "scan (10).jpg"),
    *(
        "IMG_0009.HEIC",
        "img_10.jpg",
        "IMG_9.jpg",
        "007.jpg",
        "8.jpg",
        "8 b.jpg",
        "8",
        ".jpg",
        "a.b.2.c",
        "a.b.10.c",
    ),
    *(
        "편지 3쪽.jpg",
        "편지 12쪽.jpg",
        "가.jpg",
        "나.jpg",
        "Émile 2.jpg",
        "emile 10.jpg",
        "Zoë.jpg",
        "Straße.jpg",
    ),
    *(
        "李 1.jpg",
        "'quoted' 1.jpg",
        "#1.jpg",
        "1" * 40 + ".jpg",
        "9" * 39 + ".jpg",
        "👨‍👩‍👧 2.jpg",
        "👨‍👩‍👧 10.jpg",
    ),
]
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
    """Choose files in the uploader, wait until all are there, and return their names as the album shows them."""
    album = daughter.new_album(title)
    sent: dict[str, str] = {}

    def note(response) -> None:
        if said := response.headers.get("upload-result"):
            result = json.loads(said)
            sent[result["picture"]] = result["name"]

    uploader.goto(f"{site.url}{album}add/")
    files = [{"name": name, "mimeType": "image/jpeg", "buffer": one_of_a_kind(content)} for name in names]
    uploader.on("response", note)
    uploader.set_input_files("#files", files)
    for row in range(len(names)):
        uploader.locator(".upload-row").nth(row).and_(uploader.locator(".added")).wait_for()
    while len(sent) < len(names):  # The listener may be a little later than the page.
        uploader.wait_for_timeout(50)
    uploader.remove_listener("response", note)
    return [sent[picture] for picture in shown_in(daughter, album)]


def shown_in(daughter, album: str) -> list[str]:
    """Return the ids of an album's photos, in the order in which its pages show them."""
    found: list[str] = []
    address = album
    while address.startswith(album):
        page = daughter.get(address).text
        shown = re.findall(rf'href="{album}pictures/(\w+)/', page)
        # After the last photo comes the first one again, or the next album.
        if shown and shown[0] in found:
            break
        found += shown
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = urljoin(album, html.unescape(following[1])) if following else ""
    return found


@pytest.mark.wide
@pytest.mark.parametrize("number", [0, *wide(*range(1, ROUNDS))])
def test_a_letter_of_fifteen_pages(uploader, site, daughter, number):
    assert order_after(uploader, site, daughter, f"Letter {number}", LETTER, PHOTO) == PAGES


@pytest.mark.parametrize("number", [0, *wide(*range(1, ROUNDS))])
def test_a_burst_of_one_second(uploader, site, daughter, number):
    names = [f"Burst {number}.jpg" for number in range(1, 11)]
    assert order_after(uploader, site, daughter, f"Burst {number}", BURST, dated(PHOTO)) == names


def test_the_script_and_the_server_sort_alike(uploader, site, daughter):
    """Without a script the server sorts."""
    album = daughter.new_album("Names")
    uploader.goto(f"{site.url}{album}add/")
    shuffled = random.Random(1).sample(NAMES, len(NAMES))
    sort = "names => inNaturalOrder(names, name => name)"
    assert uploader.evaluate(sort, shuffled) == sorted(shuffled, key=natural_key)
