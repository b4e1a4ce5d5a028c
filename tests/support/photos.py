"""Pictures for tests: real ones from ../shared/photos where they are, else drawn ones."""

import io
import random
import uuid
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.support.site import REPOSITORY

PHOTOS = REPOSITORY.parent / "shared" / "photos"
needs_photos = pytest.mark.skipif(
    not PHOTOS.is_dir(), reason="needs the real photographs of ../shared/photos"
)


def real_photos(pattern: str) -> list[Path]:
    return sorted(path for path in PHOTOS.glob(pattern) if path.suffix != ".md")


def draw(seed: int, width: int = 1600, height: int = 1200) -> bytes:
    """A JPEG of hills under a sun, different for every seed."""
    chance = random.Random(seed)
    image = Image.new("RGB", (width, height), (chance.randrange(150, 220), 205, 235))
    pen = ImageDraw.Draw(image)
    pen.ellipse([width * 0.7, height * 0.1, width * 0.7 + height / 5, height * 0.3], fill=(250, 220, 120))
    for layer in range(4):
        top = height * (0.4 + layer / 7)
        points = [(x, top + chance.randrange(height // 8)) for x in range(0, width + 1, max(1, width // 9))]
        pen.polygon([*points, (width, height), (0, height)], fill=(60 + layer * 12, 130 - layer * 20, 70))
    output = io.BytesIO()
    image.save(output, "JPEG", quality=85)
    return output.getvalue()


def one_of_a_kind(jpeg: bytes) -> bytes:
    """The same JPEG with a comment that no other has: another file, the same picture."""
    comment = uuid.uuid4().hex.encode()
    return jpeg[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + jpeg[2:]


def heavy(jpeg: bytes, megabytes: int = 3) -> bytes:
    """The same JPEG with comments as long as a telephone's photo: as long on its way, and quick to develop."""
    comment = b"\xff\xfe" + (60_002).to_bytes(2, "big") + b"x" * 60_000
    return jpeg[:2] + comment * (megabytes * 10**6 // len(comment)) + jpeg[2:]


def phone_photos() -> list[bytes]:
    """JPEGs as a telephone sends them, a few megabytes each; drawn where there are no real ones."""
    found = [path.read_bytes() for path in real_photos("phone/*.jpg")]
    return found or [draw(seed, 4000, 3000) for seed in range(5)]
