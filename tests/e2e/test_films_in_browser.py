"""A film from the uploader to her page: sent by the plain form, converted by the real worker, played in Chromium.

FORMATS=1 writes the table of films in docs/formats.md.
"""

import hashlib
import os
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from albums.films.tests.clips import needs_ffmpeg, small_mp4
from albums.films.tests.kinds import KINDS
from tests.support.browser import Person
from tests.support.site import REPOSITORY, wait_for
from tests.support.visitor import PHONE

pytestmark = needs_ffmpeg
expect.set_options(timeout=60_000)
TABLE = REPOSITORY / "docs" / "formats.md"
MARK = re.compile(r"(?<=<!-- films, made by `make formats` -->\n)(?:\|.*\n)*")
COLUMNS = ("taken", "poster", "plays in Chromium", "seeks", "downloaded identical")


# Whether a picture of that second is shown; its sound is of no matter.
JUMP = """(video, second) => new Promise(done => {
    video.pause();
    const isThere = () => Math.abs(video.currentTime - second) < 0.2 && video.readyState > 1;
    video.addEventListener("seeked", () => done(isThere()), {once: true});
    video.addEventListener("error", () => done(false), {once: true});
    video.currentTime = second;
})"""


@pytest.fixture(scope="module")
def world(site):
    daughter = Person(site.url).sign_up("films@example.com", family="김씨네")
    fields = {"name": "엄마", "language": "ko", "help_phone": "010-1234-5678"}
    link = re.search(r"/open/[\w-]+/", daughter.post("/family/links/new/", fields).text).group(0)
    album = daughter.new_album("제주")
    answer = daughter.upload(album, ("clip.mp4", small_mp4()), caption="파도 소리")
    [result] = answer.json()["results"]
    assert result["status"] == "added", result
    return SimpleNamespace(
        site=site, url=site.url, link=link, album=album, id=result["picture"], daughter=daughter
    )


@pytest.fixture(scope="module")
def played(world):
    """Once its film is made."""
    query = "SELECT playing, state FROM albums_picture WHERE public_id = ?"
    wait_for(lambda: world.site.query(query, world.id) == [("ready", "ready")], 180)
    return world


@pytest.mark.parametrize("step", [2, 5])
def test_the_button_leaves_her_the_film(played, come_in, step):
    """Its words have one line, with the largest letters, too."""
    page = come_in(**PHONE).page
    page.goto(f"{played.url}/text-size/")
    page.locator(f'button[name="step"][value="{step}"]').click()
    page.goto(f"{played.url}{played.album}pictures/{played.id}/")
    button = page.get_by_role("button", name="영상 보기").bounding_box()
    film = page.locator(".film").bounding_box()
    assert button["width"] < 0.95 * film["width"] and button["height"] < 0.5 * film["height"]


def test_it_works(played, come_in):
    page = come_in(**PHONE).page
    asked = []
    page.on("response", lambda answer: answer.url.endswith("/film") and asked.append(answer))
    page.goto(f"{played.url}{played.album}pictures/{played.id}/")
    button = page.get_by_role("button", name="영상 보기")
    box = button.bounding_box()
    assert box["width"] >= 72 and box["height"] >= 72
    assert not asked  # Nothing is loaded before she asks for it.
    button.click()
    video = page.locator("video")
    # The page's policy forbids Playwright's own way to wait.
    wait_for(lambda: video.evaluate("v => v.currentTime") > 0.3, 60)
    expect(button).to_be_hidden()
    assert video.evaluate("v => [v.videoWidth, v.videoHeight, v.error]") == [320, 240, None]
    assert {answer.status for answer in asked} == {206}
    video.evaluate("v => { v.pause(); v.currentTime = 1.2; }")
    wait_for(lambda: video.evaluate("v => !v.seeking && v.currentTime > 1.1"), 60)


def test_without_scripts_the_browsers_own_buttons_are_there(played, come_in):
    page = come_in(java_script_enabled=False).page
    page.goto(f"{played.url}{played.album}pictures/{played.id}/")
    expect(page.locator("video[controls]")).to_be_visible()
    expect(page.get_by_role("button", name="영상 보기")).to_be_hidden()


def test_its_poster_says_how_long_it_is(played, come_in):
    page = come_in(**PHONE).page
    page.goto(f"{played.url}{played.album}overview/")
    expect(page.locator(".film-mark").first).to_contain_text("영상")


def test_the_original_comes_back_as_it_was(played):
    got = played.daughter.get(f"/pictures/{played.id}/file/original").content
    assert hashlib.sha256(got).digest() == hashlib.sha256(small_mp4()).digest()


@pytest.mark.wide
def test_the_table_of_the_manual(world, come_in, tmp_path):
    """Each kind of film, all of the way."""
    paths = {name: kind.write(tmp_path) for name, kind in KINDS.items()}
    sent = {name: send(world, path) for name, path in paths.items()}
    wait_for(lambda: all(is_over(world, picture) for picture in sent.values() if picture), 400)
    page = come_in(**PHONE).page
    found = {name: follow(world, page, name, sent[name], paths[name]) for name in KINDS}
    text = MARK.sub(lambda _: table(found), TABLE.read_text())
    if os.environ.get("FORMATS"):
        TABLE.write_text(text)
    assert {name: said for name, said in found.items() if not all(said)} == {}
    assert table(found) in text and TABLE.read_text() == text, "make formats"


def send(world, path: Path) -> str | None:
    """The id of the picture that is made of a file; None if it was not taken."""
    [result] = world.daughter.upload(world.album, (path.name, path.read_bytes())).json()["results"]
    return result["picture"] if result["status"] == "added" else None


def is_over(world, picture: str) -> bool:
    [(playing, state)] = world.site.query(
        "SELECT playing, state FROM albums_picture WHERE public_id = ?", picture
    )
    return "waiting" not in (playing, state)


def follow(world, page, name: str, picture: str | None, path: Path) -> tuple[bool, ...]:
    """What COLUMNS say of one film."""
    if picture is None:
        return (False,) * len(COLUMNS)
    poster = world.daughter.get(f"/pictures/{picture}/file/page")
    original = world.daughter.get(f"/pictures/{picture}/file/original").content
    is_shown = poster.status_code == 200 and poster.headers["Content-Type"] == "image/webp"
    return True, is_shown, *play(world, page, name, picture), original == path.read_bytes()


def play(world, page, name: str, picture: str) -> tuple[bool, bool]:
    """Play a film for a moment, then jump to near its end, and back: whether each was seen."""
    page.goto(f"{world.url}{world.album}pictures/{picture}/")
    button = page.get_by_role("button", name="영상 보기")
    if not button.count():
        return False, False
    button.click()
    video = page.locator("video")
    wait_for(lambda: video.evaluate("v => v.currentTime > 0.2 || v.error !== null"), 60)
    size = video.evaluate("v => v.error ? [] : [v.videoWidth, v.videoHeight]")
    jumps = [video.evaluate(JUMP, second) for second in (1.2, 0.1)] if size else [False]
    return size == [*KINDS[name].shown], all(jumps)


def table(found: dict[str, tuple[bool, ...]]) -> str:
    lines = [f"| film | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, said in found.items():
        lines.append(f"| {name} | {' | '.join('yes' if each else 'no' for each in said)} |")
    return "\n".join(lines) + "\n"


def test_a_page_that_was_opened_before_its_poster_gets_the_player(world, come_in):
    world.site.freeze_worker()
    try:
        answer = world.daughter.upload(world.album, ("second.mp4", small_mp4() + bytes(8)))
        [result] = answer.json()["results"]
        page = come_in(**PHONE).page
        page.goto(f"{world.url}{world.album}pictures/{result['picture']}/")
        expect(page.locator("[data-waiting]")).to_be_visible()
        assert not page.locator(".film, .film-word").count()
    finally:
        world.site.thaw_worker()
    # Its poster with its sentence, then the player; nobody loads the page.
    expect(page.get_by_role("button", name="영상 보기")).to_be_visible(timeout=120_000)
