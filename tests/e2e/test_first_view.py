"""The first view of an album on a telephone with nothing kept: how much comes, and that nothing moves when it has."""

from types import SimpleNamespace

import pytest

from tests.support.kinds import wide
from tests.support.parents import Parents
from tests.support.photos import needs_photos, real_photos
from tests.support.site import wait_for
from tests.support.visitor import PHONE

pytestmark = needs_photos
SINGLE = PHONE | {"device_scale_factor": 1}
MOST_REQUESTS = 12
MOST_BYTES = {"single": 300_000, "double": 420_000}
DEVICES = {"single": SINGLE, "double": PHONE}
# What moves before the first paint is never seen, and `load` may come before it.
PAINTED = """() => new Promise(done => new PerformanceObserver(list => {
  if (list.getEntriesByName("first-contentful-paint").length) setTimeout(done, 300);
}).observe({type: "paint", buffered: true}))"""
SHIFTS = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) sum += shift.value;
  }).observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum), 100)));
})"""
# Something of 90 pixels that comes before all else when the page has been painted.
LATE_HEAD = """() => new Promise(done => {
  const head = document.createElement("div");
  head.style.height = "90px";
  document.body.prepend(head);
  setTimeout(done, 300);
})"""


@pytest.fixture(scope="module")
def world(site, chromium):
    """A mother with an album of real photos."""
    parents = Parents(site)
    link = parents.make_link()
    album = parents.daughter.new_album("봄")
    files = [path.read_bytes() for path in real_photos("album/*.jpg")]
    ids = parents.add(album, files)
    parents.wait_until_developed()
    return SimpleNamespace(url=site.url, parents=parents, link=link, album=album, ids=ids, chromium=chromium)


@pytest.fixture(params=["single", *wide("double")])
def visitor(request, world):
    visitor = world.parents.come_in(world.chromium, world.link, **DEVICES[request.param])
    visitor.density = request.param
    yield visitor
    visitor.assert_untroubled()
    visitor.context.close()


def test_little_comes(world, visitor):
    """What is loaded ahead, after the page, is not of the first view."""
    page, sent = visitor.page, []
    page.goto("about:blank")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.clearBrowserCache")
    names: dict[str, str] = {}
    session.on("Network.requestWillBeSent", lambda event: note_name(names, event))
    session.on("Network.loadingFinished", lambda event: sent.append((event["requestId"], event)))
    page.goto(world.url + world.album, wait_until="load")
    visitor.see_all_images()
    loaded = [(names[one], int(event["encodedDataLength"])) for one, event in sent if one in names]
    lines = "\n".join(f"{size:8}  {name}" for name, size in loaded)
    total = sum(size for _, size in loaded)
    report = f"{visitor.density}: {len(loaded)} requests, {total} bytes\n{lines}"
    print(report)
    assert len(loaded) > 3, report
    assert len(loaded) <= MOST_REQUESTS, report
    assert total <= MOST_BYTES[visitor.density], report


def note_name(names: dict[str, str], event: dict) -> None:
    is_ahead = event["request"].get("headers", {}).get("Sec-Purpose") or event.get("type") == "Prefetch"
    if not is_ahead and not event["request"]["url"].startswith("data:"):
        names[event["requestId"]] = event["request"]["url"].split("/", 3)[3]


def test_what_moves_is_found(world, visitor):
    """A measure that cannot fail proves nothing."""
    page = visitor.page
    # Not scrolled: the browser keeps what is looked at where it is, whatever comes above it.
    page.goto(world.url + "/", wait_until="load")
    page.evaluate(PAINTED)
    wait_for(lambda: page.evaluate(LATE_HEAD) or page.evaluate(SHIFTS) > 0.05)


def pages_of_hers(world) -> list[str]:
    album, photos = world.album, [f"{world.album}pictures/{one}/" for one in world.ids]
    pages = ["/", album, album + "overview/", album + "print/", "/new/", "/years/", "/help/", "/text-size/"]
    return [*pages, *photos, photos[0] + "big/", photos[0] + "print/"]


def test_nothing_moves(world, visitor):
    """On every page of hers, until its photos are there."""
    page, moved = visitor.page, {}
    for path in pages_of_hers(world):
        page.goto(world.url + path, wait_until="load")
        visitor.see_all_images()
        page.evaluate(PAINTED)
        if shift := page.evaluate(SHIFTS):
            moved[path] = shift
    assert not moved, moved


@pytest.mark.wide
def test_nothing_moves_when_scripts_come_late(world, visitor):
    """After the page has been painted, as on a slow line."""
    page, moved, held = visitor.page, {}, []
    page.route("**/*.js", lambda route: held.append(route))
    for path in pages_of_hers(world):
        page.goto(world.url + path, wait_until="commit")
        page.evaluate(PAINTED)
        assert held
        while held:
            held.pop().continue_()
        page.wait_for_load_state()
        if shift := page.evaluate(SHIFTS):
            moved[path] = shift
    page.unroute("**/*.js")
    assert not moved, moved
