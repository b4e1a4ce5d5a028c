"""Find when a photo was taken, in the local time of the place: an album is read by the family's day, not by UTC.

Dates are grouped as in the guidelines of the Metadata Working Group (version 2.0, 2010). The first valid one wins:

1. taken: EXIF DateTimeOriginal, IPTC DateCreated, XMP exif:DateTimeOriginal, photoshop:DateCreated
2. digitised: EXIF DateTimeDigitized, IPTC DigitalCreationDate, XMP exif:DateTimeDigitized, xmp:CreateDate
   (after ALL of group 1: a scanner writes the day of the scan here, while a person wrote "1985" there)
3. PNG's "Creation Time"
4. GPS, which is UTC. It is not converted: a guessed zone would be wrong as often, and harder to notice
5. EXIF DateTime and PNG's tIME, the time of the last change: some scanners and old phones write nothing else, and it
   is nearer to the photo than the upload
6. the file's name (`dates_in_names.py`)

A clock that was never set (`dates.UNSET_DAYS`) says nothing. A zone or offset is dropped. A partial date ("1985",
"1985:00:00", a day without a time) is kept as what it is, unless a later date in the list agrees with the known part
and knows the rest.
"""

import re
from collections.abc import Iterator
from typing import Any, cast

from PIL import Image, IptcImagePlugin
from PIL.ImageFile import ImageFile

from albums.images.dates import Candidate, Parts, candidate, choose, is_doubtful
from albums.images.dates_in_names import date_in_name
from albums.images.source import Source, exif_of

DATETIME, EXIF_IFD, GPS_IFD = 0x0132, 0x8769, 0x8825
ORIGINAL, DIGITIZED, SUBSEC_ORIGINAL, SUBSEC_DIGITIZED = 0x9003, 0x9004, 0x9291, 0x9292
GPS_DATE, GPS_TIME = 29, 7
IPTC_CREATED, IPTC_DIGITISED = ((2, 55), (2, 60)), ((2, 62), (2, 63))
# GIF keeps XMP as it is, in a block of its own (XMP Specification, part 3, 1.1.2).
XMP_IN_GIF = b"XMP DataXMP"
PACKET_BYTES = 1_000_000
NAMESPACES = {
    "exif": b"http://ns.adobe.com/exif/1.0/",
    "photoshop": b"http://ns.adobe.com/photoshop/1.0/",
    "tiff": b"http://ns.adobe.com/tiff/1.0/",
    "xmp": b"http://ns.adobe.com/xap/1.0/",
}
DECLARED = re.compile(rb"""xmlns:([A-Za-z]\w{0,30})\s*=\s*["']([^"']{1,60})["']""")
# Of an attribute, or of an element that may be in a list. No number of repetitions is unbounded.
ATTRIBUTE, REST, LIST = rb"""\s{0,9}=\s{0,9}["']""", rb"(?:\s[^<>]{0,200})?>", rb"\s{0,99}<rdf:\w{1,20}"
VALUE = rb"""(?:%s|%s(?:%s%s){0,2})\s{0,99}([^<"']{4,40})""" % (ATTRIBUTE, REST, LIST, REST)
# What stands before a text in some files: a byte order mark, or the name of its code (EXIF, UserComment).
LEADS = re.compile("^(?:\ufeff|\xff\xfe|\xfe\xff|\xef\xbb\xbf|ASCII\0\0\0)")


def taken(source: Source, name: str = "") -> Parts | None:
    """Return what the file says of when it was taken, in the local time of the place. None if it does not say.

    `name` is the file's, as it was sent.
    """
    return choose(candidates(source, name))


def candidates(source: Source, name: str) -> Iterator[Candidate | None]:
    """Yield what each place says, in the order of the module's docstring. None for what says nothing."""
    for place, text in texts(source):
        yield candidate(place, text)
    parts = date_in_name(name)
    yield Candidate("name", parts, is_doubtful(parts)) if parts else None


def texts(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the place and the text of every date in the file. Missing ones are blank."""
    image = source.image
    exifs = [directory for key in ("exif", "late exif") for directory in directories(exif_of(image, key))]
    iptc, xmp = _iptc(image), Xmp(xmp_of(source))
    yield from (("EXIF DateTimeOriginal", exif.original) for exif in exifs)
    yield "IPTC DateCreated", _iptc_text(iptc, *IPTC_CREATED)
    yield "XMP exif:DateTimeOriginal", xmp.text("exif", "DateTimeOriginal")
    yield "XMP photoshop:DateCreated", xmp.text("photoshop", "DateCreated")
    yield from (("EXIF DateTimeDigitized", exif.digitized) for exif in exifs)
    yield "IPTC DigitalCreationDate", _iptc_text(iptc, *IPTC_DIGITISED)
    yield "XMP exif:DateTimeDigitized", xmp.text("exif", "DateTimeDigitized")
    yield "XMP xmp:CreateDate", xmp.text("xmp", "CreateDate")
    yield from (("PNG Creation Time", _text(text)) for text in image.info.get("created", ()))
    yield from (("EXIF GPS", exif.gps) for exif in exifs)
    yield "XMP exif:GPSTimeStamp", xmp.text("exif", "GPSTimeStamp")
    yield from (("EXIF DateTime", exif.changed) for exif in exifs)
    yield "XMP tiff:DateTime", xmp.text("tiff", "DateTime")
    yield "XMP xmp:ModifyDate", xmp.text("xmp", "ModifyDate")
    yield from (("PNG tIME", _text(text)) for text in image.info.get("changed", ()))


def directories(exif: Image.Exif) -> list["Exif"]:
    """Return what two directories of an EXIF block say: some programs write into the first what belongs elsewhere."""
    return [Exif(_ifd(exif, EXIF_IFD), _ifd(exif, GPS_IFD)), Exif(dict(exif), {})]


class Exif:
    """The texts of the dates in one directory of an EXIF block."""

    def __init__(self, details: dict, gps: dict) -> None:
        self.original = _with_subsec(details, ORIGINAL, SUBSEC_ORIGINAL)
        self.digitized = _with_subsec(details, DIGITIZED, SUBSEC_DIGITIZED)
        self.gps = _gps_text(gps)
        self.changed = _text(details.get(DATETIME))


def _text(value: Any) -> str:
    """Return the text of a value of any type. Blank for what is no text."""
    if isinstance(value, (tuple, list)) and all(isinstance(one, int) and 0 <= one < 256 for one in value):
        value = bytes(value)
    if isinstance(value, bytes):
        value = value.decode("latin-1")
    if not isinstance(value, str):
        return ""
    # Every second byte of UTF-16 is zero.
    text = value.replace("\0", "") if value.count("\0") > len(value) // 3 else value
    return LEADS.sub("", text)


def _ifd(exif: Image.Exif, tag: int) -> dict:
    try:
        return dict(exif.get_ifd(tag))
    except Exception:  # a broken block gives no date; the picture may still be whole
        return {}


def _with_subsec(details: dict, tag: int, subsec: int) -> str:
    text = _text(details.get(tag)).rstrip(" \0")
    fraction = _text(details.get(subsec)).strip(" \0")
    # The fraction belongs to a full time only, and ISO 8601 may carry its own.
    return f"{text}.{fraction}" if fraction.isdecimal() and fraction.isascii() and len(text) == 19 else text


def _gps_text(gps: dict) -> str:
    day = _text(gps.get(GPS_DATE))
    try:
        hour, minute, second = (int(part) for part in gps[GPS_TIME])
        return f"{day} {hour:02}:{minute:02}:{second:02}"
    except Exception:  # Rationals may be infinite, or of three other things.
        return day


def _iptc(image: Image.Image) -> dict:
    try:
        return IptcImagePlugin.getiptcinfo(cast(ImageFile, image)) or {}
    except Exception:  # as in _ifd
        return {}


def _iptc_text(iptc: dict, date: tuple[int, int], time: tuple[int, int]) -> str:
    """Return a date with its time. Blank if the date is missing: a time alone is useless."""
    day, clock = (_text(_first(iptc.get(key))) for key in (date, time))
    return f"{day} {clock}" if day else ""


def _first(value: Any) -> Any:
    return (value or [b""])[0] if isinstance(value, list) else value


def xmp_of(source: Source) -> bytes:
    """Return the XMP packet, blank if there is none. Search it, never parse it: a parser would expand entities."""
    xmp = source.image.info.get("xmp") or source.image.info.get("XML:com.adobe.xmp") or b""
    if not xmp and source.format == "GIF":
        _, mark, rest = source.original.partition(XMP_IN_GIF)
        xmp = rest[:PACKET_BYTES] if mark else b""
    xmp = xmp.encode() if isinstance(xmp, str) else bytes(xmp)
    # UTF-16 and UTF-32 are what is left of them without zeros, for what is looked for here.
    return xmp.replace(b"\0", b"") if b"\0" in xmp[:100] else xmp


class Xmp:
    """The properties of an XMP packet, whatever prefixes its program has chosen."""

    def __init__(self, packet: bytes) -> None:
        self.packet = packet
        self.prefixes = {name: {name.encode()} for name in NAMESPACES} | {"xmp": {b"xmp", b"xap"}}
        for prefix, address in DECLARED.findall(packet):
            for name, namespace in NAMESPACES.items():
                if address == namespace:
                    self.prefixes[name].add(prefix)

    def text(self, namespace: str, name: str) -> str:
        """Return the value of a property, written as an attribute or as an element. Blank if it is missing."""
        prefix = b"|".join(map(re.escape, sorted(self.prefixes[namespace])))
        match = re.search(rb"(?:%s):%s%s" % (prefix, name.encode(), VALUE), self.packet)
        return match[1].decode("latin-1") if match else ""
