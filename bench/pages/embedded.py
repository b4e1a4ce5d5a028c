"""A signed-in parent's Home and album: requests a second against a bare view, and what an album weighs on a phone.

The bare view (bench/urls.py) makes one query and renders a 1 kB template for the same parent, behind the same
middleware, from the same gunicorn. The album's pages are from the cache; Home has a photo that is new to her.
Interleaved rounds at 16 clients, medians. The phone is Chromium at 390 × 844, with three pixels to one.
"""

import re
import shutil
import statistics
from collections.abc import Callable
from urllib.parse import urljoin

from bench import photos
from bench.load import rate
from tests.support.browser import Person
from tests.support.site import Site, wait_for

CLIENTS = 16
ROUNDS = 7
SECONDS = 4
CAPTION = "바닷가를 걷는 엄마와 아빠"


def run(rounds: int = ROUNDS, seconds: float = SECONDS) -> dict[str, float]:
    site = Site(DJANGO_SETTINGS_MODULE="bench.settings").start()
    try:
        album, mother = make_album(site)
        return {**measure_rates(site, album, mother, rounds, seconds), **weigh(site, album, mother)}
    finally:
        site.remove()


def make_album(site: Site) -> tuple[str, Person]:
    """Make an album of three pages from four phone photos, and the mother who looks at it."""
    child = Person(site.url).sign_up("bench@example.com")
    album = child.new_album("제주도 봄 여행")
    for photo in photos.take(12):
        assert child.upload(album, photo, caption=CAPTION).status_code == 200
    fields = {"name": "엄마", "language": "ko", "help_phone": "010-1234-5678"}
    answer = child.post("/family/links/new/", fields)
    mother = Person(site.url, "ko")
    mother.post(re.search(r"/open/[\w-]+/", answer.text).group(0))
    wait_for(
        lambda: "data-waiting" not in "".join(mother.get(page).text for page in pages(mother, album)), 120
    )
    wait_for(lambda: not site.query("SELECT 1 FROM outbox_message WHERE state != 'done'"), 60)
    return album, mother


def pages(person: Person, album: str) -> list[str]:
    """Return the addresses of all pages of an album."""
    found, met, address = [], set(), album
    while address.startswith(album):
        text = person.get(address).text
        shown = set(re.findall(r'class="mount" href="([^"?]+)', text))
        # After the last photo comes the first one again, or the next album.
        if shown & met:
            break
        met |= shown
        found.append(address)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        address = urljoin(album, following.group(1)) if following else ""
    return found


def measure_rates(site: Site, album: str, mother: Person, rounds: int, seconds: float) -> dict[str, float]:
    addresses = {
        "album": pages(mother, album),
        "home": ["/"],
        "bare": [f"/bench/bare{album.removeprefix('/albums')}"],
        "alive": ["/healthz"],
    }
    cookies = "; ".join(f"{one.name}={one.value}" for one in mother.session.cookies)
    measure: Callable[[str], float] = lambda kind: rate(  # noqa: E731
        site.port, addresses[kind], cookies, clients=CLIENTS, seconds=seconds
    )
    rates: dict[str, list[float]] = {kind: [] for kind in addresses}
    for number in range(rounds + 1):
        for kind in addresses:
            found = measure(kind)
            if number:  # The first round only warms up.
                rates[kind].append(found)
    middle = {}
    for kind, values in rates.items():
        ratios = [rate / bare for rate, bare in zip(values, rates["bare"], strict=True)]
        print(
            f"pages, {CLIENTS} clients: {kind} {statistics.median(values):.0f}/s, "
            f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
        )
        middle[kind] = statistics.median(ratios)
    return {"page_ratio": middle["album"], "home_ratio": middle["home"]}


def weigh(site: Site, album: str, mother: Person) -> dict[str, float]:
    """Return the kB that a phone with an empty cache receives for the album's first page, compressed as sent."""
    chromium = shutil.which("chromium")
    if not chromium:
        print("pages: no Chromium here, nothing weighed")
        return {}
    from playwright.sync_api import sync_playwright

    received: dict[str, float] = {}
    kinds: dict[str, str] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        context = browser.new_context(
            viewport={"width": 390, "height": 844}, device_scale_factor=3, is_mobile=True
        )
        context.add_cookies(
            [{"name": one.name, "value": one.value, "url": site.url} for one in mother.session.cookies]
        )
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
        wire.on(
            "Network.loadingFinished",
            lambda event: received.update({event["requestId"]: event["encodedDataLength"]}),
        )
        wire.send("Network.enable")
        page.goto(site.url + album, wait_until="load")
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        wait_for(
            lambda: page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth)")
        )
        page.wait_for_timeout(500)
        browser.close()
    parts: dict[str, float] = {}
    for request, size in received.items():
        kind = kinds.get(request, "Other")
        parts[kind] = parts.get(kind, 0) + size / 1000
    total = sum(parts.values())
    listed = ", ".join(f"{kind.lower()} {size:.0f}" for kind, size in sorted(parts.items()))
    print(
        f"pages: an album's first view on a phone, empty cache: {len(received)} requests, {total:.0f} kB ({listed})"
    )
    return {"page_kilobytes": total, "page_requests": len(received)}
