"""Find what a picture needs inside its file, without decoding it.

Decoding 24 megapixels takes a quarter of a second, which is too long for an upload to wait, and Pillow's check reads
headers only. So each format's structure (segments, chunks, boxes) is walked, by one module per format. What is not of
the picture is not judged: it is skipped, or left out of what the decoder gets. The modules know nothing but the bytes.
Start with `found.py`, then `png.py`.
"""

import struct
from collections.abc import Callable

from albums.images.errors import Refused
from albums.images.structure import boxes, gif, jpeg, png, webp
from albums.images.structure.found import Found

CHECKS: dict[str, Callable[[bytes], Found]] = {
    "JPEG": jpeg.check,
    "PNG": png.check,
    "GIF": gif.check,
    "WEBP": webp.check,
    "HEIF": boxes.check,
    "AVIF": boxes.check,
}


def check(format: str, data: bytes) -> Found:
    """Return what a file's `data` holds. `format` is a key of `formats.CONTENT_TYPES`.

    Raise Refused if there is nothing that could be decoded.
    """
    try:
        return CHECKS[format](data)
    except (IndexError, ValueError, struct.error) as error:
        raise Refused("damaged", f"{format} ends too early") from error
