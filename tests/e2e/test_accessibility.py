"""Every page that a parent can reach, in both languages, against the numbers of elder-ux.md.

axe-core with its AAA rules, sizes, distances, contrast, focus, reflow; the whole journey by keyboard alone.
"""

import re
from pathlib import Path
from types import SimpleNamespace

import axe_playwright_python
import pytest
from playwright.sync_api import Error

from tests.support.browser import Person
from tests.support.contrast import too_faint
from tests.support.kinds import wide
from tests.support.photos import draw
from tests.support.site import wait_for
from tests.support.visitor import PATIENCE_MS

HERE = Path(__file__).resolve().parent.parent / "support"
MEASURE, FOCUS = (HERE / "measure.js").read_text(), (HERE / "focus.js").read_text()
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """async (rules) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: rules}, resultTypes: ['violations']});
  const places = (one) => one.nodes.map(node => node.html).slice(0, 3).join(' ');
  return found.violations.map(one => `${one.id}: ${one.help}: ${places(one)}`);
}"""
# Photos that come into sight begin to load; what is measured must not move any more.
ALL_IMAGES = """async () => {
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (const image of document.images)
    if (!image.complete) await new Promise(done => { image.onload = image.onerror = done });
}"""
# After a change of the window an album may be shown once more (static/leaves.js).
HAS_LEAVES = """(leaves) => document.cookie.includes(`leaves=${leaves}`)
  && [...document.querySelectorAll('[data-leaves]')].every(one => one.dataset.leaves === leaves)"""
# It is shown once more 300 ms after a change of the window: on a busy machine that is in the middle of a measure.
STAY = """() => {
  const albums = document.querySelectorAll('[data-leaves]');
  albums.forEach((one) => one.removeAttribute('data-leaves'));
  return albums.length > 0;
}"""
# axe's rules are of words, roles and colours, which are the same between these two; sizes are measured at each width.
AXE_WIDTHS = (320, 1280)
# What else shows, and in which form, depends on the letters' size too: once more where both differ most from these.
AXE_LARGEST = 768
WINDOWS = {320: 700, 390: 844, 768: 1024, 1280: 900}
LEAVES = {320: "1", 390: "1", 768: "1", 1280: "2"}
TEXT_PX = {1: 18, 2: 22, 3: 26, 4: 30, 5: 36}
NAMES = {"ko": "엄마", "en": "Mum"}
CAPTIONS = {
    "ko": "제주 바닷가에서 온 가족이 함께 보낸 바람 많이 불던 봄날 오후, 할머니가 제일 많이 웃으신 날",
    "en": "The windy spring afternoon on the beach of Jeju, when grandmother laughed more than all of us",
}
# What stands under the second photo and the third: few words, and as many as fit into the field.
# The longest that has no "Read on" (templates/_caption.html).
BRIEF = {"ko": "할머니와 함께 본 봄 바다", "en": "Grandmother at the sea 3"}
VERY_LONG = {language: (words + ". ") * 6 for language, words in CAPTIONS.items()}
# Landscape, portrait, panorama, a strip, a square and more: fourteen photos. Those that fill the album
# are small, because each is developed; the last is looked at by itself.
SHAPES = [(1600, 1200), (1200, 1600), (2400, 800), (500, 1600), (1000, 1000)]
SHAPES += [*[(800, 533)] * 8, (1600, 1067)]
TITLES = {"ko": "제주도 봄 여행과 할머니의 일흔다섯 번째 생신", "en": "Grandmother's seventy-fifth birthday"}

# A parent's pages. The others are on her way only by accident, and are a family's own.
VIEWER = (
    "open_link",
    "shelf",
    "first",
    "middle",
    "last",
    "waiting",
    "empty_album",
    "overview",
    "picture_first",
)
VIEWER += ("picture_last", "text_size", "not_found", "empty_shelf", "closed_link")
VIEWER += ("new", "years", "year", "help")
PAGES = (*VIEWER, "welcome", "login")
TURNING = ("first", "middle", "last", "picture_first", "picture_last")
WHERE = """selector => {
  const box = document.querySelector(selector)?.getBoundingClientRect();
  return box && box.width ? [box.x, box.y] : null;
}"""


@pytest.fixture(scope="module")
def world(site):
    """Two families: one with albums of every kind, one with an empty shelf; in each a mother per language."""
    world = SimpleNamespace(site=site, links={}, empty={}, paths={})
    daughter = Person(site.url).sign_up("jieun@example.com", family="김씨네")
    for language, name in NAMES.items():
        world.links[language] = make_link(daughter, name, language)
    pictures = {}
    for language in NAMES:
        album = daughter.new_album(TITLES[language])
        pictures[language] = fill(daughter, album, language)
        empty = daughter.new_album("빈 앨범" if language == "ko" else "Empty")
        world.paths[language] = {"album": album, "empty_album": empty}
    wait_for(lambda: not site.query("SELECT 1 FROM albums_picture WHERE state <> 'ready'"), 180)
    waiting = daughter.new_album("New")
    # While it is stopped, a photo waits for as long as the tests look at it.
    site.freeze_worker()
    daughter.upload(waiting, ("late.jpg", draw(99, 1600, 1200)), caption="...")
    for language, paths in world.paths.items():
        paths |= make_paths(daughter, paths["album"], pictures[language], waiting, world.links[language])
    stranger = Person(site.url).sign_up("park@example.com", family="박씨네")
    for language, name in NAMES.items():
        world.empty[language] = make_link(stranger, name, language)
    yield world
    site.thaw_worker()


def fill(person: Person, album: str, language: str) -> list[str]:
    """The first photo and the last have a caption and no date. The others have a date, and most no caption."""
    photos = [(f"{number}.jpg", draw(number, *shape)) for number, shape in enumerate(SHAPES)]
    dated = [(f"IMG_20190716_1200{number}", photo) for number, photo in photos]
    pictures = []
    for part, caption in (
        ([photos[0]], CAPTIONS[language]),
        ([dated[1]], BRIEF[language]),
        ([dated[2]], VERY_LONG[language][:500]),
        (dated[3:-1], ""),
        ([photos[-1]], CAPTIONS[language]),
    ):
        answer = person.upload(album, *part, caption=caption)
        pictures += [result["picture"] for result in answer.json()["results"]]
    return pictures


def make_link(person: Person, name: str, language: str) -> str:
    fields = {"name": name, "language": language, "help_phone": "010-1234-5678"}
    return re.search(r"/open/[\w-]+/", person.post("/family/links/new/", fields).text).group(0)


def make_paths(person: Person, album: str, pictures: list[str], waiting: str, link: str) -> dict:
    pages = [album]
    while len(pages) < len(pictures):
        found = re.search(r'rel="next" href="(\?after=[\w-]+)"', person.get(pages[-1]).text)
        pages.append(album + found.group(1))
    # In the album's order, which is not the order in which they were sent.
    shown = [
        one for page in pages for one in re.findall(r'class="mount" href="([^"]+)"', person.get(page).text)
    ]
    assert len(set(shown)) == len(pictures)
    return {
        "shelf": "/",
        "first": pages[0],
        "middle": pages[1],
        "last": pages[-1],
        "waiting": waiting,
        "overview": album + "overview/",
        "picture_long": f"{album}pictures/{pictures[0]}/",
        "picture_brief": f"{album}pictures/{pictures[1]}/",
        "picture_very_long": f"{album}pictures/{pictures[2]}/",
        "picture_plain": f"{album}pictures/{pictures[3]}/",
        "picture_first": shown[0],
        "picture_last": shown[-1],
        "text_size": "/text-size/",
        "new": "/new/",
        "years": "/years/",
        "year": "/years/2019/",
        "help": "/help/",
        "not_found": "/albums/00000000000000000000/",
        "open_link": link,
        "closed_link": "/open/" + "x" * 43 + "/",
        "welcome": "/",
        "login": "/accounts/login/",
        "empty_shelf": "/",
    }


@pytest.fixture(scope="module")
def profiles(chromium, world):
    """A browser profile for each (who, language): `mother`, `empty` (whose shelf is) and `nobody`."""
    contexts = {}
    for language in NAMES:
        for who, link in (("mother", world.links), ("empty", world.empty), ("nobody", None)):
            context = chromium.new_context(
                locale="ko-KR" if language == "ko" else "en-GB",
                reduced_motion="reduce",
                viewport={"width": 390, "height": 844},
            )
            context.set_default_timeout(PATIENCE_MS)
            page = context.new_page()
            if link:
                page.goto(world.site.url + link[language])
                page.locator("main button").click()
                page.wait_for_url(world.site.url + "/")
            contexts[who, language] = page
    return contexts


@pytest.fixture
def show(world, profiles):
    """show("shelf", "ko"): that page, loaded in the profile that it is for, in a window of that width."""

    def show(name: str, language: str, width: int | None = None):
        nobody = ("open_link", "closed_link", "welcome", "login")
        who = "nobody" if name in nobody else "empty" if name == "empty_shelf" else "mother"
        page = profiles[who, language]
        address = world.site.url + world.paths[language][name]
        if width:
            resize(page, width)
        try:
            page.goto(address, wait_until="load")
        except Error:  # the window has changed, and the page before was just being shown once more
            page.goto(address, wait_until="load")
        assert page.locator("html").get_attribute("lang") == language
        return page

    return show


def resize(page, width: int, height: int | None = None) -> None:
    page.set_viewport_size({"width": width, "height": height or WINDOWS[width]})


def measure(page, *, step: int = 2, tall: bool = False, viewer: bool = True, language: str = "en") -> dict:
    options = {
        "base": TEXT_PX[step],
        "viewer": viewer,
        "tall": tall,
        "korean": language == "ko",
        "fits": step > 2,
    }
    return page.evaluate(MEASURE, options)


def at_widths(show, name: str, language: str):
    """Yield each width and the page in it. It is loaded once; an album once for one leaf, and once for two."""
    leaves, is_album = "", True
    for width in WINDOWS:
        if is_album and LEAVES[width] != leaves:
            leaves = LEAVES[width]
            page = show(name, language, width)
            settle(page, width)
            is_album = page.evaluate(STAY)
        resize(page, width)
        yield width, page


def settle(page, width: int) -> None:
    page.wait_for_function(HAS_LEAVES, arg=LEAVES[width])
    page.wait_for_load_state()


BAD_PAGE = """<html lang="en"><body style="font-size: 22px; line-height: 1.6"><main>
<p style="color: #777; line-height: 1.2">Grey words</p>
<p style="font-size: 12px">Small words</p>
<p style="background: linear-gradient(#fff, #555); color: #222">On a slope</p>
<a href="#">Thin</a> <a href="#">Close</a>
<button style="width: 60px; height: 60px"><svg aria-hidden="true"></svg></button>
<div style="width: 2000px">wide</div></main></body></html>"""


def test_measures_find_what_is_wrong(chromium):
    """A rule that cannot fail proves nothing."""
    page = chromium.new_page(viewport={"width": 390, "height": 844})
    page.set_content(BAD_PAGE)
    measured = measure(page, tall=True)
    found = "\n".join(measured["problems"] + too_faint(page, measured["places"]))
    page.close()
    for words in (
        "line height 1.2",
        "text of 12 px",
        "contrast 4.5  <p> “Grey words”",
        "“On a slope”",
        "least 48  <a> “Thin”",
        "px from <a> “Close”",
        "control without a word",
        "scrolls sideways: 20",
    ):
        assert words in found, found


def measure_tall(page, name: str, language: str) -> list[str]:
    """What is wrong in a window as tall as the page.

    Measured again if a text looks faint: on a busy machine the picture of the page may be older than its layout.
    """
    for _ in range(5):
        measured = measure(page, tall=True, viewer=name in VIEWER, language=language)
        faint = too_faint(page, measured["places"])
        if not faint:
            break
        page.wait_for_timeout(500)
    return measured["problems"] + faint


def run_axe(page) -> list[str]:
    page.evaluate(AXE)
    return page.evaluate(RUN_AXE, RULES)


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("name", PAGES)
def test_page(show, name, language):
    """One page at four widths: sizes, distances, reflow, the contrast of everything on it; and axe at two."""
    problems = []
    for width, page in at_widths(show, name, language):
        found = run_axe(page) if width in AXE_WIDTHS else []
        found += measure(page, viewer=name in VIEWER, language=language)["problems"]
        # In a window as tall as the page nothing lies over anything else: distances and grounds are true.
        resize(page, width, 320 + page.evaluate("document.documentElement.scrollHeight"))
        page.evaluate(ALL_IMAGES)
        found += measure_tall(page, name, language)
        if width == AXE_LARGEST:
            page.evaluate("document.documentElement.className = 'step-5'")
            found += [f"largest letters: {one}" for one in run_axe(page)]
            page.evaluate("document.documentElement.className = 'step-2'")
        problems += [f"{width} px: {one}" for one in dict.fromkeys(found)]
    assert not problems, "\n".join(problems)


@pytest.mark.wide
@pytest.mark.parametrize("name", PAGES)
def test_evening(show, name):
    """7:1 for every word in the evening, which is the device's setting here. A contributor's: test_evening.py."""
    page = show(name, "ko")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    try:
        resize(page, 1600, 1330)
        page.wait_for_function(HAS_LEAVES, arg="2")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(43, 30, 21)"
        page.evaluate(AXE)
        found = page.evaluate(RUN_AXE, ["cat.color"])
        page.evaluate(ALL_IMAGES)
        found += [one for one in measure_tall(page, name, "ko") if one.startswith("contrast")]
    finally:
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("name", ["shelf", "first", "picture_first", "text_size", "open_link", "not_found"])
def test_text_size(show, name, language):
    """A page of hers in each of the five sizes: all fits, nothing scrolls sideways."""
    problems = []
    for width, page in at_widths(show, name, language):
        for step, pixels in TEXT_PX.items():
            page.evaluate("step => { document.documentElement.className = 'step-' + step }", step)
            assert page.evaluate("getComputedStyle(document.body).fontSize") == f"{pixels}px"
            found = measure(page, step=step, language=language)["problems"]
            problems += [f"step {step}, {width} px: {one}" for one in found]
    assert not problems, "\n".join(problems)


def test_text_size_is_remembered(show):
    page = show("text_size", "en")
    for step in (5, 2):
        page.locator(f"button[value='{step}']").click()
        page.wait_for_selector(f"html.step-{step}")
        page.goto(page.url)
        assert page.locator("html").get_attribute("class") == f"step-{step}"


# The table at the end of parents.md: each window, and the share of its height that the photo's place has at least, by
# text size. Larger letters may scroll.
TABLE = {
    (360, 740): {1: 0.55, 3: 0.55, 5: 0.45},
    (390, 844): {1: 0.55, 3: 0.55, 5: 0.45},
    (844, 390): {1: 0.7, 3: 0.7, 5: 0.7},
    (768, 1024): {1: 0.55, 3: 0.55, 5: 0.45},
    (1024, 768): {1: 0.6, 3: 0.6, 5: 0.45},
    (1440, 900): {1: 0.6, 3: 0.6, 5: 0.45},
    (1920, 1080): {1: 0.6, 3: 0.6, 5: 0.45},
}
MOUNTED = ("first", "middle", "new", "picture_last", "picture_long")
MOUNTED += ("picture_brief", "picture_very_long", "picture_plain")
HIDDEN_WORDS = """async () => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const words = document.querySelector(".caption-whole h1"), more = document.querySelector(".read-on");
  return [words.scrollHeight > words.clientHeight + 1, more.checkVisibility()];
}"""
PLACE = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const turn = box(".turn");
  const main = [...document.querySelectorAll("#content img, #content h1, #content .caption, #content p")];
  const covered = main.filter((one) => {
    const a = one.getBoundingClientRect();
    const across = a.left < turn.right - 1 && a.right > turn.left + 1;
    return a.height && across && a.top < turn.bottom - 1 && a.bottom > turn.top + 1;
  });
  const broken = [...document.querySelectorAll(".bar .button span, .turn .button span")].filter((one) => {
    const words = one.textContent.trim(), part = document.createRange();
    if (!one.firstChild || /\\s/.test(words) || !one.checkVisibility()) return false;
    part.selectNodeContents(one);
    return new Set([...part.getClientRects()].map((line) => Math.round(line.top))).size > 1;
  });
  const places = [...document.querySelectorAll(".place")].map((one) => one.getBoundingClientRect().height);
  const titles = [...document.querySelectorAll(".heads h1, .single .of-album")];
  const heart = document.querySelector(".heart .button");
  return {
    bars: [box(".bar").height, turn.height],
    titles: titles.map((one) => parseFloat(getComputedStyle(one).fontSize)),
    broken: broken.map((one) => one.textContent),
    share: Math.min(...places) / innerHeight,
    down: document.documentElement.scrollHeight - innerHeight,
    across: document.documentElement.scrollWidth - innerWidth,
    covered: covered.map((one) => one.tagName),
    heart: (heart?.getBoundingClientRect().bottom ?? 0) - (turn.width > turn.height ? turn.top : innerHeight),
  };
}"""


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("name", MOUNTED)
def test_what_she_sees_is_what_fits(show, name, language):
    """Nothing scrolls up to text size 3, nothing is under the buttons that turn, and the photo has its share.

    Larger letters make the words larger: no bar, and no title by more than 1.3 times.
    """
    page, problems = show(name, language), []
    for (width, height), shares in TABLE.items():
        page.set_viewport_size({"width": width, "height": height})
        page.goto(page.url)  # As many leaves as this window has.
        page.wait_for_selector(".place")
        page.goto(page.url)
        normal = place_at(page, 2)
        for step, share in shares.items():
            found = place_at(page, step)
            where = f"{width} x {height}, step {step}"
            if found["share"] < share - 0.001:
                problems.append(f"{where}: the photo has {found['share']:.2f} of the window")
            if found["across"] > 0 or (found["down"] > 0 and step < 4):
                problems.append(f"{where}: scrolls by {found['across']} and {found['down']} px")
            if found["heart"] > 1:
                problems.append(f"{where}: the heart is {found['heart']:.0f} px below the window")
            if found["broken"]:
                problems.append(f"{where}: broken words: {found['broken']}")
            if found["covered"] and step < 4:
                problems.append(f"{where}: under the buttons: {found['covered']}")
            if any(bar > usual + 0.5 for bar, usual in zip(found["bars"], normal["bars"], strict=True)):
                problems.append(f"{where}: bars of {found['bars']} px, not {normal['bars']}")
            if any(size > 1.3 * usual for size, usual in zip(found["titles"], normal["titles"], strict=True)):
                problems.append(f"{where}: titles of {found['titles']} px, not {normal['titles']}")
    assert not problems, "\n".join(problems)


def place_at(page, step: int) -> dict:
    page.evaluate("step => { document.documentElement.className = 'step-' + step }", step)
    return page.evaluate(PLACE)


@pytest.mark.wide
@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("name", ["first", "picture_plain", "picture_last"])
def test_no_bar_grows_in_any_window(show, name, language):
    """At widths between those of the table too: the bars are as high as in normal letters, and one row."""
    page, problems = show(name, language), []
    for width in range(320, 1921, 64):
        page.set_viewport_size({"width": width, "height": 800})
        for step in TEXT_PX:
            bars = place_at(page, step)["bars"]
            if any(bar > most for bar, most in zip(bars, (80, 100), strict=True)):
                problems.append(f"{width} px, step {step}: bars of {bars} px")
    assert not problems, "\n".join(problems)


# A page that scrolls: at its top nothing is under the upper bar, at its end nothing is under the buttons that turn.
# A word is broken if it has letters on two lines.
SCROLLED = """() => {
  const seen = (one) => one.checkVisibility({ checkVisibilityCSS: true }) && !one.closest(".visually-hidden, .skip");
  const name = (one) => `${one.tagName} “${(one.innerText || one.alt || "").trim().slice(0, 30)}”`;
  const content = [...document.querySelectorAll("#content :is(img, svg, h1, h2, p, a, button, summary)")].filter(seen);
  const bars = [...document.querySelectorAll(".bar, .tools, .turn")].filter(seen);
  const over = (one, other) => {
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    return width > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  };
  const covered = (among) => bars.filter((one) => one.matches(among))
    .flatMap((bar) => content.filter((one) => over(one, bar)));
  const outside = bars.flatMap((bar) => [...bar.querySelectorAll(":is(a, button, h1)")].filter(seen).filter((one) => {
    const a = one.getBoundingClientRect(), b = bar.getBoundingClientRect();
    return a.top < b.top - 1 || a.bottom > b.bottom + 1 || a.left < b.left - 1 || a.right > b.right + 1;
  }));
  scrollTo(0, 0);
  const under = covered(".bar, .tools");
  scrollTo(0, document.documentElement.scrollHeight);
  under.push(...covered(".turn"));
  scrollTo(0, 0);
  const broken = [], part = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!seen(node.parentElement) || node.parentElement.closest("script, style, template")) continue;
    for (const word of node.data.matchAll(/[\\p{L}\\p{N}'’]+/gu)) {
      part.setStart(node, word.index);
      part.setEnd(node, word.index + word[0].length);
      if (new Set([...part.getClientRects()].map((line) => Math.round(line.top))).size > 1) broken.push(word[0]);
    }
  }
  return {
    across: document.documentElement.scrollWidth - innerWidth,
    broken,
    under: under.map(name),
    outside: outside.map(name),
  };
}"""
SCROLLING = ("shelf", "overview", "years", "year", "help", "text_size")


@pytest.mark.wide
@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("name", SCROLLING)
def test_a_page_that_scrolls_hides_nothing(show, name, language):
    """Nothing sideways, no word on two lines, nothing under the bars, in the smallest letters and the largest."""
    page, problems = show(name, language), []
    for width, height in ((360, 740), (390, 844), (844, 390), (1440, 900)):
        page.set_viewport_size({"width": width, "height": height})
        for step in (1, 5):
            page.evaluate("step => { document.documentElement.className = 'step-' + step }", step)
            page.evaluate(ALL_IMAGES)
            found = page.evaluate(SCROLLED)
            where = f"{width} x {height}, step {step}"
            if found["across"] > 0:
                problems.append(f"{where}: scrolls sideways by {found['across']} px")
            problems += [f"{where}: broken: {word}" for word in found["broken"]]
            problems += [f"{where}: under a bar: {one}" for one in found["under"]]
            problems += [f"{where}: outside its bar: {one}" for one in found["outside"]]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("language", NAMES)
def test_all_of_a_caption_can_be_read(show, language):
    """ "Read on" is there exactly while words are hidden, and shows them all."""
    for name in ("picture_long", "picture_very_long"):
        page = show(name, language)
        for width, height in TABLE:
            page.set_viewport_size({"width": width, "height": height})
            for step in (1, 3, 5):
                page.evaluate("step => { document.documentElement.className = 'step-' + step }", step)
                hidden, offered = page.evaluate(HIDDEN_WORDS)
                assert hidden == offered, (name, width, height, step)
                if hidden:
                    page.locator(".caption-whole summary").click()
                    assert page.evaluate(HIDDEN_WORDS) == [False, False], (name, width, height, step)
                    page.locator(".caption-whole summary").click()


# Also a window at 200 %, and small telephones held sideways.
NARROW = ((640, 450), (384, 512), (568, 320), (667, 375), (740, 360))
CUT_WORDS = """() => [...document.querySelectorAll(".single h1:not(.of-album), .mount .words")]
  .filter((one) => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.textContent)"""


@pytest.mark.parametrize("language", NAMES)
def test_few_words_are_never_cut(show, world, language):
    """Nothing leads to the rest of a caption without "Read on"."""
    page, problems = show("picture_brief", language), []
    for width, height in (*TABLE, *NARROW):
        page.set_viewport_size({"width": width, "height": height})
        for step in TEXT_PX:
            page.evaluate("step => { document.documentElement.className = 'step-' + step }", step)
            assert page.locator(".single h1").inner_text() == BRIEF[language]
            if page.evaluate(CUT_WORDS):
                problems.append(f"{width} x {height}, step {step}")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                problems.append(f"{width} x {height}, step {step}: scrolls sideways")
    assert not problems, "\n".join(problems)


CUT_IN_GLANCE = """() => [...document.querySelectorAll(".glance .mount")].some((one) => {
  const drawn = '<svg viewBox="0 0 4 3"></svg>';
  one.innerHTML = `<span class="waiting">${drawn}<span class="word">${one.dataset.said}</span></span>`;
  const word = one.querySelector(".word"), part = document.createRange(), box = one.getBoundingClientRect();
  part.selectNodeContents(word);
  const words = part.getBoundingClientRect();
  return words.top < box.top || words.bottom > box.bottom || words.left < box.left || words.right > box.right;
})"""
CANNOT_BE_SHOWN = {"ko": "이 사진은 볼 수 없어요.", "en": "This photo cannot be shown."}


@pytest.mark.wide
@pytest.mark.parametrize("language", NAMES)
def test_what_cannot_be_shown_says_so_whole_at_a_glance(show, language):
    problems = []
    for width, height in (*TABLE, *NARROW):
        page = show("overview", language)
        page.set_viewport_size({"width": width, "height": height})
        for step in TEXT_PX:
            page.evaluate("step => { document.documentElement.className = 'step-' + step }", step)
            page.evaluate(
                "words => document.querySelectorAll('.glance .mount').forEach(one => { one.dataset.said = words })",
                CANNOT_BE_SHOWN[language],
            )
            if page.evaluate(CUT_IN_GLANCE):
                problems.append(f"{width} x {height}, step {step}")
    assert not problems, "\n".join(problems)


def test_a_photo_that_nobody_sees_yet_takes_no_heart(show):
    """The server refuses one, which would be lost: the button would have said that somebody sees it."""
    page = show("waiting", "ko")
    page.locator("a.mount").click()
    page.wait_for_url("**/pictures/**")
    page.wait_for_selector(".single .waiting")
    assert not page.locator(".heart").is_visible() and page.locator(".acts .button").last.is_visible()
    page.evaluate(
        "document.querySelector('.single .waiting').outerHTML = '<img src=\"/static/favicon.svg\" alt=\"\">'"
    )
    assert page.locator(".heart").is_visible(), "when static/fill.js has put the photo there"


UNDER_PHOTO = """() => {
  const photo = document.querySelector(".photo").getBoundingClientRect();
  const words = document.querySelector(".single h1"), box = words.getBoundingClientRect();
  return {gap: box.top - photo.bottom, lines: box.height / parseFloat(getComputedStyle(words).lineHeight)};
}"""


@pytest.mark.parametrize("language", NAMES)
def test_a_photo_that_lies_leaves_its_room_to_its_words(show, language):
    """On an upright phone: right below it, in three lines or all that there are."""
    page = show("picture_very_long", language)
    assert page.locator(".photo.lying").count() == 1
    for width, height in ((360, 740), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        for step in (1, 2, 3):
            page.evaluate("step => { document.documentElement.className = 'step-' + step }", step)
            found = page.evaluate(UNDER_PHOTO)
            assert 0 <= found["gap"] < 24 and found["lines"] >= 2.9, (width, step, found)
    # Wider than a telephone, too, where the photo stands in the middle of its place.
    page.set_viewport_size({"width": 600, "height": 960})
    found = page.evaluate(UNDER_PHOTO)
    assert found["gap"] >= 0 and found["lines"] >= 2.9, found


@pytest.mark.parametrize("language", NAMES)
def test_zoom(chromium, world, profiles, language):
    """200 %: half the window, each pixel twice. A desk's and a tablet's."""
    state = profiles["mother", language].context.storage_state()
    problems = []
    for width, height in ((640, 450), (384, 512)):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, device_scale_factor=2, storage_state=state
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        for name in ("shelf", "first", "last", "picture_first", "text_size", "not_found"):
            page.goto(world.site.url + world.paths[language][name])
            found = measure(page, language=language)["problems"]
            problems += [f"{name} {width} px: {one}" for one in found]
        context.close()
    assert not problems, "\n".join(problems)


@pytest.mark.wide
@pytest.mark.parametrize("language", NAMES)
def test_buttons_stay_where_they_are(show, language):
    """Previous and next, Home and the call for help: at each width in the same place on every page."""
    places = {(what, width): {} for what in ("turn", "home", "call") for width in WINDOWS}
    for name in (*TURNING, "text_size"):
        page = show(name, language)
        for width in WINDOWS:
            resize(page, width)
            places["home", width][name] = place(page, ".bar a[href='/']")
            places["call", width][name] = place(page, ".bar a[href^='tel:']")
            if name in TURNING:
                both = place(page, ".turn [rel=prev]"), place(page, ".turn [rel=next]")
                places["turn", width][name] = both
    assert [found for found in places.items() if not are_one_place(list(found[1].values()))] == []


def are_one_place(places: list) -> bool:
    """Within a pixel: half of one may be rounded either way."""
    each = [list(flat(place)) for place in places]
    return all(max(numbers) - min(numbers) <= 1 for numbers in zip(*each, strict=True))


def flat(place: tuple):
    for part in place:
        yield from flat(part) if isinstance(part, tuple) else (part,)


def place(page, selector: str) -> tuple:
    left, top = wait_for(lambda: find_place(page, selector))
    # The words of two pages' buttons differ, so a width in the bar may; where a button begins may not.
    return round(left), round(top)


def find_place(page, selector: str) -> list[float] | None:
    """Where something begins. None while a spread is shown anew, because its window has changed."""
    try:
        return page.evaluate(WHERE, selector)
    except Error:
        return None


@pytest.mark.parametrize("width", [390, *wide(320, 1280)])
@pytest.mark.parametrize("name", PAGES)
def test_focus(show, name, width):
    """Tab through everything: the ring is there, whole, and what has the focus is in sight."""
    page = show(name, "ko", width)
    settle(page, width)
    problems, seen = [], set()
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None or focus["key"] in seen:
            break
        seen.add(focus["key"])
        problems += [f"{one}  “{focus['label']}”" for one in focus["problems"]]
    assert len(seen) >= (3 if name in VIEWER and name not in ("open_link", "closed_link") else 1)
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize("language", NAMES)
def test_journey_by_keyboard_alone(show, world, language):
    """Home → album → next page → previous page → photo → next photo → its page → home."""
    page, paths = show("shelf", language), world.paths[language]
    resize(page, 1280)
    page.wait_for_function(HAS_LEAVES, arg="2")
    tab_to(page, lambda focus: focus["href"] == paths["album"])
    page.keyboard.press("Enter")
    page.wait_for_url(world.site.url + paths["album"])
    tab_to(page, lambda focus: focus["href"].startswith("?after"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/?after=*")
    page.wait_for_timeout(700)  # a press right after a turn is a trembling hand's
    tab_to(page, lambda focus: focus["href"].startswith("?before"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/?before=*")
    tab_to(page, lambda focus: "/pictures/" in focus["href"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/pictures/*/?n=1")
    tab_to(page, lambda focus: focus["href"].endswith("?n=2"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/pictures/*/?n=2")
    # The arrow keys turn the page too.
    page.wait_for_timeout(700)  # a press right after a turn is a trembling hand's
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/pictures/*/?n=3")
    page.wait_for_timeout(700)
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/pictures/*/?n=2")
    tab_to(page, lambda focus: "?after" in focus["href"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/?after=*")
    tab_to(page, lambda focus: focus["href"] == "/")
    page.keyboard.press("Enter")
    page.wait_for_url(world.site.url + "/")


def tab_to(page, wanted) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus and wanted(focus):
            return
    raise AssertionError(f"Not reached by Tab on {page.url}")
