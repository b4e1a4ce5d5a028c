"""Find truncated and corrupt files without decoding them.

Decoding 24 megapixels takes a quarter of a second, which is too long for an upload to wait, and Pillow's check reads
headers only. So each format's structure (segments, chunks, boxes, checksums) is walked to its end, by one module per
format. They know nothing but the bytes. Start with `png.py`, the simplest.
"""

import struct
from collections.abc import Callable

from albums.images.errors import Refused
from albums.images.structure import boxes, gif, jpeg, png, webp

CHECKS: dict[str, Callable[[bytes], None]] = {
    "JPEG": jpeg.check,
    "PNG": png.check,
    "GIF": gif.check,
    "WEBP": webp.check,
    "HEIF": boxes.check,
    "AVIF": boxes.check,
}


def check(format: str, data: bytes) -> None:
    """Raise Refused("damaged") unless a file's `data` is whole. `format` is a key of `formats.CONTENT_TYPES`."""
    try:
        CHECKS[format](data)
    except (IndexError, struct.error) as error:
        raise Refused("damaged", f"{format} ends too early") from error
