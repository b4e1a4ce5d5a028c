"""Find out what an upload must know before it accepts a file. Runs in the child process."""

import math

from PIL import Image

from albums.images.capture_time import taken_at, xmp_of
from albums.images.formats import CONTENT_TYPES
from albums.images.results import Examined
from albums.images.source import decoding, exif_of, open_picture, orientation_of

# Pictures up to this size are also decoded (10 ms for a JPEG, 70 ms for an AVIF). For larger ones the check of their
# structure must do.
DECODE_PIXELS = 1_000_000

GPS_IFD = 0x8825
LATITUDE, LONGITUDE = 2, 4


def examine(path: str) -> Examined:
    """Return what a picture file is. Raise Refused unless it is a whole picture in one of `formats.CONTENT_TYPES`."""
    with open_picture(path) as (format, _, image):
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
    """Return True if the file says where it was taken. Ignore an empty GPS block and a position of NaN."""
    if b"GPSLatitude" in xmp_of(image):
        return True
    try:
        gps = exif_of(image).get_ifd(GPS_IFD)
        return all(
            len(gps.get(tag, ())) == 3 and all(math.isfinite(part) for part in gps[tag])
            for tag in (LATITUDE, LONGITUDE)
        )
    except Exception:  # a broken block gives no position
        return False
