"""The README's strips of today's Home, album and photo, on each kind of device, beside those of the first edition.

The first edition's (`docs/images/before-*.webp`, of 23 November 2026) are not made again.
"""

import io
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page

IMAGES = Path(__file__).parent / "images"
# By name: the window, the width of one of its three pictures, and the text size.
STRIPS = {
    "phone": ((390, 844), 300, 2),
    "size5": ((390, 844), 300, 5),
    "tablet": ((768, 1024), 300, 2),
    "sideways": ((844, 390), 420, 2),
    "desktop": ((1440, 900), 420, 2),
    "television": ((1920, 1080), 420, 2),
}
GAP = 10


def take_strips(browser: Browser, url: str, link: str, album: str) -> None:
    """Take every strip as the parent of a link sees the site. `album` has a leaf with its title before its photos."""
    for name, (window, width, step) in STRIPS.items():
        # Each its own: a browser keeps pages that it has loaded ahead, with the letters of that moment.
        context = browser.new_context(
            locale="ko-KR",
            reduced_motion="reduce",
            viewport={"width": window[0], "height": window[1]},
        )
        page = context.new_page()
        page.goto(url + link)
        page.click("main button")
        page.wait_for_url(url + "/")
        page.goto(url + "/text-size/")
        page.click(f"button[value='{step}']")
        strip(walk(page, url, album), width).save(IMAGES / f"after-{name}.webp", quality=82, method=6)
        print(f"after-{name}")
        context.close()


def walk(page: Page, url: str, album: str) -> list[Image.Image]:
    """Return pictures of Home, of an album's first photos, and of the first of these alone."""
    pictures = [shoot(page, url + "/")]
    page.goto(url + album)
    first = page.locator(".turn [rel=next]").get_attribute("href") or ""
    pictures.append(shoot(page, url + album + first))
    photo = page.locator("a.mount").first.get_attribute("href") or ""
    return [*pictures, shoot(page, url + photo)]


def shoot(page: Page, address: str) -> Image.Image:
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(400)
    with Image.open(io.BytesIO(page.screenshot())) as picture:
        return picture.convert("RGB")


def strip(pictures: list[Image.Image], width: int) -> Image.Image:
    """Return pictures of one size beside each other, each of this width in pixels."""
    height = round(width * pictures[0].height / pictures[0].width)
    whole = Image.new("RGB", (len(pictures) * (width + GAP) - GAP, height), "white")
    for number, picture in enumerate(pictures):
        small = picture.resize((width, height), Image.Resampling.LANCZOS)
        whole.paste(small, (number * (width + GAP), 0))
    return whole
