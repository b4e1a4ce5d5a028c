"""The evening theme, forced colours, and a television's remote control: one family, in a real browser."""

import io
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image, ImageChops

from tests.support.browser import PASSWORD, Person
from tests.support.contrast import too_faint
from tests.support.photos import draw
from tests.support.remote_control import walk_to
from tests.support.site import wait_for
from tests.support.visitor import PATIENCE_MS

pytestmark = pytest.mark.wide

MEASURE = (Path(__file__).resolve().parent.parent / "support" / "measure.js").read_text()
TELEVISION = {"width": 1920, "height": 1080}
NIGHT = "rgb(43, 30, 21)"
GROUND = "getComputedStyle(document.body).backgroundColor"


@pytest.fixture(scope="module")
def story(site, chromium):
    """A mother whose album has five photos, and her daughter."""
    daughter = Person(site.url).sign_up("jieun@example.com", family="김씨네")
    fields = {"name": "엄마", "language": "ko", "help_phone": "010-1234-5678"}
    link = re.search(r"/open/[\w-]+/", daughter.post("/family/links/new/", fields).text).group(0)
    album = daughter.new_album("제주도 봄 여행")
    photos = [(f"{number}.jpg", draw(number, 800, 600)) for number in range(5)]
    daughter.upload(album, *photos, caption="빨간 등대까지 걸었지요")
    wait_for(lambda: not site.query("SELECT 1 FROM albums_picture WHERE state <> 'ready'"), 120)

    def open_page(**options):
        context = chromium.new_context(locale="ko-KR", reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto(site.url + link)
        page.locator("main button").click()
        page.wait_for_url(site.url + "/")
        return page

    return SimpleNamespace(url=site.url, album=album, chromium=chromium, open_page=open_page)


def test_her_choice_comes_before_the_device(story):
    """Also where nobody is signed in, on the same device. A photo is the same to the pixel."""
    page = story.open_page(viewport={"width": 1024, "height": 768}, color_scheme="light")
    page.goto(story.url + story.album)
    by_day = picture_of(page, ".photo img")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(GROUND) == NIGHT, "by the device"
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    assert ImageChops.difference(by_day, picture_of(page, ".photo img")).getbbox() is None
    page.goto(story.url + "/text-size/")
    page.locator("button[value=light]").click()
    page.wait_for_selector("html[data-theme=light]")
    assert page.evaluate(GROUND) != NIGHT
    page.emulate_media(color_scheme="light")
    page.locator("button[value=dark]").click()
    page.wait_for_selector("html[data-theme=dark]")
    assert page.evaluate(GROUND) == NIGHT
    page.emulate_media(media="print")
    assert page.evaluate(GROUND) != NIGHT, "paper stays white"
    page.emulate_media(media="screen")
    page.context.clear_cookies(name=re.compile("session"))
    page.goto(story.url + "/accounts/login/")
    assert page.evaluate(GROUND) == NIGHT
    page.context.close()


def picture_of(page, selector: str) -> Image.Image:
    page.locator(selector).first.evaluate("image => image.decode()")
    picture = Image.open(io.BytesIO(page.locator(selector).first.screenshot(scale="css"))).convert("RGB")
    corner = 40  # the mount's corners of paper reach over the photo's edges
    return picture.crop((corner, corner, picture.width - corner, picture.height - corner))


def test_contributors_pages_at_night(story):
    """7:1 for every word, as on a parent's pages (test_accessibility.py)."""
    context = story.chromium.new_context(
        locale="ko-KR", color_scheme="dark", viewport={"width": 1280, "height": 2400}
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    page.goto(story.url + "/accounts/login/")
    page.fill("[name=username]", "jieun@example.com")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button.main").click()
    page.wait_for_url(story.url + "/")
    problems = []
    of_album = ["", "add/", "edit/", "select/", "overview/"]
    for path in (*[story.album + part for part in of_album], "/family/", "/family/links/new/", "/settings/"):
        page.goto(story.url + path)
        assert page.evaluate(GROUND) == NIGHT and page.locator("main h1").count(), path
        options = {"base": 22, "viewer": False, "tall": False, "korean": True, "fits": False}
        faint = too_faint(page, page.evaluate(MEASURE, options)["places"])
        problems += [f"{path}: {one}" for one in faint]
    context.close()
    assert not problems, "\n".join(problems)


def test_new_photos_by_arrows_and_ok(story):
    """Home → a new photo → larger → ♥ → Home, on a television, and never a focus that is not seen."""
    page = story.open_page(viewport=TELEVISION)
    walk_to(page, ".book")
    page.keyboard.press("Enter")
    page.wait_for_url("**/new/**")
    walk_to(page, "#photo")
    page.keyboard.press("Enter")
    page.wait_for_url("**/big/")
    page.wait_for_function("document.activeElement.matches('[data-zoom]')")
    page.keyboard.press("Enter")
    page.wait_for_selector(".stage.enlarged")
    page.keyboard.press("Escape")
    page.wait_for_url(re.compile(r"/pictures/\w+/(#photo)?$"))
    walk_to(page, ".heart button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".heart [aria-pressed=true]")
    walk_to(page, ".bar a[href='/']")
    page.keyboard.press("Enter")
    page.wait_for_url(story.url + "/")
    page.context.close()


def test_album_by_arrows_and_ok(story):
    """Home → album → spread → photo → the next photo and back → Home."""
    page = story.open_page(viewport=TELEVISION)
    walk_to(page, f"a[href='{story.album}']")
    page.keyboard.press("Enter")
    page.wait_for_url(story.url + story.album)
    walk_to(page, ".mounts li:nth-child(2) a")
    # Nothing lies to the right of the second leaf, so the page is turned, and its first photo has the focus.
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/?after=*")
    page.wait_for_function("document.activeElement.matches('.mounts li:first-child a')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pictures/*/?n=3")
    walk_to(page, ".turn [rel=next]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pictures/*/?n=4")
    page.wait_for_function("document.activeElement.matches('.turn [rel=next]')")
    page.wait_for_timeout(700)  # a press right after a turn is a trembling hand's
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/pictures/*/?n=3")
    page.wait_for_function("document.activeElement.matches('.turn [rel=prev]')")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "28px"
    assert page.locator(".photo").bounding_box()["height"] >= 0.6 * TELEVISION["height"]
    walk_to(page, ".bar a[href='/']")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.closest('.bar') !== null") and "n=3" in page.url
    walk_to(page, ".bar a[href='/']")
    page.keyboard.press("Enter")
    page.wait_for_url(story.url + "/")
    page.context.close()


def test_forced_colours(story):
    """The chosen text size stays; books, sheets, bars, buttons and the focus have edges; what is chosen is seen."""
    page = story.open_page(viewport={"width": 1024, "height": 768}, forced_colors="active")
    page.goto(story.url + "/text-size/")
    page.locator("button[value='5']").click()
    page.wait_for_selector("html.step-5")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "36px"
    chosen, other = (ground(page, f"button[value='{step}']") for step in (5, 1))
    assert chosen != other
    for path, things in {
        "/": [".album", ".album .window", ".album .label", ".bar .button"],
        story.album: [".sheet", ".photo", ".turn .button"],
    }.items():
        page.goto(story.url + path)
        for thing in things:
            edge = page.locator(thing).first.evaluate("one => getComputedStyle(one).borderTop")
            assert float(edge.split("px")[0]) >= 2 and "solid" in edge, (thing, edge)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        ring = page.evaluate("getComputedStyle(document.activeElement).outline")
        assert "solid" in ring and re.search(r"\b[4-9]px", ring), ring
    page.context.close()


def ground(page, selector: str) -> str:
    return page.locator(selector).evaluate("one => getComputedStyle(one).backgroundColor")
