"""From Home to a photo by touches of a finger: four at most to any of an album of sixty, one to what is new.

That links lead so far is tested for every photo in albums/views/tests/test_touches.py; here they are found and pressed.
"""

import pytest
from playwright.sync_api import expect

from tests.support.hands import RESTED_MS
from tests.support.kinds import wide
from tests.support.parents import Parents
from tests.support.photos import draw
from tests.support.site import wait_for
from tests.support.visitor import PHONE

PHOTOS = 60
MOST = 4
OVERVIEW = "/overview/"


@pytest.fixture(scope="module")
def world(site):
    parents = Parents(site)
    link = parents.make_link()
    album = parents.daughter.new_album("봄")
    photos = parents.add(album, [draw(at, 120, 90) for at in range(PHOTOS)])
    parents.wait_until_developed()
    return parents, link, album, photos


@pytest.fixture
def visitor(chromium, world):
    parents, link, _, _ = world
    parents.forget_looks()
    visitor = parents.come_in(chromium, link, **PHONE)
    yield visitor
    visitor.assert_untroubled()
    visitor.context.close()


def touch(page, selector: str, leads_to: str) -> int:
    """Touch what is on the page, after the pause that a steady hand makes. Return 1, the touch."""
    page.wait_for_timeout(RESTED_MS)
    page.locator(selector).first.tap()
    page.wait_for_url(f"**{leads_to}")
    return 1


@pytest.mark.parametrize("at", [0, *wide(12, 29, 45, PHOTOS - 1)])
def test_any_photo_of_sixty(world, visitor, at):
    """Scrolling is no touch; none is needed that the page does not say."""
    _, _, album, photos = world
    page = visitor.page
    touches = touch(page, f"main a[href='{album}']", album)
    touches += touch(page, f"header a[href$='{OVERVIEW}']", OVERVIEW)
    touches += touch(page, f"main a[href*='/pictures/{photos[at]}/']", f"/pictures/{photos[at]}/*")
    expect(page.locator(f"[data-seen='{photos[at]}'] img")).to_be_visible()
    assert touches <= MOST


def test_what_is_new(visitor):
    """After each, the next one is one touch away too."""
    page, met = visitor.page, set()
    touch(page, "a.book", "/new/")
    for number in range(1, 6):
        expect(page.locator(".number")).to_contain_text(f"{number} / {PHOTOS}")
        photo = page.locator("[data-seen]")
        expect(photo.locator("img")).to_be_visible()
        met.add(photo.get_attribute("data-seen"))
        touch(page, ".turn [rel=next]", "/new/?after=*")
    assert len(met) == 5


# However long Home was open before: it may have told of the visit already.
NOT_TOLD_YET = """if (location.pathname === '/help/' && !sessionStorage.begun) {
  sessionStorage.begun = 1;
  localStorage.clear();
}"""


def is_visit(url: str) -> bool:
    return url.endswith("/seen/?visit")


@pytest.mark.wide
def test_her_visit_is_told_after_a_page_without_photos(world, chromium):
    """Her page's own GET writes nothing. Once is enough for an hour."""
    parents, *_ = world
    visitor = parents.come_in(chromium, parents.make_link("아버지"), script=NOT_TOLD_YET, **PHONE)
    sent = "SELECT MAX(last_seen_at > first_seen_at) FROM accounts_device"
    with visitor.page.expect_response(lambda answer: is_visit(answer.url)) as answer:
        visitor.page.goto(parents.site.url + "/help/")
    assert answer.value.status == 204
    wait_for(lambda: parents.site.query(sent) == [(1,)])
    told = len([url for _, url in visitor.statuses if is_visit(url)])
    visitor.page.goto(parents.site.url + "/help/")
    visitor.page.wait_for_timeout(4000)
    assert len([url for _, url in visitor.statuses if is_visit(url)]) == told
    visitor.assert_untroubled()
    visitor.context.close()
