"""A photo as large as the window: by touch, by buttons, by keys, sideways, on a television and without scripts. And
on paper."""

import re
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from tests.support.browser import Person
from tests.support.kinds import wide
from tests.support.photos import draw
from tests.support.site import wait_for
from tests.support.visitor import PHONE, Visitor

expect.set_options(timeout=60_000)
SIDEWAYS = {"width": 844, "height": 390}
WINDOWS = {
    "phone": {"width": 360, "height": 740},
    "sideways": SIDEWAYS,
    "desktop": {"width": 1440, "height": 900},
    "television": {"width": 1920, "height": 1080},
}
SHAPES = [(3000, 2000), (2400, 800), (700, 2100)]
# Of the transform: how large, and how far from the middle.
PLACE = "image => { const m = new DOMMatrix(image.style.transform); return [m.a, m.e, m.f]; }"
# The part of the window that is the photo's own.
SHARE = "stage => stage.clientWidth * stage.clientHeight / (innerWidth * innerHeight)"


@pytest.fixture(scope="module")
def world(site):
    """An album of an ordinary photo, a panorama and a tall strip; the first one has its large rendering."""
    daughter = Person(site.url).sign_up("jieun@example.com", family="김씨네")
    fields = {"name": "엄마", "language": "ko", "help_phone": "010-1234-5678"}
    link = re.search(r"/open/[\w-]+/", daughter.post("/family/links/new/", fields).text).group(0)
    album = daughter.new_album("제주")
    ids = [
        daughter.upload(album, (f"{at}.jpg", draw(at, *shape)), caption=f"사진 {at}").json()["results"][0][
            "picture"
        ]
        for at, shape in enumerate(SHAPES)
    ]
    wait_for(
        lambda: site.query("SELECT count(*) FROM albums_derivative WHERE variant = 'large'") == [(1,)], 120
    )
    return SimpleNamespace(url=site.url, link=link, album=album, ids=ids)


def photo_page(world, at: int = 0) -> str:
    return f"{world.url}{world.album}pictures/{world.ids[at]}/"


def open_big(visitor: Visitor, world, at: int = 0) -> None:
    visitor.page.goto(photo_page(world, at) + "big/")
    visitor.see_all_images()


def place(page) -> list[float]:
    return [round(value, 2) for value in page.locator(".stage img").evaluate(PLACE)]


def settle(page, expected) -> None:
    """Waits until a photo has the expected size; a finger's strokes come one by one."""
    wait_for(lambda: place(page)[0] == expected)


def test_by_touch(world, come_in):
    visitor = come_in(**PHONE)
    page = visitor.page
    page.goto(photo_page(world))
    page.locator("#photo").tap()
    expect(page).to_have_url(re.compile("/big/"))
    visitor.see_all_images()
    assert place(page) == [1, 0, 0] and page.locator(".moves").is_hidden()
    assert not [url for _, url in visitor.statuses if url.endswith("/large")]
    # A tap enlarges what was tapped, and has it in the middle.
    box = page.locator(".stage").bounding_box()
    page.touchscreen.tap(box["width"] / 2 + 80, box["height"] / 2)
    settle(page, 2)
    assert place(page)[1] == pytest.approx(-160, abs=1)
    wait_for(lambda: [url for _, url in visitor.statuses if url.endswith("/large")])
    expect(page.locator(".stage img")).to_have_attribute("src", re.compile("/large$"))
    # A trembling second tap changes nothing.
    page.touchscreen.tap(box["width"] / 2 + 80, box["height"] / 2)
    before = place(page)
    drag(page, page.locator(".stage"), by=100)
    assert place(page)[1] == pytest.approx(before[1] + 100, abs=2)
    # A press that slides inside its button counts, right after a stroke too.
    drag(page, page.locator("[data-zoom='1']"), by=25)
    settle(page, 4)
    page.locator(".close").tap()
    expect(page).to_have_url(re.compile(r"/pictures/[0-9a-f]{20}/(\?n=\d+)?#photo$"))
    expect(page.locator("#photo")).to_be_focused()
    visitor.assert_untroubled()


def drag(page, element, *, by: int) -> None:
    """Draws one finger from the middle of an element to the right."""
    session = page.context.new_cdp_session(page)
    box = element.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    steps = [
        ("touchStart", x),
        *[("touchMove", x + by * part / 5) for part in range(1, 6)],
        ("touchEnd", None),
    ]
    for kind, at in steps:
        points = [] if at is None else [{"x": at, "y": y}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("step", [5, *wide(1)])
def test_by_buttons_in_every_window(world, come_in, window, step):
    visitor = come_in(viewport=WINDOWS[window], locale="ko-KR")
    page = visitor.page
    open_big(visitor, world)
    page.evaluate(f"document.documentElement.className = 'step-{step}'")
    assert page.locator(".stage").evaluate(SHARE) > 0.8
    buttons = page.locator(".buttons > *:visible")
    count = 4 if window in ("phone", "sideways") else 5
    assert buttons.count() == count
    for box in [buttons.nth(at).bounding_box() for at in range(count)]:
        assert box["width"] >= 72 and box["height"] >= 72
        assert box["x"] >= 0 and box["x"] + box["width"] <= WINDOWS[window]["width"]
        assert box["y"] >= 0 and box["y"] + box["height"] <= WINDOWS[window]["height"]
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    larger, smaller = page.locator("[data-zoom='1']"), page.locator("[data-zoom='-1']")
    for expected in (2, 4):
        larger.click()
        assert place(page)[0] == expected
    larger.click()
    expect(page.get_by_role("status")).to_have_text("지금이 가장 커요.")
    page.locator(".moves .right").click()
    assert place(page)[1] < 0
    smaller.click()
    smaller.click()
    assert place(page) == [1, 0, 0] and page.locator(".moves").is_hidden()
    visitor.assert_untroubled()


def test_by_keys_of_a_television(world, come_in):
    visitor = come_in(viewport=WINDOWS["television"], locale="ko-KR")
    page = visitor.page
    open_big(visitor, world)
    expect(page.locator("[data-zoom='1']")).to_be_focused()
    page.keyboard.press("Enter")
    assert place(page)[0] == 2
    page.keyboard.press("ArrowRight")
    moved = place(page)
    assert moved[1] < 0
    # At the photo's end an arrow goes on to the buttons.
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".close")).to_be_focused()
    page.keyboard.press("-")
    assert place(page) == [1, 0, 0]
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".next")).to_be_focused()
    page.wait_for_timeout(700)  # a press that comes sooner belongs to the one that opened the page
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"/pictures/{world.ids[1]}/big/"))
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(f"/pictures/{world.ids[1]}/.*#photo$"))
    visitor.assert_untroubled()


@pytest.mark.wide
def test_a_swipe_and_the_left_key_go_back(world, come_in):
    """Also where there is no button for it. A slow stroke, and one over an enlarged photo, turn nothing."""
    visitor = come_in(**PHONE)
    page = visitor.page
    open_big(visitor, world)
    page.wait_for_timeout(700)  # a press that comes sooner belongs to the one that opened the page
    drag(page, page.locator(".stage"), by=-150)
    expect(page).to_have_url(re.compile(f"/pictures/{world.ids[1]}/big/"))
    page.locator("[data-zoom='-1']").tap()  # a panorama fills the height, and is moved by a stroke
    assert place(page) == [1, 0, 0]
    page.wait_for_timeout(700)
    drag(page, page.locator(".stage"), by=150)
    expect(page).to_have_url(re.compile(f"/pictures/{world.ids[0]}/big/"))
    page.locator("[data-zoom='1']").tap()
    page.wait_for_timeout(700)
    drag(page, page.locator(".stage"), by=150)
    assert place(page)[1] > 0 and world.ids[0] in page.url
    page.keyboard.press("-")
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(f"/pictures/{world.ids[2]}/big/"))
    visitor.assert_untroubled()


def test_a_panorama_fills_the_height_and_two_buttons_move_it(world, come_in):
    visitor = come_in(**PHONE)
    page = visitor.page
    open_big(visitor, world, 1)
    image, stage = page.locator(".stage img").bounding_box(), page.locator(".stage").bounding_box()
    filled = stage["width"] / 3 * place(page)[0]
    assert filled == pytest.approx(stage["height"], abs=2) and image["height"] > stage["height"]
    assert page.locator(".moves button:visible").count() == 2
    page.locator(".moves .left").tap()
    assert place(page)[1] > 0
    page.locator("[data-zoom='-1']").tap()
    assert place(page) == [1, 0, 0]
    # A tall one in an upright phone fills the width; in a wide window it is shown whole.
    open_big(visitor, world, 2)
    assert place(page)[0] > 1
    page.set_viewport_size(WINDOWS["desktop"])
    wait_for(lambda: place(page)[0] == 1)


def test_turning_the_phone_opens_and_closes_it(world, come_in):
    visitor = come_in(**PHONE)
    page = visitor.page
    page.goto(photo_page(world))
    page.set_viewport_size(SIDEWAYS)
    expect(page).to_have_url(re.compile("/big/"))
    visitor.see_all_images()
    page.set_viewport_size(PHONE["viewport"])
    expect(page).to_have_url(re.compile("#photo$"))
    # Who came by a tap stays when she turns it.
    page.locator("#photo").tap()
    expect(page).to_have_url(re.compile("/big/"))
    visitor.see_all_images()
    page.set_viewport_size(SIDEWAYS)
    page.set_viewport_size(PHONE["viewport"])
    page.wait_for_timeout(500)
    assert "/big/" in page.url
    visitor.assert_untroubled()


def test_without_scripts(world, come_in):
    visitor = come_in(**PHONE, java_script_enabled=False)
    page = visitor.page
    page.goto(photo_page(world))
    page.locator("#photo").click()
    expect(page).to_have_url(re.compile("/big/"))
    stage = page.locator(".stage").bounding_box()
    assert page.locator(".stage img").bounding_box()["width"] == pytest.approx(2 * stage["width"], abs=1)
    assert page.locator(".buttons > *:visible").count() == 2
    page.locator(".next").click()
    image = page.locator(".stage img").bounding_box()
    assert image["height"] == pytest.approx(stage["height"], abs=16) and image["width"] > 2 * stage["width"]
    page.locator(".close").click()
    expect(page).to_have_url(re.compile(f"/pictures/{world.ids[1]}/.*#photo$"))


SHEET = re.compile(rb"/Type\s*/Page\b")
SEEN = """() => [...document.querySelectorAll('body *')].filter(one => !one.children.length && one.checkVisibility())
  .map(one => one.innerText).filter(Boolean)"""


def test_on_paper(world, come_in):
    """A photo's own page, its sheet, and the album with two photos on each."""
    visitor = come_in(viewport=WINDOWS["desktop"], locale="ko-KR")
    page = visitor.page
    page.goto(photo_page(world))
    page.get_by_role("link", name="인쇄").click()
    expect(page).to_have_url(re.compile("/print/$"))
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="인쇄하기").click()
    page.wait_for_function("window.printed")
    for path, sheets in (
        (photo_page(world), 1),
        (photo_page(world) + "print/", 1),
        (world.url + world.album + "print/", 2),
    ):
        page.goto(path)
        visitor.see_all_images()
        assert len(SHEET.findall(page.pdf(prefer_css_page_size=True))) == sheets, path
    page.goto(photo_page(world))
    page.emulate_media(media="print")
    words = page.evaluate(SEEN)
    assert words[0] == "사진 0" and len(words) == 2 and "올린 사진" in words[1], words
    visitor.assert_untroubled()
