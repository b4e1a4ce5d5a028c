"""Contrast of text against what is really painted behind it: gradients, textures and photos included."""

import io
import re
from functools import cache

from PIL import Image
from playwright.sync_api import Page

HIDE_TEXT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::placeholder { color: transparent !important } svg.icon { visibility: hidden }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return document.adoptedStyleSheets.length;
}"""
SHOW_TEXT = "() => { document.adoptedStyleSheets = document.adoptedStyleSheets.slice(0, -1) }"
# Below this share of a text's ground, a colour is an edge or an ornament between the letters.
SHARE = 0.02


# A ground of many colours has thousands, and most of them behind every text of a page.
@cache
def luminance(red: int, green: int, blue: int) -> float:
    parts = [part / 255 for part in (red, green, blue)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: tuple, other: tuple) -> float:
    light, dark = sorted((luminance(*one), luminance(*other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def too_faint(page: Page, places: list[dict], least: float = 7) -> list[str]:
    """Sentences on the texts (from measure.js) whose contrast is below `least` anywhere on their ground."""
    page.evaluate(HIDE_TEXT)
    try:
        picture = Image.open(io.BytesIO(page.screenshot(scale="css"))).convert("RGB")
    finally:
        page.evaluate(SHOW_TEXT)
    found = []
    for place in places:
        color = [float(part) for part in re.findall(r"[\d.]+", place["color"])]
        ink = tuple(round(part) for part in color[:3])
        for box in place["boxes"]:
            ground = grounds(picture, box)
            if not ground:
                continue
            worst = min(ratio(ink, one) for one in ground)
            if worst < least or (len(color) == 4 and color[3] < 1):
                found.append(f"contrast {worst:.1f}  {place['name']}")
                break
    return found


def grounds(picture: Image.Image, box: list[float]) -> list[tuple]:
    left, top, right, bottom = (round(edge) for edge in box)
    left, top, right, bottom = (
        max(left, 0),
        max(top, 0),
        min(right, picture.width),
        min(bottom, picture.height),
    )
    if right - left < 2 or bottom - top < 2:
        return []
    size = (right - left) * (bottom - top)
    pixels = picture.crop((left, top, right, bottom)).getcolors(size)
    # Gradients have many colours, each in few pixels: then all of them count.
    often = [color for count, color in pixels if count >= SHARE * size]
    return often or [color for _, color in pixels]
