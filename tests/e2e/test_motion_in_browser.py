"""A photo with its film, from the uploader to her page: a motion photo, and a Live Photo of two files."""

import hashlib
import io
import re
from types import SimpleNamespace

import pytest
from PIL import Image
from playwright.sync_api import expect

from albums.films.tests.clips import needs_ffmpeg
from albums.motion.tests import photos
from tests.e2e.test_accessibility import (
    ALL_IMAGES,
    PLACE,
    SCROLLED,
    TABLE,
    WINDOWS,
    measure,
    measure_tall,
    run_axe,
)
from tests.support.browser import Person
from tests.support.kinds import wide
from tests.support.site import wait_for
from tests.support.visitor import PHONE

pytestmark = needs_ffmpeg
expect.set_options(timeout=60_000)
SEE, BACK = "움직이는 모습 보기", "사진으로"
FILM_SECONDS = 3
TALL = "document.documentElement.scrollHeight"


@pytest.fixture(scope="module")
def files():
    """What is sent, by name."""
    return {
        "PXL_1.MP.jpg": photos.google(photos.film(FILM_SECONDS), photos.live_photo("", number=5)),
        "IMG_1.JPG": photos.live_photo(),
        "IMG_1.MOV": photos.live_film(seconds=FILM_SECONDS),
    }


@pytest.fixture(scope="module")
def world(site, files):
    daughter = Person(site.url).sign_up("motion@example.com", family="김씨네")
    fields = {"name": "엄마", "language": "ko", "help_phone": "010-1234-5678"}
    link = re.search(r"/open/[\w-]+/", daughter.post("/family/links/new/", fields).text).group(0)
    album = daughter.new_album("제주")
    results = [daughter.upload(album, one).json()["results"][0] for one in files.items()]
    assert [result["status"] for result in results] == ["added"] * 3
    google, live, film = (result["picture"] for result in results)
    assert film == live
    query = "SELECT playing, state FROM albums_picture"
    wait_for(lambda: site.query(query) == [("ready", "ready")] * 2, 180)
    return SimpleNamespace(url=site.url, link=link, album=album, google=google, live=live, daughter=daughter)


def open_photo(world, visitor, which: str):
    visitor.page.goto(f"{world.url}{world.album}pictures/{getattr(world, which)}/")
    return visitor.page


@pytest.mark.parametrize("which", ["google", *wide("live")])
@pytest.mark.parametrize(
    "screen", [PHONE, *wide({"viewport": {"width": 1280, "height": 800}})], ids=["phone", "desktop"]
)
def test_it_works(world, come_in, which, screen):
    """One touch plays the film in the photo's place, with its sound, and in the end the photo is there again."""
    visitor, asked = come_in(**screen), []
    visitor.page.on("request", lambda request: request.url.endswith("/film") and asked.append(request))
    page = open_photo(world, visitor, which)
    expect(page.locator("#photo img")).to_be_visible()
    button = page.get_by_role("button", name=SEE).or_(page.get_by_role("link", name=SEE))
    box, shown = button.bounding_box(), page.locator(".photo").bounding_box()
    assert box["height"] >= 56 and box["y"] - (shown["y"] + shown["height"]) >= 14
    assert not asked  # Nothing is loaded before she asks for it.
    button.click()
    video = page.locator("video")
    wait_for(lambda: video.evaluate("v => v.currentTime") > 0.3, 60)
    assert video.evaluate("v => [v.muted, v.volume, v.error, v.videoWidth]") == [False, 1, None, 320]
    film = video.bounding_box()
    assert 0 < film["x"] - shown["x"] < 20 and shown["width"] - film["width"] < 40
    expect(page.locator(".see-move").get_by_text(BACK)).to_be_visible()
    expect(video).to_have_count(0)
    expect(page.get_by_text(SEE)).to_be_visible()
    expect(page.locator("#photo img")).to_be_visible()
    assert page.locator(".photo").bounding_box() == shown and button.bounding_box() == box


def test_the_same_button_goes_back(world, come_in):
    page = open_photo(world, come_in(**PHONE), "live")
    page.get_by_text(SEE).click()
    # A second touch of a trembling hand ends nothing.
    page.locator(".see-move").click()
    expect(page.locator("video")).to_have_count(1)
    page.wait_for_timeout(700)
    page.locator(".see-move").click()
    expect(page.locator("video")).to_have_count(0)


def test_a_touch_of_the_film_ends_it(world, come_in):
    page = open_photo(world, come_in(**PHONE), "google")
    here = page.url
    page.get_by_text(SEE).click()
    video = page.locator("video")
    wait_for(lambda: video.evaluate("v => v.currentTime") > 0.8, 60)
    box = page.locator(".photo").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 20)
    expect(video).to_have_count(0)
    assert page.url == here


def test_pages_turn_while_it_plays(world, come_in):
    page = open_photo(world, come_in(**PHONE), "google")
    here = page.url
    page.get_by_text(SEE).click()
    expect(page.locator("video")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(lambda url: url != here)
    assert f"/pictures/{world.live}/" in page.url or "/albums/" in page.url


def test_without_scripts_it_is_a_page_with_a_player(world, come_in):
    page = open_photo(world, come_in(java_script_enabled=False), "live")
    page.get_by_text(SEE).click()
    expect(page.locator("video[controls]")).to_be_visible()
    page.locator(".see-move").click()
    expect(page.locator("#photo img")).to_be_visible()
    expect(page.locator("video")).to_have_count(0)


@pytest.mark.parametrize("step", [5, *wide(1, 2)])
def test_it_is_as_easy_as_every_page(world, come_in, step):
    """Distances, sizes and reflow at four widths (test_accessibility.py), and axe."""
    page, problems = come_in(reduced_motion="reduce").page, []
    path = f"{world.album}pictures/{world.live}/"
    page.goto(f"{world.url}/text-size/")
    page.locator(f'button[name="step"][value="{step}"]').click()
    page.goto(world.url + path)
    for width, height in (*WINDOWS.items(), (844, 390)):
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(ALL_IMAGES)
        found = [*run_axe(page), *measure(page, step=step, language="ko")["problems"]]
        if width != 844:
            page.set_viewport_size({"width": width, "height": 320 + page.evaluate(TALL)})
            page.evaluate(ALL_IMAGES)
            found += measure_tall(page, "picture", "ko") if step == 2 else []
        problems += [f"{width} px: {one}" for one in dict.fromkeys(found)]
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="module")
def upright(world):
    """The address of a photo that stands, of which nobody knows the day."""
    output = io.BytesIO()
    Image.new("RGB", (480, 800), (40, 80, 90)).save(output, "JPEG")
    album = world.daughter.new_album("마당")
    photo = photos.google(photos.film(FILM_SECONDS), output.getvalue())
    picture = world.daughter.upload(album, ("PXL_2.MP.jpg", photo)).json()["results"][0]["picture"]
    path = f"{album}pictures/{picture}/"
    wait_for(lambda: "see-move" in world.daughter.get(path).text, 180)
    return world.url + path


def test_beside_an_upright_photo_the_buttons_begin_where_the_words_do(come_in, upright):
    page = come_in(viewport={"width": 1440, "height": 900}).page
    page.goto(upright)
    words = page.locator(".single h1").bounding_box()["x"]
    assert page.locator(".see-move").bounding_box()["x"] == words
    assert page.locator(".heart .button").bounding_box()["x"] == words


def test_the_number_is_in_the_middle_where_no_day_is_shown(come_in, upright):
    page = come_in(**PHONE).page
    page.goto(upright)
    expect(page.locator(".uploaded")).to_be_hidden()
    box = page.locator(".single .number").bounding_box()
    assert abs(box["x"] + box["width"] / 2 - PHONE["viewport"]["width"] / 2) < 1


CAPTION = "제주 바닷가에서 온 가족이 함께 보낸 바람 많이 불던 봄날 오후, 할머니가 제일 많이 웃으신 날"
# The edges of her buttons, against the top of those that turn.
HEART = """() => {
  const turn = document.querySelector('.turn').getBoundingClientRect();
  const isBelow = turn.top > innerHeight / 2;
  return [...document.querySelectorAll('.acts .button')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.bottom > (isBelow ? turn.top : innerHeight) + 1 || box.right > (isBelow ? innerWidth : turn.left) + 1;
  }).map(one => one.innerText);
}"""


@pytest.fixture(scope="module")
def captioned(world):
    """The addresses of a photo that lies and of one that stands, of known days, with many words."""
    album = world.daughter.new_album("바다와 산이 함께 보이는 여름 여행")
    addresses = []
    for name, photo in (
        ("IMG_20190716_120000.MP.jpg", photos.live_photo("", number=9)),
        ("IMG_20190717_120000.MP.jpg", photos.live_photo("", number=10, size=(480, 640))),
    ):
        sent = world.daughter.upload(
            album, (name, photos.google(photos.film(FILM_SECONDS), photo)), caption=CAPTION
        )
        addresses.append(f"{album}pictures/{sent.json()['results'][0]['picture']}/")
    wait_for(lambda: all("see-move" in world.daughter.get(one).text for one in addresses), 180)
    return [world.url + one for one in addresses]


@pytest.mark.parametrize("step", [5, *wide(1, 3)])
def test_photo_words_and_buttons_have_their_room_in_every_window(world, come_in, upright, captioned, step):
    """As the table of parents.md asks of every photo; and her buttons are in sight."""
    page, problems = come_in(reduced_motion="reduce").page, []
    page.goto(f"{world.url}/text-size/")
    page.locator(f'button[name="step"][value="{step}"]').click()
    for address in (f"{world.url}{world.album}pictures/{world.live}/", upright, *captioned):
        page.goto(address)
        for (width, height), shares in TABLE.items():
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate(ALL_IMAGES)
            where = f"{address[-40:]} {width} x {height}"
            share, broken = page.evaluate(PLACE)["share"], page.evaluate(SCROLLED)["broken"]
            if share < shares[step] - 0.001:
                problems.append(f"{where}: the photo has {share:.2f} of the window")
            problems += [f"{where}: {word} on two lines" for word in broken]
            problems += [f"{where}: not in sight: {button}" for button in page.evaluate(HEART)]
    assert not problems, "\n".join(problems)


def test_its_words_have_one_line_on_a_telephone(world, come_in, upright):
    """With the largest letters, too: two lines take the heart from the window."""
    page = come_in(**PHONE).page
    page.goto(f"{world.url}/text-size/")
    page.locator('button[name="step"][value="5"]').click()
    page.goto(upright)
    button, heart = (page.locator(one).bounding_box() for one in (".see-move", ".heart .button"))
    assert button["height"] <= heart["height"]


# Under the photo: which controls are not whole in what the bars leave, or lie over each other; how many rows the heart
# and "Print" have; how many lines her words have, and the button's.
UNDER_PHOTO = """() => {
  const box = (one) => one.getBoundingClientRect(), turn = box(document.querySelector(".turn"));
  const bar = box(document.querySelector(".bar")), content = box(document.querySelector("#content"));
  const acts = [...document.querySelectorAll(".acts .button")], boxes = acts.map(box);
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  const cut = acts.filter((one, at) => boxes[at].bottom > innerHeight || over(boxes[at], turn) || over(boxes[at], bar)
    || boxes[at].left < content.left || boxes[at].right > content.right
    || boxes.some((other, other_at) => other_at !== at && over(boxes[at], other)));
  const lines = (one) => {
    const part = document.createRange();
    part.selectNodeContents(one);
    return Math.round(Math.min(box(part).height, box(one).height) / parseFloat(getComputedStyle(one).lineHeight));
  };
  const middle = (one) => one.top + one.height / 2;
  return {
    cut: cut.map((one) => one.innerText),
    parted: Math.abs(middle(boxes.at(-1)) - middle(boxes.at(-2))) > 8,
    lines: [lines(document.querySelector(".single h1")), lines(document.querySelector(".see-move .see"))],
    share: box(document.querySelector(".place")).height / innerHeight,
    buttons: boxes.length,
  };
}"""
# Of the window's height the photo's place has at least this; a small telephone held sideways has fewest.
ACTS = {(360, 740): 0.45, (390, 844): 0.45, (600, 960): 0.45, (768, 1024): 0.5, (1024, 768): 0.45}
ACTS |= {(1440, 900): 0.6, (1920, 1080): 0.6, (844, 390): 0.7, (667, 375): 0.6}


@pytest.mark.parametrize("which", ["lies", "stands"])
def test_the_heart_stays_in_the_window(world, come_in, upright, which):
    """With one button more than under other photos: whole, beside "Print", and her words beside them in one line."""
    page, problems = come_in(locale="ko-KR").page, []
    page.goto(upright if which == "stands" else f"{world.url}{world.album}pictures/{world.live}/")
    for (width, height), share in ACTS.items():
        page.set_viewport_size({"width": width, "height": height})
        for step in (1, 2, 3, 5):
            page.evaluate("step => { document.documentElement.className = 'step-' + step }", step)
            found = page.evaluate(UNDER_PHOTO)
            words, button = found["lines"]
            narrow = height < 500 and width <= 760
            whole = words <= 1 and (button == 1 or narrow) and found["buttons"] == 3
            if found["cut"] or found["parted"] or not whole or found["share"] < share:
                problems.append(f"{width} x {height}, step {step}: {found}")
    assert not problems, "\n".join(problems)


def test_only_contributors_see_a_mark(world, come_in):
    theirs = come_in(**PHONE).page
    theirs.goto(f"{world.url}{world.album}overview/")
    expect(theirs.locator(".film-mark")).to_have_count(0)
    assert world.daughter.get(f"{world.album}overview/").text.count("with film") == 2


def test_what_was_sent_comes_back_as_it_was(world, files):
    for picture, variant, name in (
        (world.google, "original", "PXL_1.MP.jpg"),
        (world.live, "original", "IMG_1.JPG"),
        (world.live, "original-film", "IMG_1.MOV"),
    ):
        got = world.daughter.get(f"/pictures/{picture}/file/{variant}").content
        assert hashlib.sha256(got).digest() == hashlib.sha256(files[name]).digest()
