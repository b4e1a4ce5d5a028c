"""The whole journey in a real browser, step by step: a daughter fills an album, her mother turns its pages.

Each step goes on from what the one before left in the story, on whatever site the story is told of.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, expect

from tests.support.photos import real_photos
from tests.support.site import wait_for
from tests.support.visitor import PHONE, Visitor

PASSWORD = "a long walk in spring"
# On a spread of a desk's window.
PICTURES_ON_PAGE = 2
# Milliseconds, as long as a busy machine may take.
expect.set_options(timeout=60_000)
# The files are first put on an input of our own, because only so do a page's scripts get real ones.
ADD_INPUT = """document.body.append(
  Object.assign(document.createElement('input'), {type: 'file', multiple: true, id: 'ours'}))"""
DROP = """() => {
  const chosen = document.getElementById('ours').files;
  const data = new DataTransfer();
  for (const file of chosen) data.items.add(file);
  document.getElementById('ours').remove();
  const zone = document.getElementById('dropzone');
  for (const name of ['dragenter', 'dragover', 'drop'])
    zone.dispatchEvent(new DragEvent(name, {bubbles: true, cancelable: true, dataTransfer: data}));
}"""
# Draws the code as the page shows it and reads each module's middle.
READ_QR = """async ([across]) => {
  const image = document.querySelector('img.qr, .qr img'), canvas = document.createElement('canvas');
  await image.decode();
  canvas.width = canvas.height = across * 8;
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  pen.drawImage(image, 0, 0, canvas.width, canvas.height);
  const dark = (x, y) => pen.getImageData(x * 8 + 4, y * 8 + 4, 1, 1).data[0] < 128 ? 1 : 0;
  return [...Array(across).keys()].map(y => [...Array(across).keys()].map(x => dark(x, y)));
}"""


@dataclass
class Story:
    """Two people with their browsers on one site."""

    url: str
    chromium: Browser
    daughter: Visitor
    mother: Visitor
    email: str = "jieun@example.com"
    # Paths and addresses that a step leaves for the next.
    album: str = ""
    address: str = ""


@contextmanager
def story_of(url: str, chromium: Browser, **more) -> Iterator[Story]:
    daughter = Visitor(chromium.new_context(viewport={"width": 1180, "height": 820}, locale="en-GB"))
    story = Story(url, chromium, daughter, Visitor(chromium.new_context(**PHONE)), **more)
    yield story
    story.daughter.context.close()
    story.mother.context.close()


@dataclass
class Folder:
    """Twenty photos as they lie in a daughter's folder, one of them twice, and a note that is no picture."""

    directory: Path
    photos: list[Path] = field(default_factory=list)

    def __post_init__(self):
        self.photos = twenty_photos()
        self.note = self.directory / "note.jpg"
        self.note.write_text("<html>not a picture at all</html>")
        self.again = self.directory / "the same cat.jpg"
        self.again.write_bytes(self.photos[0].read_bytes())


def twenty_photos() -> list[Path]:
    """As they lie in a daughter's folder: phones, formats, orientations, old scans. All different.

    Three of a telephone, one of them HEIC: each more costs seconds of work and proves the same.
    """
    phone = real_photos("phone/*")[:3]
    found = [*phone, *real_photos("formats/*"), *real_photos("gps/*"), *real_photos("orientation/*")[:4]]
    return (found + real_photos("album/*"))[:20]


def sign_up_and_make_an_album(story: Story) -> None:
    page = story.daughter.page
    page.goto(story.url)
    page.get_by_role("link", name="Start a family album").click()
    page.fill("[name=family_name]", "The Kim family")
    page.fill("[name=display_name]", "Jieun")
    page.fill("[name=email]", story.email)
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="The Kim family")).to_be_visible()
    page.get_by_role("link", name="Make an album").first.click()
    page.fill("[name=title]", "제주 여행 2024")
    page.fill("[name=description]", "바람이 많이 불던 봄")
    page.get_by_role("button", name="Make the album").click()
    page.wait_for_url(re.compile(r"/albums/[0-9a-f]{20}/"))
    story.album = re.search(r"/albums/[0-9a-f]{20}/", page.url).group(0)


def drop_files(story: Story, files: Folder, worker_paused: Callable[[], AbstractContextManager]) -> None:
    """With the worker paused until the album is open: the photos come while somebody looks."""
    page = story.daughter.page
    page.goto(story.url + story.album + "add/")
    # The same photo twice at the same moment, and a file that is none, in the middle of the others.
    dropped = [files.photos[0], files.again, *files.photos[1:9], files.note, *files.photos[9:]]
    with worker_paused():
        drop(page, *dropped)
        rows = page.locator("#rows > li")
        expect(rows).to_have_count(22)
        expect(rows.locator("progress")).to_have_count(22)
        expect(page.locator("#overall-bar")).to_be_visible()
        expect(page.locator("#summary")).to_have_text(
            "Done: 20 added, 1 already there, 1 refused.", timeout=180_000
        )
        expect(page.locator("#overall-bar")).to_have_js_property("value", 100)
        expect(page.locator("#rows > .added")).to_have_count(20)
        expect(page.locator("#rows > .added .what").first).to_have_text("Added")
        [twin] = page.locator("#rows > .duplicate").all()
        assert twin.locator(".name").inner_text() in (files.photos[0].name, files.again.name)
        assert twin.locator(".what").inner_text() == "Already there"
        [refused] = page.locator("#rows > .rejected").all()
        assert refused.locator(".name").inner_text() == "note.jpg"
        assert len(refused.locator(".what").inner_text()) > 15, "a refusal says why"
        # The album shows calm places of the right shape …
        page.get_by_role("link", name="Look at the album").click()
        page.wait_for_url(story.url + story.album)
        page.locator(".turn [rel=next]").click()
        page.wait_for_url("**/?after=*")
        expect(page.locator("[data-waiting]")).to_have_count(PICTURES_ON_PAGE)
        shapes = [box["width"] / box["height"] for box in boxes(page.locator(".photo"))]
        page.evaluate("window.sameDocument = true")
    # … and they fill in without a reload.
    expect(page.locator("[data-waiting]")).to_have_count(0, timeout=120_000)
    assert story.daughter.see_all_images() == PICTURES_ON_PAGE
    assert page.evaluate("window.sameDocument") is True
    after = [box["width"] / box["height"] for box in boxes(page.locator(".photo"))]
    assert after == pytest.approx(shapes, rel=0.02), "nothing moves when the photo comes"
    refusals = {url.removeprefix(story.url) for _, url in story.daughter.refused}
    assert refusals <= {story.album + "add/"}, story.daughter.refused


def drop(page, *files: Path) -> None:
    """As from a folder onto the uploader's page."""
    page.evaluate(ADD_INPUT)
    page.set_input_files("#ours", list(files))
    page.evaluate(DROP)


def boxes(locator) -> list[dict]:
    return [one.bounding_box() for one in locator.all()]


def make_a_link(story: Story) -> None:
    page = story.daughter.page
    page.goto(story.url + "/")
    page.locator(".tools summary").click()
    page.get_by_role("link", name="Family", exact=True).click()
    page.get_by_role("link", name="Make a link for a parent").click()
    page.fill("[name=name]", "엄마")
    page.select_option("[name=language]", "ko")
    page.fill("[name=help_phone]", "010-1234-5678")
    page.get_by_role("button", name="Make the link").click()
    story.address = page.locator("#address").inner_text().strip()
    assert re.fullmatch(re.escape(story.url) + r"/open/[\w-]{20,}/", story.address)
    # On the paper, the address stands in full beside the code.
    assert story.address in page.locator("section.qr").inner_text()
    story.daughter.see_all_images()
    matrix = [
        [module & 1 for module in row]
        for row in segno.make(story.address, error="q", micro=False).matrix_iter(border=4)
    ]
    assert page.evaluate(READ_QR, [len(matrix)]) == matrix, "the code is another address"


def open_the_link(story: Story) -> None:
    page = story.mother.page
    page.goto(story.address)
    assert page.locator("html").get_attribute("lang") == "ko"
    button = page.locator("main button")
    expect(button).to_have_count(1)
    assert button.bounding_box()["height"] >= 64
    button.tap()
    page.wait_for_url(story.url + "/")
    assert page.locator("html").get_attribute("lang") == "ko"
    expect(page.locator(".album h2")).to_have_text("제주 여행 2024")
    assert has_korean(page.locator(".bar a").first.inner_text())
    # What is new to her comes by a message, a moment after she was made.
    wait_for(lambda: page.reload() and page.locator("a.book").count())
    # The newest photo on the book that lies open, and the album's cover.
    assert re.search(r"새 사진 \d+장 보기", page.locator("a.book").inner_text())
    assert story.mother.see_all_images() == 2
    [expires] = [one["expires"] for one in story.mother.context.cookies() if one["name"] == "picup_session"]
    assert expires - page.evaluate("Date.now() / 1000") > 390 * 24 * 3600


def has_korean(text: str) -> bool:
    return bool(re.search("[가-힣]", text))


def photos_on(page) -> list[str]:
    return [link.get_attribute("href").split("?")[0] for link in page.locator("a.mount").all()]


def turn_the_pages(story: Story) -> list[str]:
    """Returns the ids of all photos, in the order in which she saw them."""
    page = story.mother.page
    page.locator("a.album").tap()
    page.wait_for_url(story.url + story.album)
    # The album has a description, which is on a leaf of its own.
    assert photos_on(page) == []
    press(page, "next")
    first = photos_on(page)
    story.mother.see_all_images()
    press(page, "next")
    second = photos_on(page)
    story.mother.see_all_images()
    press(page, "prev")
    assert photos_on(page) == first
    # Through the whole album: every photo once, in the order in which they were taken.
    seen = list(first)
    while len(seen) == 1 or seen[-1] != first[0]:
        press(page, "next")
        story.mother.see_all_images()
        seen += photos_on(page)
    assert seen[:2] == first + second and seen.pop() == first[0], "the last button leads to the first photo"
    return [re.search(r"pictures/(\w+)/", link).group(1) for link in seen]


def press(page, rel: str) -> None:
    """Turn the page, when its button takes a press again (static/turn.js)."""
    page.wait_for_timeout(700)
    here = page.url
    page.locator(f".turn [rel={rel}]").tap()
    page.wait_for_url(lambda url: url != here)


def look_at_a_photo(story: Story) -> None:
    page = story.mother.page
    page.goto(story.url + story.album)
    press(page, "next")
    press(page, "next")
    page.locator("a.mount").last.tap()
    page.wait_for_url("**/pictures/*/?n=2")
    assert story.mother.see_all_images() == 1
    press(page, "next")
    page.wait_for_url("**/pictures/*/?n=3")
    assert story.mother.see_all_images() == 1
    third = page.url.removeprefix(story.url).split("?")[0]
    # Back to the leaf of the album that this photo is on.
    page.locator(".bar a").nth(1).tap()
    page.wait_for_url("**/?after=*")
    assert photos_on(page) == [third]
    expect(page.locator(".number")).to_contain_text("3 / 20")
    # Any photo of the album is two touches from it.
    page.locator(".bar a").nth(1).tap()
    page.wait_for_url("**/overview/")
    expect(page.locator("a.mount")).to_have_count(20)
    page.locator("a.mount").last.tap()
    page.wait_for_url("**/pictures/*/?n=20")


def close_the_link(story: Story) -> None:
    phone = story.mother.page
    phone.goto(story.url + "/")
    page = story.daughter.page
    page.goto(story.url + "/family/")
    page.locator("summary", has_text="Close this link").click()
    page.get_by_role("button", name="Close this link").click()
    expect(page.get_by_role("status")).to_contain_text("signed out")
    with phone.expect_navigation():
        phone.locator("a.album").tap()
    # Signed out at the next touch, with a kind page in her language that asks for no password.
    assert phone.locator("a.album, a.mount, input").count() == 0
    assert has_korean(phone.locator("h1").inner_text())
    phone.goto(story.address)
    expect(phone.locator("h1")).to_be_visible()
    assert has_korean(phone.locator("h1").inner_text())
    assert phone.locator("main button").count() == 0
    assert [status for status, _ in story.mother.refused] == [403, 404]
