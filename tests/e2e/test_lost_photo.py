"""A photo whose renderings are lost from both storages: her pages say so in its place, until they are made anew."""

from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.support.parents import Parents
from tests.support.photos import draw
from tests.support.site import wait_for
from tests.support.visitor import PHONE

expect.set_options(timeout=60_000)
WORDS = "이 사진은 볼 수 없어요."
KEYS = """SELECT file.key FROM albums_derivative derivative
  JOIN albums_picture picture ON picture.id = derivative.picture_id
  JOIN storage_storedfile file ON file.id = derivative.file_id
  WHERE picture.public_id = '{picture}' AND derivative.variant IN ({variants})"""
TORN = """() => [...document.images].filter((one) => one.checkVisibility() && one.complete && !one.naturalWidth)
  .map((one) => one.outerHTML)"""
HEIGHT = "() => document.querySelector('.photo').getBoundingClientRect().height"


@pytest.fixture(scope="module")
def world(site):
    """An album of three photos: the first has lost all its renderings, the second its larger two."""
    parents = Parents(site)
    album = parents.daughter.new_album("제주")
    ids = parents.add(album, [draw(at, 1600, 1200) for at in range(3)])
    parents.wait_until_developed()
    link = parents.make_link()
    pages = [f"{album}pictures/{one}/" for one in ids]
    # It would make them anew from the original as soon as somebody has met the loss.
    site.freeze_worker()
    lose(site, ids[0], "thumb", "page", "screen")
    lose(site, ids[1], "page", "screen")
    yield SimpleNamespace(site=site, parents=parents, album=album, ids=ids, pages=pages, link=link)
    site.thaw_worker()


def lose(site, picture: str, *variants: str) -> None:
    names = ", ".join(f"'{one}'" for one in variants)
    keys = site.query(KEYS.format(picture=picture, variants=names))
    assert len(keys) == len(variants)
    for (key,) in keys:
        files = [path for path in site.directory.rglob(f"*{key}") if path.is_file()]
        assert len(files) == 2, "one in each storage"
        for path in files:
            path.unlink()


@pytest.fixture
def mother(world, chromium):
    """Her telephone. No script of a page may fail."""
    visitor = world.parents.come_in(chromium, world.link, **PHONE)
    yield visitor
    visitor.assert_untroubled()
    visitor.context.close()


def test_it_says_so_wherever_it_stands(world, mother):
    page = mother.page
    for address in (world.album, f"{world.album}overview/", world.pages[0]):
        page.goto(world.site.url + address)
        expect(page.locator("#content .waiting .word")).to_have_text(WORDS)
        assert not page.evaluate(TORN), address
    assert not page.locator(".heart").is_visible(), "it would be a heart for nothing"


def test_the_page_keeps_its_shape(world, mother):
    """The sentence has the place of the photo, so nothing moves."""
    heights = []
    for address in (world.pages[0], world.pages[2]):
        mother.page.goto(world.site.url + address, wait_until="load")
        heights.append(mother.page.evaluate(HEIGHT))
    assert abs(heights[0] - heights[1]) < 1


@pytest.mark.wide
def test_the_big_view_says_so_and_goes_on(world, mother):
    page = mother.page
    page.goto(f"{world.site.url}{world.pages[0]}big/")
    expect(page.locator(".lost")).to_have_text(WORDS)
    expect(page.locator(".lost")).to_be_visible()
    assert not page.evaluate(TORN)
    page.wait_for_timeout(700)  # a press right after a turn is a trembling hand's
    page.locator(".next").click()
    page.wait_for_url(f"**{world.pages[1]}big/**")
    page.wait_for_function("document.querySelector('.stage img').naturalWidth > 0")
    expect(page.locator(".lost")).to_be_hidden()


@pytest.mark.wide
def test_a_smaller_one_stands_for_what_is_lost(world, mother):
    for address in (world.pages[1], f"{world.album}overview/"):
        mother.page.goto(world.site.url + address, wait_until="load")
        photo = mother.page.locator(f'#content a[href*="{world.ids[1]}"] img').first
        expect(photo).to_be_visible()
        assert photo.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") > 0
    answer = mother.context.request.get(f"{world.site.url}/pictures/{world.ids[1]}/file/screen")
    assert answer.status == 200 and answer.headers["cache-control"] == "no-store"


def test_without_scripts_its_name_stands_there(world, chromium):
    visitor = world.parents.come_in(chromium, world.link, **PHONE, java_script_enabled=False)
    for address in (world.album, f"{world.album}overview/", world.pages[0], f"{world.pages[0]}big/"):
        assert visitor.page.goto(world.site.url + address).status == 200
        image = visitor.page.locator(f'img[src*="{world.ids[0]}"]').first
        assert image.get_attribute("alt")
    visitor.context.close()


def test_who_opens_the_address_of_its_bytes_gets_a_page(world, mother):
    answer = mother.page.goto(f"{world.site.url}/pictures/{world.ids[0]}/file/screen")
    assert answer.status == 503
    expect(mother.page.locator("h1")).to_have_text("지금은 보여 드릴 수 없어요")
    expect(mother.page.locator("a[href='/']").first).to_be_visible()
    assert mother.page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgba(0, 0, 0, 0)"


@pytest.mark.wide
def test_a_worker_makes_it_anew(world, mother):
    """The last test: nothing is lost any more."""
    world.site.thaw_worker()
    screen = f"{world.site.url}/pictures/{world.ids[0]}/file/screen"
    wait_for(lambda: mother.context.request.get(screen).status == 200, 120)
    mother.page.goto(world.site.url + world.pages[0])
    mother.page.wait_for_function("document.querySelector('#photo img')?.naturalWidth > 0")
