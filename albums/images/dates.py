"""Parse the dates that files and their names hold, as far as they are known. Knows nothing but text."""

import email.utils
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

FIRST_PHOTOGRAPH = 1826  # an earlier year comes from a clock that was never set
UNKNOWN = ("", "0", "00")
# Year, month, day, hour, minute, second, microsecond, up to the last one that is known.
Parts = tuple[int, ...]
PRECISIONS = {1: "year", 2: "month", 3: "day"}

TIME = r"(\d\d?)\s*:\s*(\d\d?)(?:\s*:\s*(\d\d?)(?:[.,](\d+))?)?(?:\s*([AaPp][Mm]))?"
SEPARATED = re.compile(
    rf"\s*(\d{{4}})(?:[-:/.]\s*(\d{{0,2}})\s*(?:[-:/.]\s*(\d{{0,2}}))?)?(?:[T\s:,]+{TIME})?", re.ASCII
)
COMPACT = re.compile(
    r"\s*(\d{4})(\d\d)(\d\d)(?:[T\s]*(\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d+))?)?)?(?!\d)()", re.ASCII
)

# Days that clocks show before anybody sets them, give or take the zone, with the source of each.
UNSET_DAYS = {
    (1904, 1, 1): "the epoch of QuickTime and of the old Macintosh (QuickTime File Format Specification)",
    (1903, 12, 31): "the same, west of Greenwich",
    (1970, 1, 1): "the epoch of Unix, and so of Android (POSIX.1, Seconds Since the Epoch)",
    (1969, 12, 31): "the same, west of Greenwich",
    (1980, 1, 1): "the epoch of FAT, the file system of memory cards (ECMA-107)",
    (1979, 12, 31): "the same, west of Greenwich",
    (1980, 1, 6): "the epoch of GPS (IS-GPS-200)",
    (2000, 1, 1): "the first day of many cameras' calendars (their manuals)",
    (2001, 1, 1): "the epoch of Apple's frameworks (Foundation, Date)",
    (2002, 12, 8): "what early telephones with Android write (photoprism/photoprism, issue 3229)",
}
# Cameras begin their calendar with a new year's first second: nobody takes a photo just then. Before, people write it
# for a print of which they know the year.
FIRST_CAMERAS = 1990
NEW_YEAR = (1, 1)


class Candidate(NamedTuple):
    """What one place says of when a photo was taken, with the name of the place.

    It is doubtful if it may be a clock's or a person's: it loses to every other one.
    """

    source: str
    parts: Parts
    is_doubtful: bool = False


def candidate(source: str, text: str) -> Candidate | None:
    """Return what a text says. None if it is no date."""
    parts = parse(text)
    return Candidate(source, parts, is_doubtful=parts in UNSET_DAYS) if parts else None


def parse(text: str) -> Parts | None:
    """Parse EXIF ("2007:12:06 14:33:18"), ISO 8601, IPTC ("20071206 143318+0900"), RFC 1123 and partial dates.

    Return None for text that is no date, for dates before photography, for the future and for clocks never set.
    """
    text = text.replace("\0", " ").strip()[:100]
    match = COMPACT.match(text) or SEPARATED.match(text)
    parts = read_fields(match.groups()) if match else read_words(text)
    # Before the hour is mended: no clock that was never set shows 24.
    if not parts or is_unset(parts):
        return None
    if len(parts) > 3 and parts[3] == 24:  # Some telephones count the hours of a day from 1 to 24.
        parts = (*parts[:3], 0, *parts[4:])
    return parts if is_possible(parts) else None


def read_fields(groups: tuple[str | None, ...]) -> Parts | None:
    *fields, fraction, half = (part or "" for part in groups)
    parts: list[int] = []
    for at, field in enumerate(fields):
        if not field or (at in (1, 2) and field in UNKNOWN):
            break
        parts.append(int(field))
    if half and len(parts) > 3:
        parts[3] = parts[3] % 12 + 12 * (half.lower() == "pm")
    if len(parts) == 4:  # An hour without minutes says no more than its day.
        parts.pop()
    if len(parts) == 6:
        parts[5] = min(parts[5], 59) if parts[5] <= 60 else parts[5]
        if fraction:
            parts.append(int(fraction[:6].ljust(6, "0")))
    return tuple(parts)


def read_words(text: str) -> Parts | None:
    """Read what e-mails and C programs write: "Mon, 02 Jan 2012 10:20:30 GMT", or only its day."""
    for rest, known in (("", 6), (" 00:00:00", 3)):
        try:
            found = email.utils.parsedate(text + rest)
        except Exception:  # The library raises several for odd text.
            return None
        if found:
            return tuple(found[:known])
    return None


def is_possible(parts: Parts) -> bool:
    try:
        moment = moment_of(parts)
    except (ValueError, OverflowError):
        return False
    # Allow one day: the clock of a camera that travels may be ahead of the server's zone.
    return moment.year >= FIRST_PHOTOGRAPH and moment <= datetime.now() + timedelta(days=1)


def is_unset(parts: Parts) -> bool:
    """Tell whether a clock shows this before anybody sets it. Who writes New Year without a time may know the year."""
    if parts[:3] in UNSET_DAYS:
        return len(parts) > 3 or parts[1:3] != NEW_YEAR
    return parts[0] >= FIRST_CAMERAS and len(parts) > 4 and (*parts[1:6], 0)[:5] == (*NEW_YEAR, 0, 0, 0)


def moment_of(parts: Parts) -> datetime:
    """Return the beginning of the period that is known. Raise ValueError if there is no such day or time."""
    year, month, day, hour, minute, second, fraction = (*parts, *(0, 1, 1, 0, 0, 0, 0)[len(parts) :])
    return datetime(year, month, day, hour, minute, second, fraction)


def precision_of(parts: Parts) -> str:
    """Return "year", "month", "day" or "second": what is known."""
    return PRECISIONS.get(len(parts), "second")


def choose(candidates: Iterable[Candidate | None]) -> Parts | None:
    """Return the first date that is not doubtful, completed by the first later one that agrees with it and knows more.

    Of doubtful ones alone, the first.
    """
    known = [one for one in candidates if one]
    best, *others = (
        [one.parts for one in known if not one.is_doubtful] or [one.parts for one in known] or [None]
    )
    for other in others:
        if len(other) > len(best) and other[: len(best)] == best:
            best = other
    return best
