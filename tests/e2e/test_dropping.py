"""Photos that are dropped on the shelf, on an album and pasted, and what a contributor's bar and its undo look like."""

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import PASSWORD, Person
from tests.support.photos import draw
from tests.support.site import wait_for
from tests.support.visitor import Visitor

COUNT = "SELECT count(*) FROM albums_picture WHERE trashed_at IS NULL"
# The files are first put on an input of our own, because only so do a page's scripts get real ones.
ADD_INPUT = """document.body.append(
  Object.assign(document.createElement('input'), {type: 'file', multiple: true, id: 'ours'}))"""
GIVE = """([target, kind]) => {
  const data = new DataTransfer();
  for (const file of document.getElementById('ours').files) data.items.add(file);
  document.getElementById('ours').remove();
  const place = document.querySelector(target), how = {bubbles: true, cancelable: true};
  if (kind === 'paste') place.dispatchEvent(new ClipboardEvent('paste', {...how, clipboardData: data}));
  else for (const name of ['dragover', 'drop']) place.dispatchEvent(new DragEvent(name, {...how, dataTransfer: data}));
}"""
MEASURE_BAR = """() => {
  const bar = document.querySelector('.tools').getBoundingClientRect();
  const top = document.querySelector('.bar').getBoundingClientRect();
  const menu = document.querySelector('.tools .sheet').getBoundingClientRect();
  return {height: bar.height, under: bar.top - top.bottom, wide: document.documentElement.scrollWidth - innerWidth,
    out: menu.right - innerWidth};
}"""
DISTANCE = """([above, below]) => document.querySelector(below).getBoundingClientRect().top
  - document.querySelector(above).getBoundingClientRect().bottom"""


@pytest.fixture(scope="module")
def story(site, chromium):
    person = Person(site.url).sign_up("jieun@example.com", family="김씨네")
    album = person.new_album("제주도 봄 여행")
    person.upload(album, *((f"{number}.jpg", draw(number, 800, 600)) for number in range(3)))
    wait_for(lambda: not site.query("SELECT 1 FROM albums_picture WHERE state <> 'ready'"), 120)
    return album


@pytest.fixture(params=["en-GB", "ko-KR"])
def daughter(request, site, story, chromium):
    context = chromium.new_context(locale=request.param, reduced_motion="reduce")
    visitor = Visitor(context)
    visitor.page.goto(site.url + "/accounts/login/")
    visitor.page.fill("[name=username]", "jieun@example.com")
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.page.locator("main button.main").click()
    visitor.page.wait_for_url(site.url + "/")
    yield visitor
    visitor.assert_untroubled()
    context.close()


def give(page, tmp_path, target: str, *numbers: int, kind: str = "drop") -> None:
    paths = [tmp_path / f"{number}.jpg" for number in numbers]
    for number, path in zip(numbers, paths, strict=True):
        path.write_bytes(draw(number, 640, 480))
    page.evaluate(ADD_INPUT)
    page.set_input_files("#ours", paths)
    page.evaluate(GIVE, [target, kind])


def count(site) -> int:
    return site.query(COUNT)[0][0]


def expect_added(page, site, number: int, before: int) -> None:
    expect(page.locator("#rows > .added")).to_have_count(number)
    assert count(site) == before + number


def test_it_works(site, story, daughter, tmp_path):
    """On an album of the shelf, on an open one, pasted there, and on the shelf beside the albums."""
    page, before = daughter.page, count(site)
    first = 100 + 10 * before
    give(page, tmp_path, "a.album", first, first + 1)
    expect_added(page, site, 2, before)
    assert page.url == site.url + story + "add/"
    page.keyboard.press("ArrowLeft")  # turns nothing any more
    page.go_back()
    page.wait_for_url(site.url + "/")
    expect(page.locator("a.album").first).to_be_visible()
    page.goto(site.url + story)
    give(page, tmp_path, "#content", first + 2)
    expect_added(page, site, 1, before + 2)
    page.goto(site.url + story)
    give(page, tmp_path, "#content", first + 3, kind="paste")
    expect_added(page, site, 1, before + 3)
    page.goto(site.url + "/")
    give(page, tmp_path, "#content", first + 4)
    expect(page.locator("main .note button").first).to_be_visible()
    page.fill("[name=title]", "새 앨범")
    page.locator("main .form button.main").click()
    expect_added(page, site, 1, before + 4)
    assert re.search(r"/albums/[0-9a-f]{20}/add/$", page.url) and story not in page.url
    page.goto(site.url + "/")
    give(page, tmp_path, "#content", first + 5)
    page.locator("main .note button", has_text="제주도").click()
    expect_added(page, site, 1, before + 5)
    assert page.url == site.url + story + "add/"


@pytest.mark.wide
def test_the_bar_and_the_distance(site, story, daughter):
    """One row directly under the top bar, whose menu stays inside a narrow window at the largest text."""
    page = daughter.page
    page.goto(site.url + story + "overview/")
    photo = page.locator("#content a[href*='/pictures/']").first.get_attribute("href")
    page.goto(site.url + "/text-size/")
    page.locator("button[value='5']").click()
    for width, height in ((360, 740), (768, 1024), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        for path in (
            "/",
            story,
            story + "overview/",
            photo,
            "/years/",
            "/family/",
            "/trash/",
            "/accounts/settings/",
        ):
            page.goto(site.url + path)
            page.locator(".tools summary").click()
            found = page.evaluate(MEASURE_BAR)
            assert found["height"] < 80 and abs(found["under"]) <= 1, (width, path, found)
            assert found["wide"] <= 0 and found["out"] <= 0, (width, path, found)
    page.goto(site.url + story + "edit/")
    assert page.evaluate(DISTANCE, ["main form button", ".apart a"]) >= 48
