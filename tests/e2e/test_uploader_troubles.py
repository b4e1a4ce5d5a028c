"""What goes wrong while a daughter uploads, in a real browser: nothing is lost, each thing is said in its place, the
rest goes on."""

import hashlib
import io
import os
import re
import signal
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.e2e.test_uploader import (
    UNFINISHED,
    arriving,
    drop,
    make_files,
    offsets,
    originals,
    photos_of,
    sum_of,
    write,
)
from tests.support.browser import PASSWORD, Person
from tests.support.processes import descendants, processes
from tests.support.proxy import Proxy
from tests.support.site import wait_for
from tests.support.visitor import PATIENCE_MS

# The decoder is stopped for longer than a photo usually takes.
SITE = {"EXAMINE_SECONDS": "300"}
expect.set_options(timeout=60_000)
PACE = 1_000_000  # bytes a second, of each connection
SHA256 = "size => uploading.sha256(new File([new Uint8Array(size).map((_, at) => at % 251)], 'a'), () => {})"


@pytest.fixture
def line(site):
    """The line between the browser and the site."""
    with Proxy(site.port) as proxy:
        yield proxy


@pytest.fixture
def daughter(site, request):
    """Each test has a family of its own."""
    name = hashlib.sha256(request.node.name.encode()).hexdigest()[:12]
    return Person(site.url).sign_up(f"{name}@example.com", family="김씨네")


@pytest.fixture
def page(chromium, site, daughter):
    context = chromium.new_context(locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    bring_session(context, site, daughter)
    yield context.new_page()
    context.close()


def bring_session(context, site, person) -> None:
    context.add_cookies(
        [{"name": one.name, "value": one.value, "url": site.url} for one in person.session.cookies]
    )


def count_requests(page, method: str, part: str = "") -> list[str]:
    """A list that gets the address of each such request."""
    found: list[str] = []
    page.on(
        "request",
        lambda request: request.method == method and part in request.url and found.append(request.url),
    )
    return found


def row_of(page, path: Path):
    return page.locator(".upload-row").filter(has_text=path.name)


@contextmanager
def still(site):
    """The decoders of the web process stand still: a photo is looked at for as long as the block takes."""
    rows = processes()
    below = set(descendants(site.process.pid, rows))
    found = [row.pid for row in rows if row.pid in below and "albums.images.child" in row.arguments]
    assert found
    for pid in found:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in found:
            os.kill(pid, signal.SIGCONT)


@pytest.mark.wide
def test_what_is_looked_at_for_long_is_not_begun_again(site, daughter, page, tmp_path):
    """The silence of a minute, and of a telephone that slept, after the last byte."""
    album, [first, path] = daughter.new_album("하나"), make_files(tmp_path, 2, large=1, megabytes=9)
    daughter.upload(album, (first.name, first.read_bytes()))
    page.clock.install()
    page.goto(f"{site.url}{album}add/")
    sent = count_requests(page, "PATCH")
    with still(site):
        page.set_input_files("#files", path)
        wait_for(lambda: page.wait_for_timeout(50) or holders(site))
        [token] = holders(site)
        before = len(sent)
        for _ in range(3):
            page.clock.fast_forward(61_000)
            expect(page.locator(".upload-row")).to_contain_text("All is sent. We are looking at it.")
        assert holders(site) == [token] and len(sent) == before
    wait_for(lambda: page.clock.fast_forward(5_000) or page.locator(".upload-row.added").count() == 1)
    assert len(sent) == before and len(originals(site, album)) == 2


def holders(site) -> list[str]:
    query = "SELECT token FROM albums_stagedupload WHERE finishing_until IS NOT NULL AND result IS NULL"
    return [token for (token,) in site.query(query)]


@pytest.mark.wide
def test_a_site_that_does_not_answer_where_it_was(site, line, daughter, page, tmp_path):
    """Its 503 or 423 to a HEAD, however often, neither begins the file anew nor refuses it."""
    album, [path] = daughter.new_album("쉬어요"), make_files(tmp_path, 1, large=1, megabytes=20)
    page.clock.install()
    page.goto(f"{line.url}{album}add/")
    line.slows(to=PACE, way="up")
    page.set_input_files("#files", path)
    wait_for(lambda: page.wait_for_timeout(50) or arriving(site) > 8_000_000)
    page.click("#pause")
    created, asked = count_requests(page, "POST", "/uploads/"), count_requests(page, "HEAD")
    sent = offsets(page)
    line.answers(503, b"resting")
    page.click("#pause")
    for status, often in ((503, 8), (423, 16)):
        line.answers(status, b"resting")
        wait_for(lambda: page.clock.fast_forward(10_000) or page.wait_for_timeout(50) or len(asked) > often)  # noqa: B023
        expect(page.locator(".upload-row")).to_have_class(re.compile("waiting"))
    line.passes()
    wait_for(lambda: page.clock.fast_forward(10_000) or page.locator(".upload-row.added").count() == 1)
    assert not created and min(sent) > 0 and originals(site, album) == sum_of([path])


@pytest.mark.parametrize("harm", ["deleted", "changed"])
def test_a_file_that_cannot_be_opened_any_more(site, line, daughter, page, tmp_path, harm):
    """It is told at the file, the others go on; chosen again, it goes on where it was."""
    album, paths = daughter.new_album("둘"), make_files(tmp_path, 5, large=4, megabytes=9)
    content, times = paths[-1].read_bytes(), paths[-1].stat()
    line.slows(to=PACE, way="up")
    page.goto(f"{line.url}{album}add/")
    page.set_input_files("#files", paths)
    expect(page.locator(".upload-row.sending")).to_have_count(3)
    if harm == "deleted":
        paths[-1].unlink()
    else:
        paths[-1].write_bytes(content[:-1] + b"x")
    line.passes()
    told = row_of(page, paths[-1])
    expect(told).to_contain_text("cannot be opened any more")
    expect(page.locator(".upload-row.added")).to_have_count(4)
    expect(page.locator("#rows")).not_to_contain_text("The line is gone")
    expect(page.locator("#unfinished")).to_contain_text("Photos that are not finished: 1")
    paths[-1].write_bytes(content)
    os.utime(paths[-1], ns=(times.st_atime_ns, times.st_mtime_ns))
    page.set_input_files("#files", paths[-1])
    expect(page.locator(".upload-row.added")).to_have_count(5)
    expect(page.locator("#summary")).to_have_text("Done. All 5 photos are in the album.")
    assert originals(site, album) == sum_of(paths)


@pytest.mark.wide
def test_signed_out_in_another_window(site, line, daughter, page, tmp_path):
    """Nothing is refused, it says what to do, and goes on after; a sentence that waited is kept."""
    album, paths = daughter.new_album("셋"), make_files(tmp_path, 6, large=4, megabytes=9)
    page.goto(f"{line.url}{album}add/")
    line.slows(to=PACE, way="up")
    page.set_input_files("#files", paths)
    write(page, 3, "while")
    expect(page.locator(".upload-row.added")).to_have_count(2)
    daughter.post("/accounts/logout/", form="/family/")
    line.passes()
    note = page.locator("#signed-out")
    expect(note).to_contain_text("Nothing is lost: sign in again")
    write(page, 0, "later")
    page.wait_for_timeout(1000)
    assert page.locator(".upload-row.rejected").count() == 0
    with page.context.expect_page() as opened:
        note.locator("a").click()
    other = opened.value
    other.fill(
        "[name=username]",
        f"{hashlib.sha256(b'test_signed_out_in_another_window').hexdigest()[:12]}@example.com",
    )
    other.fill("[name=password]", PASSWORD)
    other.click("main form button")
    other.wait_for_url(f"**{album}add/")
    page.bring_to_front()
    expect(page.locator(".upload-row.added")).to_have_count(6)
    expect(note).to_be_hidden()
    assert originals(site, album) == sum_of(paths)
    captions = {0: "later", 3: "while"}
    for number, text in captions.items():
        address = photos_of(site, album)[number]
        wait_for(lambda address=address, text=text: text in page.request.get(site.url + address).text())


@pytest.mark.wide
def test_somebody_else_signs_in(site, line, daughter, page, tmp_path):
    """Her photos are sent in nobody else's name, and to no album of theirs."""
    album, paths = daughter.new_album("넷"), make_files(tmp_path, 4, large=4, megabytes=9)
    page.goto(f"{line.url}{album}add/")
    line.slows(to=PACE, way="up")
    page.set_input_files("#files", paths)
    expect(page.locator(".upload-row.sending")).to_have_count(3)
    stranger = Person(site.url).sign_up("other-than-her@example.com", family="Park")
    bring_session(page.context, site, stranger)
    line.passes()
    expect(page.locator("#signed-out")).to_contain_text("Somebody else is signed in now")
    assert page.locator(".upload-row.rejected").count() == 0
    bring_session(page.context, site, daughter)
    expect(page.locator(".upload-row.added")).to_have_count(4)
    assert originals(site, album) == sum_of(paths)


def test_her_right_was_taken(site, line, daughter, chromium, tmp_path):
    """She is who she was, and may not any more: each is refused with the reason, and can be tried again."""
    album, paths = daughter.new_album("넷"), make_files(tmp_path, 2, large=2, megabytes=9)
    context = chromium.new_context(locale="en-GB")
    bring_session(context, site, daughter)
    page = context.new_page()
    page.goto(f"{line.url}{album}add/")
    line.slows(to=PACE, way="up")
    page.set_input_files("#files", paths)
    expect(page.locator(".upload-row.sending")).to_have_count(2)
    daughter.post(f"{album}delete/", form=f"{album}edit/")
    line.passes()
    expect(page.locator(".upload-row.rejected")).to_have_count(2)
    expect(page.locator(".upload-row").first).to_contain_text("This upload or its album is not here any more")
    expect(page.locator(".upload-row .retry")).to_have_count(2)
    expect(page.locator("#signed-out")).to_be_hidden()
    context.close()


def test_what_the_family_has_does_not_travel(site, line, daughter, page, tmp_path):
    """Into a second album go no bytes of files, into the same one none either."""
    first, second = daughter.new_album("다섯"), daughter.new_album("여섯")
    paths = make_files(tmp_path, 5, large=2, megabytes=9)
    page.goto(f"{site.url}{first}add/")
    page.set_input_files("#files", paths)
    expect(page.locator(".upload-row.added")).to_have_count(5)
    sent = [count_requests(page, "PATCH"), count_requests(page, "POST", "/uploads/")]
    page.goto(f"{line.url}{second}add/")
    before = line.moved["up"]
    page.set_input_files("#files", paths)
    write(page, 1, "in the second")
    expect(page.locator(".upload-row.added")).to_have_count(5)
    assert sent == [[], []] and line.moved["up"] - before < 60_000 < sum(len(p.read_bytes()) for p in paths)
    assert originals(site, second) == sum_of(paths)
    wait_for(lambda: "in the second" in daughter.get(photos_of(site, second)[1]).text)
    page.reload()
    page.set_input_files("#files", paths)
    expect(page.locator(".upload-row.duplicate")).to_have_count(5)
    assert sent == [[], []]


def test_what_another_family_has_travels(site, daughter, page, tmp_path):
    album, paths = daughter.new_album("일곱"), make_files(tmp_path, 2)
    stranger = Person(site.url).sign_up("another-family@example.com", family="Park")
    theirs = stranger.new_album("Theirs")
    for path in paths:
        stranger.upload(theirs, (path.name, path.read_bytes()))
    sent = count_requests(page, "PATCH")
    page.goto(f"{site.url}{album}add/")
    page.set_input_files("#files", paths)
    expect(page.locator(".upload-row.added")).to_have_count(2)
    assert len(sent) == 2


def test_the_hash_of_what_is_too_large_for_memory(site, daughter, page):
    """Whole blocks or not, of one piece or more."""
    page.goto(f"{site.url}{daughter.new_album('여덟')}add/")
    for size in (0, 1, 55, 56, 63, 64, 119, 120, 1000, 2 * 1024 * 1024, 4 * 1024 * 1024 + 61):
        content = bytes(at % 251 for at in range(size))
        assert page.evaluate(SHA256, size) == hashlib.sha256(content).hexdigest(), size


def drop_folders(page, *paths: Path) -> None:
    """As a person drops them."""
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 200, "y": 200, "data": data})


def test_folders_dropped_one_after_the_other(site, daughter, page, tmp_path):
    """And with the same names: three folders "2024", in two others and by itself. Each becomes an album."""
    for where in ("바다/2024", "산/2024", "2024"):
        (tmp_path / where).mkdir(parents=True)
        make_files(tmp_path / where, 2)
    [loose] = make_files(tmp_path, 1)
    album = daughter.new_album("아홉")
    page.goto(f"{site.url}{album}add/")
    drop_folders(page, tmp_path / "바다", tmp_path / "산")
    expect(page.locator("#folders h2")).to_contain_text("Folders: 2")
    names = page.locator("#folders input")
    assert [names.nth(number).input_value() for number in range(2)] == ["바다 2024", "산 2024"]
    names.first.fill("우리 바다")
    drop_folders(page, tmp_path / "2024")
    expect(page.locator("#folders h2")).to_contain_text("Folders: 3")
    drop(page, [loose])
    assert [names.nth(number).input_value() for number in range(3)] == ["우리 바다", "산 2024", "2024"]
    assert page.locator("#folders li span").all_text_contents() == ["Photos: 2"] * 3
    page.locator("#many-albums").dispatch_event("click")
    expect(page.locator(".upload-row.added")).to_have_count(7)
    expect(page.locator("#folders")).to_be_hidden()
    rows = site.query(
        "SELECT count(*) FROM albums_picture JOIN albums_album ON albums_album.id = album_id "
        "WHERE albums_album.created_by_id = (SELECT created_by_id FROM albums_album WHERE public_id = ?) "
        "GROUP BY album_id",
        album.split("/")[2],
    )
    assert sorted(count for (count,) in rows) == [1, 2, 2, 2]


def test_all_dropped_folders_into_one_album(site, daughter, page, tmp_path):
    for where in ("하나", "둘"):
        (tmp_path / where).mkdir()
        make_files(tmp_path / where, 2)
    album = daughter.new_album("열")
    page.goto(f"{site.url}{album}add/")
    for where in ("하나", "둘"):
        drop_folders(page, tmp_path / where)
    expect(page.locator("#folders h2")).to_contain_text("Folders: 2")
    page.locator("#one-album").dispatch_event("click")
    expect(page.locator(".upload-row.added")).to_have_count(4)
    assert len(originals(site, album)) == 4 and page.locator(UNFINISHED).count() == 0


CHOOSE = """count => {
  const data = new DataTransfer();
  for (let number = 0; number < count; number += 1) {
    const bytes = new Uint8Array(number < 3 ? 6e6 : 2000);
    [bytes[0], bytes[1]] = [number, number >> 8];
    data.items.add(new File([bytes], String(number).padStart(5, "0") + ".jpg", {type: "image/jpeg"}));
  }
  const input = document.getElementById("files");
  input.files = data.files;
  input.dispatchEvent(new Event("change"));
}"""
WATCH = """() => {
  Object.assign(window, {changes: 0, heard: 0});
  const count = uploading.count;
  uploading.count = upload => { window.heard += 1; count(upload); };
  const watching = {subtree: true, childList: true, attributes: true, characterData: true};
  new MutationObserver(found => { window.changes += found.length; }).observe(document.getElementById("rows"), watching);
}"""


@pytest.mark.wide
def test_two_thousand_files_cost_no_more_at_each_step(site, line, daughter, page):
    """Each progress changed all rows: 10,000 bars were set in ten seconds in which five things were heard."""
    line.slows(to=150_000, way="up")
    page.goto(f"{line.url}{daughter.new_album('많이')}add/")
    page.evaluate(CHOOSE, 2000)
    expect(page.locator(".upload-row")).to_have_count(2000)
    expect(page.locator(".upload-row.checking")).to_have_count(0, timeout=300_000)
    page.evaluate(WATCH)
    wait_for(lambda: page.wait_for_timeout(500) or page.evaluate("heard") >= 3)
    heard, changes = page.evaluate("[heard, changes]")
    assert changes <= 20 * heard, (heard, changes)


@pytest.mark.wide
def test_a_bar_shows_how_much_is_sent(site, line, daughter, page, tmp_path):
    """Its class was also that of the page's own bar, whose margins left nothing of what it shows."""
    [path] = make_files(tmp_path, 1, large=1, megabytes=20)
    line.slows(to=PACE, way="up")
    page.goto(f"{line.url}{daughter.new_album('막대')}add/")
    page.set_input_files("#files", path)
    bar = page.locator(".upload-row .amount")
    wait_for(lambda: page.wait_for_timeout(50) or bar.evaluate("bar => bar.value") > 30)
    page.evaluate("uploading.showBar = () => {}")
    value = bar.evaluate("bar => bar.value")
    image = Image.open(io.BytesIO(bar.screenshot())).convert("RGB")
    row = [image.getpixel((x, image.height // 2)) for x in range(image.width)]
    [full, empty] = [row[6], row[-6]]
    assert full != empty and abs(row.count(full) / len(row) - value / 100) < 0.1, (value, full, empty)
