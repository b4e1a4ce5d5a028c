"""Apple's content identifier, by which the photo and the film of a Live Photo know each other.

It stands in the maker's note of the photo's EXIF: a directory of TIFF behind "Apple iOS", whose offsets count from the
note's beginning. Source: ExifTool, Image::ExifTool::Apple.
"""

import re
import struct
from typing import NamedTuple

EXIF_IFD, MAKER_NOTE, CONTENT_IDENTIFIER = 0x8769, 0x927C, 0x0011
BEGINNING = b"Apple iOS\0"
# Where the note's own byte order and its directory stand.
ORDER, DIRECTORY = 12, 14
ORDERS = {b"II": "<", b"MM": ">"}
# A UUID, as a text.
IDENTIFIER = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")


class Entry(NamedTuple):
    """What an entry of a directory says: how many values, and the value itself or its offset."""

    length: int
    value: int


def content_id_of(exif: bytes) -> str:
    """Return the content identifier of a photo by its block of EXIF. Blank without one, or for what is none."""
    try:
        tiff = exif.removeprefix(b"Exif\0\0")
        order = ORDERS[tiff[:2]]
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        details = find_entry(tiff, order, first, EXIF_IFD).value
        entry = find_entry(tiff, order, details, MAKER_NOTE)
        note = tiff[entry.value : entry.value + entry.length]
        if not note.startswith(BEGINNING):
            return ""
        order = ORDERS[note[ORDER:DIRECTORY]]
        entry = find_entry(note, order, DIRECTORY, CONTENT_IDENTIFIER)
        return read_identifier(note[entry.value : entry.value + entry.length].decode("ascii"))
    except (struct.error, ValueError, LookupError):
        return ""


def find_entry(data: bytes, order: str, directory: int, tag: int) -> Entry:
    """Return the entry of a tag in the directory at an offset (TIFF 6.0, section 2).

    Raise LookupError or struct.error.
    """
    (count,) = struct.unpack_from(f"{order}H", data, directory)
    for number in range(count):
        found, _, values, value = struct.unpack_from(f"{order}HHII", data, directory + 2 + 12 * number)
        if found == tag:
            return Entry(values, value)
    raise LookupError("no such tag")


def read_identifier(text: str) -> str:
    """Return a content identifier as it is compared, blank for what is none."""
    text = text.strip("\0 ").upper()
    return text if IDENTIFIER.fullmatch(text) else ""
