"""nginx's own refusals, by the real one: calm pages in two languages, JSON for scripts."""

import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from playwright.sync_api import expect

from deploy.local.fixtures import member_fixture
from deploy.local.members.site import UPLOADS
from deploy.local.tests.crowd import send
from tests.support import journey
from tests.support.browser import Person
from tests.support.photos import draw, one_of_a_kind
from tests.support.visitor import PHONE, Visitor

nginx = member_fixture("nginx", own=True)
SCRIPT = {"Accept": "application/json"}
LARGE = b"x" * 2_000_000
# More than the uploads' member takes at a time.
PHONES = 2 * int(UPLOADS)
ADD = f"/albums/{'a' * 20}/add/"


# Members start slowly: tests in which all are up come first, and no test starts what it has killed for the next one.


@pytest.fixture
def all_up(own_stack, nginx):
    own_stack.start("nginx")


@pytest.fixture
def uploads_are_dead(own_stack, nginx):
    own_stack.start("web")
    own_stack.kill("web-uploads")


@pytest.fixture
def site_is_dead(own_stack, nginx):
    for name in ("web-uploads", "web"):
        own_stack.kill(name)


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


def test_too_large(nginx, all_up):
    url = nginx.url + "/albums/new/"
    answer = requests.post(url, data=LARGE, timeout=10)
    assert answer.status_code == 413 and "Retry-After" not in answer.headers
    assert_is_calm(answer, "너무 커요", "Too large")
    answer = requests.post(url, data=LARGE, headers=SCRIPT, timeout=10)
    assert answer.status_code == 413 and answer.json() == {"error": "too-large"}


def test_what_the_site_answers_passes_as_it_is(nginx, all_up):
    answer = requests.get(nginx.url + "/errors/resting.html", timeout=10)
    assert answer.status_code == 404 and "잠시 쉬고" not in answer.text
    answer = requests.get(nginx.url + "/none/", headers=SCRIPT, timeout=10)
    assert answer.status_code == 404 and answer.json()["reason"]


@pytest.mark.wide
def test_an_upload_is_sent_again(own_stack, nginx, all_up):
    """A person adds, is refused while the uploads' member is away, looks at pages, and tries again. The member is asked
    to end; below, where a browser waits for it, it is killed."""
    jieun = Person(nginx.url).sign_up("again@example.com")
    album = jieun.new_album("Summer")
    assert jieun.upload(album, ("a.jpg", draw(1))).json()["results"][0]["status"] == "added"
    own_stack.stop("web-uploads")
    refused = jieun.upload(album, ("b.jpg", draw(2)))
    assert (refused.status_code, refused.json()) == (502, {"error": "resting"})
    assert jieun.get(album).status_code == jieun.get(album + "add/").status_code == 200
    own_stack.start("web-uploads")
    assert jieun.upload(album, ("b.jpg", draw(2))).json()["results"][0]["status"] == "added"


def test_uploads_are_another_member(own_stack, nginx, all_up):
    """Pages alone are answered while it is frozen, and a photo arrives when it thaws."""
    jieun = Person(nginx.url).sign_up("frozen@example.com")
    album = jieun.new_album("Summer")
    own_stack.signal("web-uploads", signal.SIGSTOP)
    try:
        with ThreadPoolExecutor(PHONES) as phones:
            answers = [
                phones.submit(send, jieun, album, one_of_a_kind(draw(1, 320, 240))) for _ in range(PHONES)
            ]
            time.sleep(1)
            assert [jieun.get(path).status_code for path in ("/", album, album + "add/")] == [200] * 3
            assert not any(answer.done() for answer in answers)
            own_stack.signal("web-uploads", signal.SIGCONT)
            assert [answer.result().result["status"] for answer in answers] == ["added"] * PHONES
    finally:
        own_stack.signal("web-uploads", signal.SIGCONT)


@pytest.mark.wide
def test_the_uploader_waits_for_dead_uploads_and_goes_on_by_itself(
    own_stack, chromium, nginx, all_up, tmp_path
):
    photo = tmp_path / "hills.jpg"
    photo.write_bytes(draw(1))
    with journey.story_of(nginx.url, chromium) as story:
        journey.sign_up_and_make_an_album(story)
        page = story.daughter.page
        page.goto(story.url + story.album + "add/")
        own_stack.kill("web-uploads")
        with page.expect_response(lambda answer: answer.status == 502):
            journey.drop(page, photo)
        expect(page.locator("#rows .what")).to_have_text("Waiting")
        own_stack.start("web-uploads")
        expect(page.locator("#rows .what")).to_have_text("Added")
        expect(page.locator("#rows .retry")).to_have_count(0)


def test_pages_go_on_while_uploads_are_dead(nginx, uploads_are_dead):
    for path in ("/", "/healthz", "/accounts/login/", ADD, "/static/site.css"):
        for method in ("GET", "HEAD"):
            answer = requests.request(method, nginx.url + path, timeout=10, allow_redirects=False)
            assert answer.status_code in (200, 302, 404, 405), path


def test_uploads_are_dead(nginx, uploads_are_dead):
    """Refused kindly, whatever a script asks of them."""
    adding = [(method, ADD) for method in ("POST", "PUT", "PATCH")]
    resumable = [(method, f"/uploads/{name}") for method in ("POST", "PATCH", "DELETE") for name in ("", "x")]
    for method, path in adding + resumable:
        answer = requests.request(method, nginx.url + path, timeout=10)
        assert answer.status_code == 502
        assert_is_calm(answer, "잠시 쉬고", "resting")
        answer = requests.request(method, nginx.url + path, headers=SCRIPT, timeout=10)
        assert answer.status_code == 502 and answer.json() == {"error": "resting"}
    # tus-js-client begins anew, from the first byte, when it hears 5xx here.
    answer = requests.head(f"{nginx.url}/uploads/x", timeout=10)
    assert (answer.status_code, answer.headers["Retry-After"]) == (423, "5")


def test_the_site_is_dead(nginx, site_is_dead):
    for ask in (requests.get, requests.post):
        answer = ask(nginx.url + "/", timeout=10)
        assert answer.status_code == 502
        assert_is_calm(answer, "잠시 쉬고", "resting")
        answer = ask(nginx.url + "/", headers=SCRIPT, timeout=10)
        assert answer.status_code == 502 and answer.json() == {"error": "resting"}


def test_a_large_upload_to_a_dead_site_is_not_too_large(nginx, site_is_dead):
    answer = requests.post(nginx.url + ADD, data=LARGE, timeout=10)
    assert answer.status_code == 502


def test_the_page_is_large_on_a_phone(chromium, nginx, site_is_dead):
    mother = Visitor(chromium.new_context(**PHONE))
    mother.page.goto(nginx.url + "/")
    expect(mother.page.locator("h1")).to_have_text("앨범이 잠시 쉬고 있어요")
    assert mother.page.locator("p").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 22
    assert mother.page.get_by_role("link").bounding_box()["height"] >= 64
    assert mother.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    mother.assert_untroubled()
    mother.context.close()


def test_too_many(nginx):
    """Whatever is behind. It comes last: nobody from this address comes through the door for some seconds."""
    answer = storm(nginx.url)
    assert answer.headers["Retry-After"] == "5"
    assert_is_calm(answer, "조금만 천천히", "One moment, please")
    answer = storm(nginx.url, **SCRIPT)
    assert answer.headers["Retry-After"] == "5" and answer.json() == {"error": "too-many"}
