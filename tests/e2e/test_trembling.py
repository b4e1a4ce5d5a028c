"""Hands that tremble turn one page by a press, with a mouse and with a finger, wherever pages are turned."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import Error, expect

from tests.support.hands import NOTE_PRESSES, RESTED_MS, STEADY_MS, Hand
from tests.support.kinds import wide
from tests.support.parents import Parents
from tests.support.visitor import PHONE

expect.set_options(timeout=60_000)
DEVICES = {
    "desktop": {"viewport": {"width": 1440, "height": 900}, "locale": "ko-KR"},
    "phone": PHONE,
}
# On an album's spread. Elsewhere the shortest, and one that is longer than a page takes.
GAPS = (100, 120, 250, 400, 500)
GAPS_AT = {"spread": GAPS, "photo": (100, 400), "new": (100, 400), "big": (100, 400)}
# All pages that are turned have one script, the big view has another.
SCRIPTS = ("spread", "big")
PHOTOS = 14
NEXT = ".turn [rel=next], .buttons .next"
TRIES = 10
OFTEN = 3
SAY_AFTER_MS = 400
# Told by the console: while a page is on its way, Playwright asks the one before nothing.
TELL_WORDS = """selector => {
  const link = document.querySelector(selector);
  new MutationObserver((_, observer) => {
    if (!link.innerText.includes('넘기고 있어요')) return;
    observer.disconnect();
    const pressed = JSON.parse(sessionStorage.getItem('presses')).pop();
    const waited = performance.timeOrigin + performance.now() - pressed;
    console.log('said', link.matches('.sunk'), Math.round(waited));
  }).observe(link, {characterData: true, childList: true, subtree: true});
}"""
LATE = """JSON.parse(sessionStorage.getItem('presses')).pop() - performance.timeOrigin
  - performance.getEntriesByType('navigation')[0].domContentLoadedEventStart"""
HAS_SCRIPTS = "() => performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd > 0"


@pytest.fixture(scope="module")
def world(site, chromium):
    """Two albums, and for each device a mother."""
    parents = Parents(site)
    links = {device: parents.make_link(device) for device in DEVICES}
    older = parents.new_album("겨울", 2, seed=100)
    album = parents.new_album("봄", PHOTOS)
    parents.wait_until_developed()
    first = site.query(
        "SELECT p.public_id FROM albums_picture p JOIN albums_album a ON a.id = p.album_id "
        "WHERE a.public_id = ? ORDER BY order_time, p.id",
        album.split("/")[2],
    )[0][0]
    photo = f"{album}pictures/{first}/"
    places = {"spread": album, "photo": photo + "?n=1", "new": "/new/", "big": photo + "big/?n=1"}
    return SimpleNamespace(
        url=site.url, parents=parents, links=links, album=album, older=older, places=places, chromium=chromium
    )


@pytest.fixture(scope="module", params=["phone", *wide("desktop")])
def hand(request, world):
    """A finger on a phone, a mouse on a desk."""
    device = request.param
    visitor = world.parents.come_in(
        world.chromium, world.links[device], script=NOTE_PRESSES, **DEVICES[device]
    )
    yield Hand(visitor.page, is_finger=device == "phone")
    visitor.assert_untroubled()
    visitor.context.close()


def open_place(hand, world, place: str) -> None:
    world.parents.forget_looks()
    hand.page.goto(world.url + world.places[place])
    hand.page.wait_for_timeout(RESTED_MS)


def next_url(page) -> str:
    return page.locator(NEXT).evaluate("link => link.href")


@pytest.mark.parametrize("place", ["spread", *wide("photo", "new", "big")])
def test_a_double_tap_turns_one_page(hand, world, place):
    open_place(hand, world, place)
    for gap in GAPS_AT[place]:
        double_tap(hand, gap)


def double_tap(hand, gap: int) -> None:
    """Presses twice with this gap, again if the machine made a slow hand of it, and looks where that led.

    A busy machine draws a page in parts, and takes a press for one on what is there so far: one try of OFTEN may go
    wrong, not each of them.
    """
    page, wrong = hand.page, []
    for _ in range(TRIES):
        target = next_url(page)
        here = page.url
        hand.press_twice(NEXT, gap)
        page.wait_for_url(lambda url, here=here: url != here)
        page.wait_for_timeout(RESTED_MS)
        page.wait_for_load_state()
        if (real_gap := hand.real_gap()) >= STEADY_MS:
            continue
        if page.url == target:
            return
        wrong.append(f"a gap of {real_gap:.0f} ms led to {page.url}")
        assert len(wrong) < OFTEN, wrong
        page.goto(here)
        page.wait_for_timeout(RESTED_MS)
    raise AssertionError(f"in {TRIES} tries no second press came within {STEADY_MS} ms")


@pytest.mark.wide
def test_a_double_tap_on_close_turns_no_page(hand, world):
    """The button that turns the photo's page may lie under the same finger."""
    for gap in GAPS_AT["big"]:
        open_place(hand, world, "big")
        hand.press_twice(".close", gap)
        hand.page.wait_for_url("**/pictures/*/?n=1#photo")
        hand.page.wait_for_timeout(RESTED_MS)
        assert hand.page.url.endswith("?n=1#photo"), gap


@pytest.mark.parametrize("place", ["spread", *wide("big")])
def test_a_second_press_before_the_photo_has_come(hand, world, place):
    """The page can be pressed long before its last photo is loaded."""
    page, held = hand.page, []
    open_place(hand, world, place)
    page.route("**/file/*", lambda route: held.append(route))
    try:
        for _ in range(TRIES):
            target = next_url(page)
            hand.press(NEXT)
            page.wait_for_url(target, wait_until="commit")
            page.wait_for_function(HAS_SCRIPTS)
            hand.press(NEXT)
            try:
                late = page.evaluate(LATE)
            except Error:  # It has turned already: late, or at fault, and then each try ends so.
                page.wait_for_load_state("domcontentloaded")
                page.wait_for_timeout(RESTED_MS)
                continue
            page.wait_for_timeout(RESTED_MS)
            if late < STEADY_MS:
                assert page.url == target, f"{late:.0f} ms after it could be pressed"
                return
        raise AssertionError("the machine was too slow")
    finally:
        for route in held:
            route.continue_()
        page.unroute("**/file/*")


@pytest.mark.wide
@pytest.mark.parametrize("place", ["spread", *wide("big")])
def test_a_press_that_slides_inside_its_button_counts(hand, world, place):
    open_place(hand, world, place)
    for across, down in ((40, 0), (-40, 0), (0, 25), (24, -24)):
        target = next_url(hand.page)
        hand.slide(NEXT, across, down)
        hand.page.wait_for_url(target)
        hand.page.wait_for_timeout(RESTED_MS)
        assert hand.page.url == target


@pytest.mark.wide
@pytest.mark.parametrize("place", ["spread", *wide("big")])
def test_a_press_that_leaves_its_button_does_not_count(hand, world, place):
    """A finger too: a stroke that begins on a button is no stroke over the photo."""
    open_place(hand, world, place)
    page = hand.page
    here, box = page.url, page.locator(NEXT).bounding_box()
    aside, up = box["width"] / 2 + 30, box["height"] / 2 + 15
    for across, down in ((0, -up), (-aside, 0), (-aside, -up)):
        hand.slide(NEXT, across, down)
        page.wait_for_timeout(RESTED_MS)
        assert page.url == here, (across, down)


@pytest.mark.wide
@pytest.mark.parametrize("place", ["spread"])
def test_the_last_button_goes_on(hand, world, place):
    """After the last photo comes the next album, and after the last album its first photo."""
    page = hand.page
    open_place(hand, world, place)
    for _ in range(PHOTOS):
        if "next_album" in (end := name_of(page)):
            break
        page.goto(next_url(page))
    assert end == "next_album"
    page.wait_for_timeout(RESTED_MS)
    hand.press(NEXT)
    page.wait_for_url(world.url + world.older)
    page.wait_for_timeout(RESTED_MS)
    first = page.locator("[data-seen]").first.get_attribute("data-seen")
    if place == "photo":
        page.locator(".mount").first.click()
        page.wait_for_url("**/pictures/*")
    while name_of(page) == "next":
        page.goto(next_url(page))
    assert name_of(page) == "first_photo"
    page.wait_for_timeout(RESTED_MS)
    hand.press(NEXT)
    page.wait_for_url(re.compile(re.escape(world.older) + r"\?after="))
    expect(page.locator("[data-seen]").first).to_have_attribute("data-seen", first)


def name_of(page) -> str:
    """Which button it is, by the words that are seen on it."""
    words = page.locator(NEXT).inner_text().strip()
    names = {"다음 사진": "next", "다음": "next", "다음 앨범": "next_album"}
    return names.get(words) or {"처음 사진부터": "first_photo", "처음부터": "first_photo"}[words]


@pytest.mark.wide
@pytest.mark.parametrize("place", ["spread"])
def test_the_focus_stays_on_the_button(hand, world, place):
    open_place(hand, world, place)
    page = hand.page
    for rel in ("next", "next", "prev"):
        page.locator(f".turn [rel={rel}]").focus()
        here = page.url
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, here=here: url != here)
        expect(page.locator(f".turn [rel={rel}]")).to_be_focused()
        page.wait_for_timeout(RESTED_MS)
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.matches(':focus-visible')")


@pytest.mark.parametrize("place", ["spread"])
def test_the_button_answers_while_the_page_is_on_its_way(hand, world, place):
    """It sinks at once, and speaks after 400 ms."""
    page, held = hand.page, []
    open_place(hand, world, place)
    target, words = next_url(page), page.locator(NEXT).inner_text()
    page.route(target, lambda route: held.append(route))
    page.evaluate(TELL_WORDS, NEXT)
    assert "넘기고 있어요" not in words
    try:
        with page.expect_console_message(lambda told: told.text.startswith("said")) as told:
            hand.press(NEXT)
        _, sunk, waited = told.value.text.split()
        assert sunk == "true" and int(waited) >= SAY_AFTER_MS - 1, told.value.text
    finally:
        for route in held:
            route.continue_()
        page.unroute(target)
    page.wait_for_url(target)
