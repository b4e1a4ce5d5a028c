"""nginx's own refusals, by the real one: calm pages in two languages, JSON for scripts."""

import pytest
import requests
from playwright.sync_api import expect

from deploy.local.fixtures import member_fixture
from tests import journey
from tests.photos import draw
from tests.visitor import PHONE, Visitor

nginx = member_fixture("nginx", own=True)
SCRIPT = {"Accept": "application/json"}
LARGE = b"x" * 2_000_000


@pytest.fixture
def web_is_dead(own_stack, nginx):
    own_stack.kill("web")
    yield
    own_stack.start("web")


def storm(url: str, **headers: str) -> requests.Response:
    """Knocks at a door until it is refused."""
    with requests.Session() as session:
        knocks = (session.post(f"{url}/accounts/login/", headers=headers, timeout=10) for _ in range(100))
        return next(answer for answer in knocks if answer.status_code == 429)


def assert_is_calm(answer: requests.Response, korean: str, english: str) -> None:
    answer.encoding = "utf-8"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.text.index(korean) < answer.text.index(english)
    assert "nginx" not in answer.text
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'self';")
    assert answer.headers["Cache-Control"] == "no-store"
    assert len(answer.headers["X-Request-ID"]) == 32


def test_too_many(nginx):
    answer = storm(nginx.url)
    assert answer.headers["Retry-After"] == "5"
    assert_is_calm(answer, "조금만 천천히", "One moment, please")
    answer = storm(nginx.url, **SCRIPT)
    assert answer.headers["Retry-After"] == "5" and answer.json() == {"error": "too-many"}


def test_too_large(nginx):
    url = nginx.url + "/albums/new/"
    answer = requests.post(url, data=LARGE, timeout=10)
    assert answer.status_code == 413 and "Retry-After" not in answer.headers
    assert_is_calm(answer, "너무 커요", "Too large")
    answer = requests.post(url, data=LARGE, headers=SCRIPT, timeout=10)
    assert answer.status_code == 413 and answer.json() == {"error": "too-large"}


def test_the_site_is_dead(nginx, web_is_dead):
    for ask in (requests.get, requests.post):
        answer = ask(nginx.url + "/", timeout=10)
        assert answer.status_code == 502
        assert_is_calm(answer, "잠시 쉬고", "resting")
        answer = ask(nginx.url + "/", headers=SCRIPT, timeout=10)
        assert answer.status_code == 502 and answer.json() == {"error": "resting"}


def test_a_large_upload_to_a_dead_site_is_not_too_large(nginx, web_is_dead):
    answer = requests.post(f"{nginx.url}/albums/{'a' * 20}/add/", data=LARGE, timeout=10)
    assert answer.status_code == 502


def test_what_the_site_answers_passes_as_it_is(nginx):
    answer = requests.get(nginx.url + "/errors/resting.html", timeout=10)
    assert answer.status_code == 404 and "잠시 쉬고" not in answer.text
    answer = requests.get(nginx.url + "/none/", headers=SCRIPT, timeout=10)
    assert answer.status_code == 404 and answer.json()["reason"]


def test_the_page_is_large_on_a_phone(chromium, nginx, web_is_dead):
    mother = Visitor(chromium.new_context(**PHONE))
    mother.page.goto(nginx.url + "/")
    expect(mother.page.locator("h1")).to_have_text("앨범이 잠시 쉬고 있어요")
    assert mother.page.locator("p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 22
    assert mother.page.get_by_role("link").bounding_box()["height"] >= 64
    assert mother.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    mother.assert_untroubled()
    mother.context.close()


def test_the_uploader_waits_for_a_dead_site_and_goes_on_by_itself(own_stack, chromium, nginx, tmp_path):
    photo = tmp_path / "hills.jpg"
    photo.write_bytes(draw(1))
    with journey.story_of(nginx.url, chromium) as story:
        journey.sign_up_and_make_an_album(story)
        page = story.daughter.page
        page.goto(story.url + story.album + "add/")
        own_stack.kill("web")
        with page.expect_response(lambda answer: answer.status == 502):
            journey.drop(page, photo)
        expect(page.locator("#rows .what")).to_have_text("Waiting")
        own_stack.start("web")
        expect(page.locator("#rows .what")).to_have_text("Added")
        expect(page.locator("#rows button")).to_have_count(0)
