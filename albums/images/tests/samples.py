"""Pictures for the tests: drawn here, or real ones from ../shared/photos where that folder is."""

from io import BytesIO
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image, ImageDraw

PHOTOS = Path(__file__).resolve().parents[4] / "shared" / "photos"
needs_photos = pytest.mark.skipif(
    not PHOTOS.exists(), reason="the real photographs (../shared/photos) are not here"
)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF", "AVIF")

pillow_heif.register_heif_opener()


def scene(width: int = 160, height: int = 100) -> Image.Image:
    """Red in the top left corner, green top right, blue bottom left, grey elsewhere, over a little grain."""
    image = Image.merge("RGB", [Image.effect_noise((width, height), 12)] * 3)
    draw = ImageDraw.Draw(image)
    w, h = width // 4, height // 4
    draw.rectangle((0, 0, w, h), "red")
    draw.rectangle((width - w, 0, width, h), "lime")
    draw.rectangle((0, height - h, w, height), "blue")
    return image


def encoded(image: Image.Image, format: str, **options) -> bytes:
    if "exif" in options and not isinstance(options["exif"], bytes):
        options["exif"] = options["exif"].tobytes()  # with bytes, pillow-heif also writes the HEIF rotation
    output = BytesIO()
    image.save(output, format, **options)
    return output.getvalue()


def drawn(format: str, **options) -> bytes:
    return encoded(scene(), format, **options)


def corner_colours(image: Image.Image) -> list[str]:
    """The strongest channel in the top left, top right and bottom left corners: "RGB" when it is upright."""
    w, h = image.width // 10, image.height // 10
    points = [(w, h), (image.width - 1 - w, h), (w, image.height - 1 - h)]
    return ["RGB"[max(range(3), key=image.convert("RGB").getpixel(point).__getitem__)] for point in points]
