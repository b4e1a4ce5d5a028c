"""Home → new photos → a photo → larger → ♥ → Home while nothing can be written: a MariaDB primary that was killed, and
its replica. What parents do meanwhile is kept in their browsers, and arrives when the primary is back.

The tests are steps and run in order. Each parent has one way of her own to use her device.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
import requests
from playwright.sync_api import Page, expect

from deploy.local.fixtures import member_fixture
from tests.support.browser import Person
from tests.support.hands import RESTED_MS
from tests.support.photos import draw
from tests.support.remote_control import walk_to
from tests.support.site import Site, wait_for
from tests.support.visitor import PHONE, Visitor

pytest.importorskip("MySQLdb")
pytestmark = pytest.mark.kills
ARE_STEPS = True
mariadb_primary = member_fixture("mariadb-primary", own=True)
mariadb_replica = member_fixture("mariadb-replica", own=True)

TELEVISION = {"viewport": {"width": 1920, "height": 1080}, "locale": "ko-KR"}
DESK = {"viewport": {"width": 1280, "height": 800}, "locale": "ko-KR"}
PHOTOS = 2
WAITS = "여기에 적어 두었다가 나중에 보내 드릴게요."
KEPT = "name => JSON.parse(localStorage.getItem(name + ':' + document.querySelector('[data-person]').dataset.person))"
TABS_AT_MOST = 30


def tap(page: Page, target: str) -> None:
    page.locator(target).first.tap()


def press_by_tab(page: Page, target: str) -> None:
    for _ in range(TABS_AT_MOST):
        if page.evaluate("target => document.activeElement.matches(target)", target):
            return page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached by Tab on {page.url}")


def press_by_arrows(page: Page, target: str) -> None:
    """In the large view the arrows go from button to button (static/zoom.js); elsewhere to the nearest control."""
    if "/big/" not in page.url:
        walk_to(page, target)
    while not page.evaluate("target => document.activeElement.matches(target)", target):
        before = page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("ArrowRight")
        after = page.evaluate(
            "document.activeElement.outerHTML + document.querySelector('.stage img').style.transform"
        )
        assert after != before, f"{target} is not reached by arrows on {page.url}"
    page.keyboard.press("Enter")


@dataclass
class Parent:
    """`press` is how she presses what a selector finds."""

    name: str
    link: str
    device: dict
    press: Callable[[Page, str], None]
    visitor: Visitor = None  # type: ignore[assignment] # until she comes in

    @property
    def page(self) -> Page:
        return self.visitor.page

    def kept(self, what: str):
        return self.page.evaluate(KEPT, what)

    def keeps_nothing(self) -> bool:
        return self.keeps_no_heart() and self.kept("seen") is None

    def keeps_no_heart(self) -> bool:
        return self.kept("hearts") is None

    def sent(self) -> list[tuple[int, str]]:
        """What was answered to hearts and to seen photos, and forget it."""
        answers = [one for one in self.visitor.statuses if re.search(r"/(heart|seen)/$", one[1])]
        self.visitor.statuses.clear()
        return answers


class Album:
    """A family's site on two databases: the parents' browsers on one side, the primary's rows on the other."""

    def __init__(self, site: Site, chromium, stack, primary, replica):
        self.site, self.chromium, self.stack = site, chromium, stack
        self.primary, self.replica = primary, replica
        self.daughter = Person(site.url).sign_up("jieun@example.com")
        self.path = self.daughter.new_album("제주도 봄 여행")
        photos = ((f"{number}.jpg", draw(number, 800, 600)) for number in range(PHOTOS))
        self.daughter.upload(self.path, *photos)
        wait_for(lambda: self.count("albums_picture", "state = 'ready'") == PHOTOS, 120)
        self.parents: dict[str, Parent] = {}

    def add(self, name: str, device: dict, press) -> None:
        fields = {"name": name, "language": "ko", "help_phone": "010-1234-5678"}
        page = self.daughter.post("/family/links/new/", fields).text
        parent = Parent(name, re.search(r"/open/[\w-]+/", page).group(0), device, press)
        self.parents[name] = parent
        parent.visitor = Visitor(self.chromium.new_context(**device))
        self.come_in(parent)
        wait_for(lambda: self.count("albums_look", "seen_at IS NULL") == PHOTOS * len(self.parents))

    def come_in(self, parent: Parent) -> None:
        parent.page.goto(self.site.url + parent.link)
        parent.page.locator("main button").click()
        parent.page.wait_for_url(self.site.url + "/")

    def count(self, table: str, where: str = "1 = 1", server=None) -> int:
        return int((server or self.primary).run(f"SELECT COUNT(*) FROM picup.{table} WHERE {where}"))

    def mode(self) -> str:
        return requests.get(f"{self.site.url}/readyz", timeout=30).json()["mode"]

    def person(self, parent: Parent) -> str:
        """SQL that finds a parent's key."""
        public_id = parent.page.locator("script[data-person]").get_attribute("data-person")
        return f"(SELECT id FROM picup.accounts_user WHERE public_id = '{public_id}')"

    def hearts(self, parent: Parent) -> int:
        return self.count("albums_heart", f"person_id = {self.person(parent)}")

    def seen(self, parent: Parent) -> int:
        return self.count("albums_look", f"seen_at IS NOT NULL AND person_id = {self.person(parent)}")

    def replicated(self) -> bool:
        tables = ("albums_look", "accounts_device", "django_session")
        return all(self.count(one) == self.count(one, server=self.replica) for one in tables)


@pytest.fixture(scope="module")
def album(mariadb_primary, mariadb_replica, own_stack, chromium):
    site = Site(
        DATABASE_URL=mariadb_primary.url,
        DATABASE_REPLICA_URLS=mariadb_replica.url,
        DATABASE_PIN_SECONDS="1",
    )
    try:
        album = Album(site.start(), chromium, own_stack, mariadb_primary, mariadb_replica)
        album.add("touch", PHONE, tap)
        album.add("keyboard", DESK, press_by_tab)
        album.add("television", TELEVISION, press_by_arrows)
        album.add("closes her browser", PHONE, tap)
        album.add("takes it back", PHONE, tap)
        album.add("shares her device", PHONE, tap)
        yield album
    finally:
        print(site.log.read_text()[-5000:])
        site.remove()


def test_the_primary_is_killed(album):
    wait_for(album.replicated)
    album.stack.kill("mariadb-primary")


def look_and_love(album: Album, parent: Parent) -> None:
    """The journey. The first press may be the one by which the site finds out that its primary is gone."""
    page, press = parent.page, parent.press
    page.goto(album.site.url + "/")
    expect(page.locator("a.book")).to_contain_text(f"새 사진 {PHOTOS}장 보기")
    assert parent.visitor.see_all_images() == 2
    press(page, "a.book")
    page.wait_for_url("**/new/")
    wait_for(lambda: parent.kept("seen"))
    press(page, "#photo")
    page.wait_for_url("**/big/")
    assert parent.visitor.see_all_images() == 1
    press(page, "[data-zoom='1']")
    page.wait_for_selector(".stage.enlarged")
    press_close(parent)
    page.wait_for_url(re.compile(r"/pictures/\w+/(\?n=\d+)?#photo$"))
    page.wait_for_load_state()
    page.wait_for_timeout(RESTED_MS)  # As steady hands need it (static/turn.js).
    press(page, ".heart button")
    expect(page.locator(".heart button")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".heart .told")).to_have_text(WAITS)


def press_close(parent: Parent) -> None:
    if parent.press is press_by_arrows:
        parent.page.keyboard.press("Escape")  # a television's "back"; arrows move the photo now
    else:
        parent.press(parent.page, ".close")


def go_home(album: Album, parent: Parent) -> None:
    parent.press(parent.page, ".bar a.home")
    parent.page.wait_for_url(album.site.url + "/")
    expect(parent.page.locator("a.book")).to_be_visible()


def assert_all_is_kept(parent: Parent, *, loved: bool = True) -> None:
    """Nothing but hearts, seen photos and her visit was refused, and these with 503."""
    parent.visitor.assert_untroubled()
    refused = parent.visitor.refused
    assert refused and all(status == 503 for status, _ in refused), refused
    assert all(re.search(r"/(heart|seen)/(\?visit)?$", url) for _, url in refused), refused
    assert list(parent.kept("hearts").values()) == [loved] and len(parent.kept("seen")) == 1


@pytest.mark.parametrize("name", ["touch", "keyboard", "television"])
def test_the_whole_journey(album, name):
    parent = album.parents[name]
    look_and_love(album, parent)
    go_home(album, parent)
    assert_all_is_kept(parent)


def test_the_page_of_a_heart_that_waits_says_so(album):
    """Also when she comes again."""
    page = album.parents["touch"].page
    page.go_back()
    page.reload()
    expect(page.locator(".heart button")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".heart .told")).to_have_text(WAITS)
    go_home(album, album.parents["touch"])


def test_a_browser_is_closed(album):
    parent = album.parents["closes her browser"]
    look_and_love(album, parent)
    assert_all_is_kept(parent)
    storage = parent.visitor.context.storage_state()
    parent.visitor.context.close()
    parent.visitor = Visitor(album.chromium.new_context(**parent.device, storage_state=storage))


def test_a_heart_is_taken_back(album):
    parent = album.parents["takes it back"]
    look_and_love(album, parent)
    parent.press(parent.page, ".heart button")
    expect(parent.page.locator(".heart button")).to_have_attribute("aria-pressed", "false")
    go_home(album, parent)
    assert_all_is_kept(parent, loved=False)


def test_a_device_is_shared(album):
    parent = album.parents["shares her device"]
    look_and_love(album, parent)
    assert_all_is_kept(parent)
    assert album.mode() == "read-only"


def test_the_primary_is_back(album):
    album.stack.start("mariadb-primary")
    wait_for(lambda: album.mode() == "normal")
    assert album.count("albums_heart") == 0 and album.count("albums_look", "seen_at IS NOT NULL") == 0


@pytest.mark.parametrize("name", ["touch", "keyboard", "television", "closes her browser"])
def test_all_arrives_with_her_next_page(album, name):
    """Home, which has no heart of its own. Once, and never again."""
    parent = album.parents[name]
    parent.sent()
    parent.page.goto(album.site.url + "/")
    wait_for(lambda: album.hearts(parent) == 1 and album.seen(parent) == 1)
    wait_for(parent.keeps_nothing)
    assert sorted(status for status, _ in parent.sent()) == [200, 204]
    parent.page.goto(album.site.url + "/help/")
    parent.page.goto(album.site.url + "/")
    assert parent.sent() == [] and album.hearts(parent) == 1 and album.seen(parent) == 1
    expect(parent.page.locator("a.book")).to_contain_text(f"새 사진 {PHOTOS - 1}장 보기")


def test_what_she_took_back_does_not_arrive(album):
    parent = album.parents["takes it back"]
    parent.page.goto(album.site.url + "/")
    wait_for(parent.keeps_nothing)
    assert album.hearts(parent) == 0 and album.seen(parent) == 1


def test_nothing_arrives_under_another_name(album):
    """She is signed out, and father opens his link on her device, in another tab than hers. Then she comes again."""
    mother = album.parents["shares her device"]
    father = Parent("father", album.parents["keyboard"].link, {}, tap, Visitor(mother.visitor.context))
    before = album.count("albums_heart"), album.count("albums_look", "seen_at IS NOT NULL")
    sign_out(album, mother)
    album.come_in(father)
    # A page without photos: what he has seen himself is not counted here, nor on its way when she signs in.
    father.page.goto(album.site.url + "/help/")
    assert father.keeps_nothing() and father.sent() == []
    # Her own page is open still, and tries again when the device finds a network.
    mother.sent()
    with mother.page.expect_response("**/heart/") as heart, mother.page.expect_response("**/seen/") as seen:
        mother.page.evaluate("dispatchEvent(new Event('online'))")
    assert heart.value.status == seen.value.status == 403
    assert before == (album.count("albums_heart"), album.count("albums_look", "seen_at IS NOT NULL"))
    album.come_in(mother)
    wait_for(lambda: album.hearts(mother) == 1 and album.seen(mother) == 1)
    assert album.count("albums_heart") == before[0] + 1


def sign_out(album: Album, parent: Parent) -> None:
    """Without a page of hers that could send something before. A parent's device is told so at its next page (403)."""
    token = parent.page.locator("script[data-person]").get_attribute("data-token")
    browser = parent.visitor.context.request
    browser.post(album.site.url + "/accounts/logout/", form={"csrfmiddlewaretoken": token})
    assert browser.get(album.site.url + "/").status == 403


def test_of_two_touches_the_last_counts(album):
    """The first is still on its way when the second comes: a network that is slow for one request alone."""
    parent = album.parents["takes it back"]
    page, held = parent.page, []
    page.goto(album.site.url + "/")
    parent.press(page, "a.book")
    page.wait_for_selector(".heart button[aria-pressed=false]")
    page.route("**/heart/", lambda route: held.append(route) if not held else route.continue_())
    parent.press(page, ".heart button")
    wait_for(lambda: page.evaluate("true") and held)
    parent.press(page, ".heart button")
    expect(page.locator(".heart button")).to_have_attribute("aria-pressed", "false")
    parent.sent()
    # Were the second sent at once, it would arrive before the first.
    page.wait_for_timeout(500)
    held[0].continue_()
    wait_for(parent.keeps_no_heart)
    assert [status for status, url in parent.sent() if "/heart/" in url] == [200, 200]
    assert album.hearts(parent) == 0
