"""Finds truncation and corruption without decoding.

Decoding 24 megapixels takes a quarter of a second, which is too long to keep an upload waiting, and Pillow
reads headers only. So each format's own skeleton (segments, chunks, boxes, checksums) is walked to its end.
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
    """Raise Refused("damaged") unless the file is whole."""
    try:
        CHECKS[format](data)
    except (IndexError, struct.error) as error:
        raise Refused("damaged", f"{format} ends too early") from error
