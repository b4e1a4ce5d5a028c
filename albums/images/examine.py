"""Find out what an upload must know before it accepts a file. Runs in the child process."""

import hashlib
import math
import struct
from collections.abc import Iterator

from albums.images import pixels
from albums.images.apple import content_id_of
from albums.images.capture_time import taken, xmp_of
from albums.images.errors import Refused
from albums.images.formats import CONTENT_TYPES
from albums.images.results import Examined
from albums.images.source import Source, decoding, exif_of, open_picture, orientation_of
from albums.images.structure.coded import coded

# Pictures up to this size are also decoded (10 ms for a JPEG, 70 ms for an AVIF). For larger ones the check of their
# structure must do.
DECODE_PIXELS = 1_000_000
# The long edge at which a larger JPEG is decoded if only that can tell whether a part of it is missing.
GLANCE = 512

GPS_IFD = 0x8825
LATITUDE, LONGITUDE = 2, 4


def examine(original: bytes, name: str = "") -> Examined:
    """Return what a picture file is. `name` is the one it was sent with.

    Raise Refused unless it is in one of `formats.CONTENT_TYPES`, and something of it can be shown.
    """
    with open_picture(original) as source:
        format, image = source.format, source.image
        width, height = image.size
        if orientation_of(image) >= 5:  # turned by a quarter
            width, height = height, width
        known = taken(source, name)
        notices = list(notices_of(source))
        content_id = content_id_of(image.info.get("exif") or b"")
        return Examined(
            format,
            CONTENT_TYPES[format],
            width,
            height,
            known,
            has_gps(source),
            notices,
            content_id,
            fingerprint_of(source),
        )


def notices_of(source: Source) -> Iterator[str]:
    """Yield what the uploader must be told: "cut" (a part is missing), "still" (it moved). Raise Refused."""
    image, found = source.image, source.found
    is_small, is_cut = image.width * image.height <= DECODE_PIXELS, found.is_cut
    if is_small or found.is_doubtful:
        with decoding():
            missing = pixels.load(source, edge=None if is_small else GLANCE)
            if missing and found.is_doubtful and not found.is_cut and source.format == "PNG":
                raise Refused("damaged", "its sum is wrong, and so are its pixels")
            is_cut |= missing is not None
            is_cut |= found.is_doubtful and pixels.stops_early(source)
    if is_cut:
        yield "cut"
    if source.found.moves:
        yield "still"


def fingerprint_of(source: Source) -> str:
    """Return the SHA-256 in hex of the coded picture, whatever stands beside it. Blank if it is not to be found."""
    digest, is_blank = hashlib.sha256(source.format.encode()), True
    try:
        for part in coded(source.format, source.original):
            digest.update(part)
            is_blank = False
    except (Refused, LookupError, ValueError, struct.error):
        return ""
    return "" if is_blank else digest.hexdigest()


def has_gps(source: Source) -> bool:
    """Return True if the file says where it was taken. Ignore an empty GPS block and a position of NaN."""
    if b"GPSLatitude" in xmp_of(source):
        return True
    try:
        gps = exif_of(source.image).get_ifd(GPS_IFD)
        return all(
            len(gps.get(tag, ())) == 3 and all(math.isfinite(part) for part in gps[tag])
            for tag in (LATITUDE, LONGITUDE)
        )
    except Exception:  # a broken block gives no position
        return False
