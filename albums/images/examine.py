"""What an upload must know before it says yes. Runs in the child."""

import math
from dataclasses import dataclass
from datetime import datetime

from PIL import Image

from albums.images.capture_time import taken_at, xmp_of
from albums.images.formats import CONTENT_TYPES
from albums.images.source import decoding, exif_of, opened, orientation_of

# Up to here a picture is also decoded (10 ms for a JPEG, 70 ms for an AVIF); larger ones rely on structure.
DECODE_PIXELS = 1_000_000

GPS_IFD = 0x8825
LATITUDE, LONGITUDE = 2, 4


@dataclass(frozen=True)
class Examined:
    """`width` and `height` are those of the upright picture; `taken_at` is wall-clock time without a zone."""

    format: str
    content_type: str
    width: int
    height: int
    taken_at: datetime | None
    has_gps: bool


def examine(path: str) -> Examined:
    """Raise Refused unless the file is a whole picture in one of our formats."""
    with opened(path) as (format, _, image):
        width, height = image.size
        if orientation_of(image) >= 5:  # turned by a quarter
            width, height = height, width
        found = Examined(
            format, CONTENT_TYPES[format], width, height, taken_at(image, exif_of(image)), has_gps(image)
        )
        if width * height <= DECODE_PIXELS:
            with decoding():
                image.load()
    return found


def has_gps(image: Image.Image) -> bool:
    """Does it say where? Some phones write an empty GPS block, or a position of NaN: that is a no."""
    if b"GPSLatitude" in xmp_of(image):
        return True
    try:
        gps = exif_of(image).get_ifd(GPS_IFD)
        return all(
            len(gps.get(tag, ())) == 3 and all(math.isfinite(part) for part in gps[tag])
            for tag in (LATITUDE, LONGITUDE)
        )
    except Exception:  # a broken block says nothing
        return False
