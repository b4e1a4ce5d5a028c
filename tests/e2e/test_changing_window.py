"""An album is turned through while its window and its photos change: each photo that stays is met once.

In a real browser, with scripts, which fit the spread to the window, and without. The cutting itself is tested in
albums/tests/test_spreads.py, with many more ways in which albums change.
"""

import sqlite3
import threading
from contextlib import closing
from itertools import cycle

import pytest

from tests.support.hands import RESTED_MS
from tests.support.kinds import wide
from tests.support.parents import Parents
from tests.support.photos import draw
from tests.support.visitor import Visitor

pytestmark = pytest.mark.wide

WINDOWS = {
    "phone": (390, 844),
    "desktop": (1440, 900),
    "sideways": (844, 390),
    "television": (1920, 1080),
    "tablet": (768, 1024),
    "tablet, sideways": (1024, 768),
}
SHAPES = {"landscape": (400, 300), "portrait": (300, 400), "panorama": (900, 300)}
PHOTOS = 24
MANY = 4 * PHOTOS
# Those that stand in the window whole, and no smaller than a photo does there: a stamp in a corner is not met.
SHOWN = """list => list.filter(one => {
  const box = one.querySelector('.place').getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight && box.height >= 0.45 * innerHeight;
}).map(one => one.dataset.seen)"""
# static/leaves.js shows the spread again if it was cut for another kind of window.
FITS = """() => {
  const spread = document.querySelector('[data-leaves]');
  const fitting = innerWidth >= 1.2 * innerHeight && innerHeight >= 600 ? '2' : '1';
  return document.readyState === 'complete' && spread && spread.dataset.leaves === fitting;
}"""


@pytest.fixture(scope="module")
def parents(site):
    return Parents(site)


@pytest.fixture
def album(parents):
    """Photos of all shapes, developed. Those of each kind of change lie between those that stay."""
    album = parents.daughter.new_album("봄")
    photos = [draw(at, *shape) for at, shape in zip(range(PHOTOS), cycle(SHAPES.values()), strict=False)]
    album_photos = parents.add(album, photos)
    parents.wait_until_developed()
    return album, album_photos


class Others(threading.Thread):
    """Trash some photos, move some, and add some, until `enough` is set or all of it is done."""

    def __init__(self, parents: Parents, album: str, trashed: list[str], moved: list[str]):
        super().__init__()
        self.parents, self.album, self.trashed, self.moved = parents, album, trashed, moved
        self.enough = threading.Event()
        self.done = 0

    def run(self) -> None:
        for at, (trashed, moved) in enumerate(zip(self.trashed, self.moved, strict=True)):
            for act, what in ((self.trash, (trashed,)), (self.move, (moved, at)), (self.add, (at,))):
                if self.enough.wait(0.4):
                    return
                act(*what)
                self.done += 1

    def trash(self, photo: str) -> None:
        form = f"{self.album}pictures/{photo}/edit/"
        self.parents.daughter.post(f"{self.album}pictures/{photo}/trash/", form=form).raise_for_status()

    def move(self, photo: str, at: int) -> None:
        """To the album's beginning and to its end, by turns."""
        place = "max" if at % 2 else "min"
        with (
            closing(sqlite3.connect(self.parents.site.directory / "picup.sqlite3", timeout=30)) as database,
            database,
        ):
            database.execute(
                f"UPDATE albums_picture SET order_time = (SELECT {place}(order_time) FROM albums_picture) "
                "WHERE public_id = ?",
                [photo],
            )
            database.execute("UPDATE albums_album SET version = version + 1")

    def add(self, at: int) -> None:
        self.parents.add(self.album, [draw(1000 + at, 400, 300)], begin=1000 + at)


@pytest.mark.parametrize("scripts", [True, *wide(False)], ids=["scripts", "no scripts"])
def test_every_photo_that_stays_is_met_once(chromium, parents, album, scripts):
    album, photos = album
    trashed, moved = photos[3::6], photos[5::6]
    stay = set(photos) - set(trashed) - set(moved)
    visitor = parents.come_in(
        chromium, parents.make_link(), java_script_enabled=scripts, viewport=size_of("phone"), locale="ko-KR"
    )
    others = Others(parents, album, trashed, moved)
    others.start()
    try:
        visitor.page.goto(parents.site.url + album)
        met = turn_to_the_end(visitor, scripts)
    finally:
        others.enough.set()
        others.join()
    assert others.done > 3, "nothing changed meanwhile"
    assert {photo: met.count(photo) for photo in stay} == dict.fromkeys(stay, 1)
    pages = [answer for answer in visitor.refused if "/file/" not in answer[1]]
    assert not pages
    visitor.assert_untroubled()
    visitor.context.close()


def turn_to_the_end(visitor: Visitor, scripts: bool) -> list[str]:
    """Changes the window before each turn. Returns the photos that were on the screen when she turned."""
    page, met = visitor.page, []
    for window in cycle(WINDOWS):
        page.set_viewport_size(size_of(window))
        if scripts:
            page.wait_for_function(FITS)
            page.wait_for_timeout(RESTED_MS)
            page.wait_for_function(FITS)
        met += page.locator("[data-seen]").evaluate_all(SHOWN)
        assert len(met) < MANY, "it has no end"
        if not page.locator("link[rel=prefetch]").count():
            return met
        here = page.url
        page.locator(".turn [rel=next]").click()
        page.wait_for_url(lambda url, here=here: url != here)


def size_of(window: str) -> dict[str, int]:
    width, height = WINDOWS[window]
    return {"width": width, "height": height}
