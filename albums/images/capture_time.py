"""Find when a photo was taken, in the local time of the place: an album is read by the family's day, not by UTC.

Dates are grouped as in the guidelines of the Metadata Working Group (version 2.0, 2010). The first valid one wins:

1. taken: EXIF DateTimeOriginal, IPTC DateCreated, XMP exif:DateTimeOriginal, photoshop:DateCreated
2. digitised: EXIF DateTimeDigitized, IPTC DigitalCreationDate, XMP exif:DateTimeDigitized, xmp:CreateDate
   (after ALL of group 1: a scanner writes the day of the scan here, while a person wrote "1985" there)
3. PNG's "Creation Time"
4. GPS, which is UTC. It is not converted: a guessed zone would be wrong as often, and harder to notice
5. EXIF DateTime, the time of the last change: some scanners and old phones write nothing else. It is never
   later than the upload, which would be used instead

A zone or offset is dropped. A partial date ("1985", "1985:00:00", a day without a time) counts as the beginning
of its period, unless a later date in the list agrees with the known part and knows the rest.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import cast

from PIL import Image, IptcImagePlugin
from PIL.ImageFile import ImageFile

DATETIME, EXIF_IFD, GPS_IFD = 0x0132, 0x8769, 0x8825
ORIGINAL, DIGITIZED, SUBSEC_ORIGINAL, SUBSEC_DIGITIZED = 0x9003, 0x9004, 0x9291, 0x9292
GPS_DATE, GPS_TIME = 29, 7
IPTC_CREATED, IPTC_DIGITISED = ((2, 55), (2, 60)), ((2, 62), (2, 63))

FIRST_PHOTOGRAPH = 1826  # an earlier year comes from a clock that was never set
UNKNOWN = ("", "00")

DATE = re.compile(
    r"\s*(\d{4})(?:[-:/.]?(\d\d))?(?:[-:/.]?(\d\d))?"
    r"(?:[T\s]+(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?"
)

# Year, month, day, hour, minute, second, microsecond, up to the last one that is known.
Parts = tuple[int, ...]


def taken_at(image: Image.Image, exif: Image.Exif) -> datetime | None:
    """Return the local time at which the photo was taken, without a zone. None if the file does not say."""
    known = [parts for text in _texts(image, exif) if (parts := parse(text))]
    if not known:
        return None
    best = known[0]
    for other in known[1:]:
        if len(other) > len(best) and other[: len(best)] == best:
            best = other
    return _moment(best)


def parse(text: str) -> Parts | None:
    """Parse EXIF ("2007:12:06 14:33:18"), ISO 8601, IPTC ("20071206 143318+0900") and partial dates.

    Return None for text that is no date, for dates before photography and for the future.
    """
    match = DATE.match(text.replace("\0", " "))
    if not match:
        return None
    *fields, fraction = (part or "" for part in match.groups())
    parts: list[int] = []
    for at, field in enumerate(fields):
        if not field or (at in (1, 2) and field in UNKNOWN):
            break
        parts.append(int(field))
    if len(parts) == 6 and fraction:
        parts.append(int(fraction[:6].ljust(6, "0")))
    try:
        moment = _moment(tuple(parts))
    except ValueError:
        return None
    # Allow one day: the clock of a camera that travels may be ahead of the server's zone.
    if moment.year < FIRST_PHOTOGRAPH or moment > datetime.now() + timedelta(days=1):
        return None
    return tuple(parts)


def _moment(parts: Parts) -> datetime:
    year, month, day, hour, minute, second, fraction = (*parts, *(0, 1, 1, 0, 0, 0, 0)[len(parts) :])
    return datetime(year, month, day, hour, minute, second, fraction)


def _texts(image: Image.Image, exif: Image.Exif) -> Iterator[str]:
    """Yield the text of every date in the file, in the order of the module's docstring. Missing ones are blank."""
    details, iptc, xmp = _ifd(exif, EXIF_IFD), _iptc(image), xmp_of(image)
    yield _with_subsec(details, ORIGINAL, SUBSEC_ORIGINAL)
    yield _iptc_text(iptc, *IPTC_CREATED)
    yield _xmp_text(xmp, b"exif:DateTimeOriginal")
    yield _xmp_text(xmp, b"photoshop:DateCreated")
    yield _with_subsec(details, DIGITIZED, SUBSEC_DIGITIZED)
    yield _iptc_text(iptc, *IPTC_DIGITISED)
    yield _xmp_text(xmp, b"exif:DateTimeDigitized")
    yield _xmp_text(xmp, b"xmp:CreateDate")
    yield str(image.info.get("Creation Time", ""))
    yield _gps_text(_ifd(exif, GPS_IFD))
    yield _xmp_text(xmp, b"exif:GPSTimeStamp")
    yield str(exif.get(DATETIME, ""))


def _ifd(exif: Image.Exif, tag: int) -> dict:
    try:
        return exif.get_ifd(tag)
    except Exception:  # a broken block gives no date; the picture may still be whole
        return {}


def _with_subsec(details: dict, tag: int, subsec: int) -> str:
    text = str(details.get(tag, "")).rstrip(" \0")
    fraction = str(details.get(subsec, "")).strip(" \0")
    # The fraction belongs to a full time only, and ISO 8601 may carry its own.
    return f"{text}.{fraction}" if fraction.isdecimal() and len(text) == 19 else text


def _gps_text(gps: dict) -> str:
    try:
        hour, minute, second = (int(part) for part in gps[GPS_TIME])
        return f"{gps[GPS_DATE]} {hour:02}:{minute:02}:{second:02}"
    except (KeyError, TypeError, ValueError, OverflowError, ZeroDivisionError):
        return str(gps.get(GPS_DATE, ""))


def _iptc(image: Image.Image) -> dict:
    try:
        return IptcImagePlugin.getiptcinfo(cast(ImageFile, image)) or {}
    except Exception:  # as in _ifd
        return {}


def _iptc_text(iptc: dict, date: tuple[int, int], time: tuple[int, int]) -> str:
    """Return a date with its time. Blank if the date is missing: a time alone is useless."""
    day, clock = (_first(iptc.get(key, b"")).decode("latin-1") for key in (date, time))
    return f"{day} {clock}" if day else ""


def _first(value: bytes | list[bytes]) -> bytes:
    return value[0] if isinstance(value, list) else value


def xmp_of(image: Image.Image) -> bytes:
    """Return the XMP packet, blank if there is none. Search it, never parse it: a parser would expand entities."""
    xmp = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    return xmp.encode() if isinstance(xmp, str) else bytes(xmp)


def _xmp_text(xmp: bytes, name: bytes) -> str:
    """Return the value of a property, written as an attribute or as an element. Blank if it is missing."""
    match = re.search(re.escape(name) + rb"""(?:\s*=\s*["']|>)\s*([^<"']{4,40})""", xmp)
    return match[1].decode("latin-1") if match else ""
