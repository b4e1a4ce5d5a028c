"""Twenty photos as a phone sends them, all different."""

import os
import tempfile
from pathlib import Path

from bench.derivatives import PHOTOS, draw


def take(count: int) -> list[tuple[str, bytes]]:
    """Return pairs (name, content): the real photos repeated, each with bytes of its own, so that none is a
    duplicate; drawn ones if the real photos are missing."""
    with tempfile.TemporaryDirectory() as name:
        originals = sorted(PHOTOS.glob("*.*")) or draw(Path(name))
        contents = [(path.suffix, path.read_bytes()) for path in originals]
    photos = []
    for number in range(count):
        suffix, content = contents[number % len(contents)]
        photos.append((f"photo-{number:02d}{suffix}", vary(content, number)))
    return photos


def vary(content: bytes, number: int) -> bytes:
    mark = f"bench {number:06d}".encode()
    if content.startswith(b"\xff\xd8"):
        # A JPEG comment right after the start.
        return content[:2] + b"\xff\xfe" + (len(mark) + 2).to_bytes(2, "big") + mark + content[2:]
    # HEIC: a box that readers skip, at the end.
    return content + (len(mark) + 8).to_bytes(4, "big") + b"free" + mark


def take_large(count: int) -> list[tuple[str, bytes]]:
    """Return photos of 1 to 3 MB: the real ones, and behind their heads what is missing, which readers skip."""
    photos = take(count)
    sizes = [1_000_000 + 2_000_000 * number // max(1, count - 1) for number in range(count)]
    return [
        (name, pad(content, size - len(content))) for (name, content), size in zip(photos, sizes, strict=True)
    ]


def pad(content: bytes, missing: int) -> bytes:
    if missing < 100:
        return content
    if not content.startswith(b"\xff\xd8"):
        return content + missing.to_bytes(4, "big") + b"free" + os.urandom(missing - 8)
    comment = b"\xff\xfe" + (60_002).to_bytes(2, "big")
    comments = [comment + os.urandom(60_000) for _ in range(missing // 60_004)]
    return content[:2] + b"".join(comments) + content[2:]
