"""The uploader in a real browser: through a cut line, a closed tab and a killed server, and what else it offers."""

import base64
import hashlib
import os
import random
import struct
from pathlib import Path

import pytest
from playwright.sync_api import expect

from albums.films.tests.clips import needs_ffmpeg, small_mp4
from tests.support.browser import Person
from tests.support.photos import draw, heavy, one_of_a_kind
from tests.support.proxy import Proxy
from tests.support.site import wait_for
from tests.support.visitor import PATIENCE_MS, Visitor

expect.set_options(timeout=60_000)
UNFINISHED = ".upload-row:not(.added)"
PACE = 500_000  # bytes a second, of each connection
ADD_INPUT = """document.body.append(
  Object.assign(document.createElement('input'), {type: 'file', multiple: true, id: 'ours'}))"""
DROP = """() => {
  const data = new DataTransfer();
  for (const file of document.getElementById('ours').files) data.items.add(file);
  document.getElementById('ours').remove();
  const how = {bubbles: true, cancelable: true, dataTransfer: data};
  for (const name of ['dragover', 'drop']) document.body.dispatchEvent(new DragEvent(name, how));
}"""
# A file of the browser's own file system, whose handles may be kept and need no permission.
DROP_WITH_HANDLE = """async bytes => {
  const root = await navigator.storage.getDirectory();
  const handle = await root.getFileHandle('kept.jpg', {create: true});
  const writable = await handle.createWritable();
  await writable.write(Uint8Array.from(atob(bytes), letter => letter.charCodeAt(0)));
  await writable.close();
  DataTransferItem.prototype.getAsFileSystemHandle = async () => handle;
  const data = new DataTransfer();
  data.items.add(await handle.getFile());
  window.dispatchEvent(new DragEvent('drop', {cancelable: true, dataTransfer: data}));
}"""


@pytest.fixture(scope="module")
def daughter(site):
    return Person(site.url).sign_up("jieun@example.com", family="김씨네")


@pytest.fixture(scope="module")
def proxy(site):
    with Proxy(site.port) as proxy:
        yield proxy


@pytest.fixture
def line(proxy):
    """The line between the browser and the site."""
    proxy.passes()
    yield proxy
    proxy.passes()


@pytest.fixture
def context(chromium, site, daughter):
    context = chromium.new_context(locale="en-GB", reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    cookies = daughter.session.cookies
    context.add_cookies([{"name": one.name, "value": one.value, "url": site.url} for one in cookies])
    yield context
    context.close()


def make_files(directory: Path, count: int, large: int = 0, megabytes: int = 4) -> list[Path]:
    """Return photos of 50 kB or so, the last `large` of them of so many megabytes."""
    paths = []
    for number in range(count):
        content = one_of_a_kind(draw(number, 640, 480))
        path = directory / f"photo {number + 1}.jpg"
        path.write_bytes(heavy(content, megabytes) if number >= count - large else content)
        paths.append(path)
    return paths


def make_film(path: Path, megabytes: int = 8) -> Path:
    """A film that is played in a moment and travels for as long as others: bytes that nobody reads are behind it."""
    size = megabytes * 10**6
    free = struct.pack(">I4s", size, b"free") + random.Random(1).randbytes(size - 8)
    path.write_bytes(small_mp4() + free)
    return path


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def originals(site, album: str) -> list[str]:
    """The SHA-256 of every photo of an album, as stored."""
    files = site.query(
        "SELECT storage_storedfile.key FROM albums_picture "
        "JOIN storage_storedfile ON storage_storedfile.id = albums_picture.file_id "
        "JOIN albums_album ON albums_album.id = albums_picture.album_id WHERE albums_album.public_id = ?",
        album.split("/")[2],
    )
    stored = site.stored("main")
    return sorted(digest(stored[key]) for (key,) in files)


def sum_of(paths: list[Path]) -> list[str]:
    return sorted(digest(path.read_bytes()) for path in paths)


def drop(page, paths: list[Path]) -> None:
    page.evaluate(ADD_INPUT)
    page.set_input_files("#ours", paths)
    page.evaluate(DROP)


def offsets(page) -> list[int]:
    """A list that gets where each PATCH of the page begins."""
    found: list[int] = []

    def note(request) -> None:
        if request.method == "PATCH":
            found.append(int(request.headers["upload-offset"]))

    page.on("request", note)
    return found


def hear(page, condition):
    """Wait for what the page's listeners are told of: they are called while Playwright waits."""
    return wait_for(lambda: page.wait_for_timeout(50) or condition())


def arriving(site) -> int:
    """How many bytes of unfinished uploads the site has for good."""
    return site.query("SELECT coalesce(sum(offset), 0) FROM albums_stagedupload WHERE result IS NULL")[0][0]


@needs_ffmpeg
def test_thirty_files_through_everything(site, line, daughter, context, tmp_path):
    """A cut line, a closed tab, a killed site: finished, byte for byte, and not from the beginning. One is a film."""
    album = daughter.new_album("제주도")
    paths = [*make_files(tmp_path, 29, large=2, megabytes=8), make_film(tmp_path / "film.mp4")]
    total = sum(path.stat().st_size for path in paths)
    line.slows(to=PACE, way="up")
    before = line.moved["up"]
    page = context.new_page()
    page.goto(f"{line.url}{album}add/")
    drop(page, paths)
    wait_for(lambda: arriving(site) > 4_000_000)
    cut = offsets(page)
    context.set_offline(True)
    expect(page.locator("#rows")).to_contain_text("The line is gone")
    context.set_offline(False)
    hear(page, lambda: max(cut, default=0) > 0)
    finished = page.locator(".upload-row.added").count()
    wait_for(lambda: arriving(site) > 9_000_000)
    page.close()

    page = context.new_page()
    page.goto(f"{line.url}{album}add/")
    unfinished = page.locator(".upload-row.unfinished")
    expect(page.locator("#unfinished")).to_contain_text("Photos that are not finished")
    wait_for(lambda: unfinished.count() > 0)
    names = set(page.locator(".upload-row.unfinished .name").all_text_contents())
    assert len(names) <= 30 - finished
    reopened = offsets(page)
    page.set_input_files("#files", [path for path in paths if path.name in names])
    hear(page, lambda: max(reopened, default=0) > 0)
    wait_for(lambda: arriving(site) > 14_000_000)
    site.kill()
    killed = offsets(page)
    site.start()
    hear(page, lambda: max(killed, default=0) > 0 or page.locator(UNFINISHED).count() == 0)
    line.passes()
    expect(page.locator(UNFINISHED)).to_have_count(0, timeout=120_000)
    assert originals(site, album) == sum_of(paths)
    assert site.query("SELECT count(*) FROM albums_picture WHERE kind = 'film'") == [(1,)]
    sent = line.moved["up"] - before
    print(f"{total} bytes of photos, {sent} bytes sent")
    # From the beginning it would have been 27 MB more. The site stores what came every three seconds.
    assert sent - total < 3 * 3 * PACE * 2, (sent, total, cut, reopened, killed)


def test_a_file_with_the_same_name_and_other_bytes(site, line, daughter, context, tmp_path):
    """It is not joined to what was sent of the first one."""
    album, [path] = daughter.new_album("둘"), make_files(tmp_path, 1, large=1, megabytes=12)
    before = path.stat()
    line.slows(to=PACE, way="up")
    page = context.new_page()
    page.goto(f"{line.url}{album}add/")
    page.set_input_files("#files", path)
    wait_for(lambda: arriving(site) > 1_000_000)
    page.close()
    line.cuts(way="up")  # What is still on its way would finish it.
    wait_for(lambda: site.query("SELECT token FROM albums_stagedupload WHERE result IS NULL") == [("",)])
    line.passes()
    changed = bytearray(path.read_bytes())
    changed[-100_000] ^= 1  # in a comment
    path.write_bytes(changed)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    page = context.new_page()
    page.goto(f"{line.url}{album}add/")
    expect(page.locator(".upload-row.unfinished")).to_have_count(1)
    page.set_input_files("#files", path)
    expect(page.locator(".upload-row.added")).to_have_count(1)
    assert originals(site, album) == sum_of([path])


@pytest.mark.wide
def test_a_kept_handle_goes_on_by_itself(site, line, daughter, context, tmp_path):
    album, [path] = daughter.new_album("셋"), make_files(tmp_path, 1, large=1)
    line.slows(to=PACE, way="up")
    page = context.new_page()
    page.goto(f"{line.url}{album}add/")
    page.evaluate(DROP_WITH_HANDLE, in_base64(path.read_bytes()))
    wait_for(lambda: arriving(site) > 1_000_000)
    page.close()
    page = context.new_page()
    begun = offsets(page)
    page.goto(f"{line.url}{album}add/")
    hear(page, lambda: begun)
    line.passes()
    expect(page.locator(".upload-row.added")).to_have_count(1)
    assert begun[0] > 0 and originals(site, album) == sum_of([path])


def in_base64(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.wide
def test_pause_captions_and_safety(site, line, daughter, context, tmp_path):
    """One caption is written before its photo is sent, one while it is, one when it is there."""
    album, paths = daughter.new_album("넷"), make_files(tmp_path, 5, large=3, megabytes=12)
    visitor = Visitor(context)
    page = visitor.page
    page.goto(f"{line.url}{album}add/")
    line.slows(to=PACE, way="up")
    page.set_input_files("#files", paths)
    write(page, 4, "before")
    write(page, 2, "while")
    expect(page.locator(".upload-row").nth(0)).to_contain_class("added")
    write(page, 0, "after")
    wait_for(lambda: arriving(site) > 1_000_000)
    page.click("#pause")
    expect(page.locator("#left")).to_contain_text("Paused")
    expect(page.locator(".upload-row.sending")).to_have_count(0)
    begun = offsets(page)
    line.passes()
    page.click("#pause")
    expect(page.locator("#overall.done")).to_be_visible()
    assert max(begun) > 0
    expect(page.locator(".upload-row.safe")).to_have_count(5)
    expect(page.locator("#left")).to_have_text("All are safe in two places.")
    expect(page.locator(".note-line").nth(0)).to_have_text("The sentence is kept.")
    photos = photos_of(site, album)
    for number, text in ((0, "after"), (2, "while"), (4, "before")):
        wait_for(lambda number=number, text=text: text in daughter.get(photos[number]).text)
    visitor.assert_untroubled()


def write(page, number: int, text: str) -> None:
    row = page.locator(".upload-row").nth(number)
    row.locator(".write").click()
    row.locator(".sentence").fill(text)
    row.locator(".sentence").press("Enter")


def photos_of(site, album: str) -> list[str]:
    rows = site.query(
        "SELECT albums_picture.public_id FROM albums_picture "
        "JOIN albums_album ON albums_album.id = albums_picture.album_id WHERE albums_album.public_id = ? "
        "ORDER BY order_time, albums_picture.id",
        album.split("/")[2],
    )
    return [f"{album}pictures/{public_id}/" for (public_id,) in rows]


def test_folders_become_albums(site, daughter, context, tmp_path):
    """Two folders and a photo beside them, dropped as a person drops them."""
    album, visitor = daughter.new_album("다섯"), Visitor(context)
    for name, count in (("설날", 2), ("추석", 1)):
        (tmp_path / name).mkdir()
        make_files(tmp_path / name, count)
    (tmp_path / "설날" / ".DS_Store").write_bytes(b"x")
    [loose] = make_files(tmp_path, 1)
    page = visitor.page
    page.goto(f"{site.url}{album}add/")
    session = context.new_cdp_session(page)
    dropped = [str(tmp_path / "설날"), str(tmp_path / "추석"), str(loose)]
    data = {"items": [], "files": dropped, "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 200, "y": 200, "data": data})
    expect(page.locator("#folders h2")).to_contain_text("Folders: 2")
    names = page.locator("#folders input")
    assert [names.nth(number).input_value() for number in range(2)] == ["설날", "추석"]
    names.nth(1).fill("추석 2025")
    # Not by the mouse, nor a key: after a drop of the protocol's own the page gets neither at once.
    page.locator("#many-albums").dispatch_event("click")
    expect(page.locator(".upload-row.added")).to_have_count(4)
    expect(page.locator("#folders")).to_be_hidden()
    shelf = daughter.get("/").text
    assert "설날" in shelf and "추석 2025" in shelf
    assert len(originals(site, album)) == 1
    visitor.assert_untroubled()


def test_without_the_client(site, line, daughter, context, tmp_path):
    """Where it could not be installed, each file is sent whole, and waits for a lost line as well."""
    album, paths = daughter.new_album("여섯"), make_files(tmp_path, 4, large=1)
    context.route("**/tus.min*.js", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{line.url}{album}add/")
    assert page.evaluate("typeof tus") == "undefined"
    line.slows(to=2 * PACE, way="up")
    page.set_input_files("#files", paths)
    expect(page.locator(".upload-row.added")).to_have_count(3)
    context.set_offline(True)
    expect(page.locator("#rows")).to_contain_text("The line is gone")
    line.passes()
    context.set_offline(False)
    # What was on its way when the line was cut may have arrived whole; then it is there already.
    expect(page.locator(".upload-row:is(.added, .duplicate)")).to_have_count(4)
    assert originals(site, album) == sum_of(paths)


def test_without_scripts(chromium, site, daughter, tmp_path):
    album, paths = daughter.new_album("일곱"), make_files(tmp_path, 3)
    context = chromium.new_context(locale="en-GB", java_script_enabled=False)
    cookies = daughter.session.cookies
    context.add_cookies([{"name": one.name, "value": one.value, "url": site.url} for one in cookies])
    page = context.new_page()
    page.goto(f"{site.url}{album}add/")
    page.fill("#caption", "All of them")
    page.set_input_files("#files", paths)
    page.click("main form button.main")
    expect(page.locator(".upload-row.added")).to_have_count(3)
    expect(page.locator("#to-album")).to_be_visible()
    assert originals(site, album) == sum_of(paths)
    context.close()


@pytest.mark.wide
def test_another_person_in_the_same_browser_sees_no_names(site, line, daughter, context, tmp_path):
    album, [path] = daughter.new_album("여덟"), make_files(tmp_path, 1, large=1)
    line.slows(to=PACE, way="up")
    page = context.new_page()
    page.goto(f"{line.url}{album}add/")
    page.set_input_files("#files", path)
    wait_for(lambda: arriving(site) > 500_000)
    page.close()
    line.passes()
    other = Person(site.url).sign_up("other@example.com", family="Park")
    theirs = other.new_album("Other")
    context.clear_cookies()
    cookies = other.session.cookies
    context.add_cookies([{"name": one.name, "value": one.value, "url": site.url} for one in cookies])
    page = context.new_page()
    page.goto(f"{line.url}{theirs}add/")
    page.wait_for_timeout(4000)  # It looks twice.
    assert page.locator(".upload-row").count() == 0


def test_the_same_picture_with_another_caption_inside(daughter, context, tmp_path):
    """It is added, said, and one touch away from being compared."""
    album, [path] = daughter.new_album("카톡"), make_files(tmp_path, 1)
    content = path.read_bytes()
    daughter.upload(album, ("first.jpg", content)).raise_for_status()
    words = b"Grandmother"
    path.write_bytes(content[:2] + struct.pack(">BBH", 0xFF, 0xFE, len(words) + 2) + words + content[2:])
    page = context.new_page()
    page.goto(f"{daughter.url}{album}add/")
    expect(page.locator("#to-doubles")).to_be_hidden()
    page.set_input_files("#files", path)
    expect(page.locator(".upload-row.added .what")).to_contain_text("the same picture")
    page.locator("#to-doubles a").click()
    # Other tests of this family may have left pairs too.
    pair = page.locator("form.double", has_text="first.jpg")
    expect(pair).to_have_count(1)
    pair.get_by_role("button", name="Keep both").click()
    expect(pair).to_have_count(0)
