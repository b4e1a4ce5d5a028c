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

# Before or behind the time; macOS has a narrow space before it.
HALF = r"오전|오후|午前|午後|上午|下午|[AaPp]\.?[Mm]\.?"
AFTERNOON, MORNING = ("오후", "午後", "下午", "P"), ("오전", "午前", "上午", "A")
TIME = (
    rf"(?:(?P<before>{HALF})\s*)?(?P<hour>\d\d?)\s*:\s*(?P<minute>\d\d?)"
    rf"(?:\s*:\s*(?P<second>\d\d?)(?:[.,](?P<fraction>\d+))?)?(?:\s*(?P<after>{HALF}))?"
)
BETWEEN = r"(?:\s*\([^()]{1,3}\)|[T\s:,])*"
# EXIF leaves blanks or zeros where it does not know.
MARK = r"\s*[-:/._년年월月\s]\s*"
SEPARATED = re.compile(
    rf"\s*(?P<year>\d{{4}})(?!\d)(?:{MARK}(?P<month>\d{{0,2}})(?!\d)(?:{MARK}(?P<day>\d{{0,2}})(?!\d)[일日.]?)?)?"
    rf"(?:{BETWEEN}{TIME})?",
    re.ASCII,
)
COMPACT = re.compile(
    r"\s*(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)?"
    r"(?:[T\s]*(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?)?)?(?!\d)",
    re.ASCII,
)
# Where a dot is the mark, the day is first everywhere. Elsewhere only a number above 12 says which it is.
DAY_FIRST = re.compile(
    rf"\s*(?P<one>\d\d?)(?P<mark>[./])(?P<other>\d\d?)(?P=mark)(?P<year>\d{{4}})(?!\d)(?:{BETWEEN}{TIME})?",
    re.ASCII,
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
    (1899, 12, 30): "the epoch of OLE's dates (MS-OAUT, 2.2.25)",
    (1900, 1, 1): "the first day of NTP's clock (RFC 5905)",
    (1901, 12, 13): "the least number of seconds of Unix in 32 bits",
}
# The same, for days on which people did take photos: clocks show these times of them.
UNSET_TIMES = {
    (2001, 1, 1): "the epoch of Apple's frameworks, in whole zones (Foundation, Date)",
    (2002, 12, 8): "noon, what early telephones with Android write (photoprism/photoprism, issue 3229)",
}
# Who knows only the year of a print writes its first day. Of these years, it may be that.
WRITTEN_DAYS = {(1900, 1, 1), (2000, 1, 1), (2001, 1, 1)}
# Cameras begin their calendar with a new year's first second, and take the first photo soon after. Before, people write
# it for a print of which they know the year.
FIRST_CAMERAS = 1990
NEW_YEAR = (1, 1)
APPLE, NOON = (2001, 1, 1), (12, 0, 0)
# Minutes by which zones differ from Greenwich.
ZONES = (0, 30, 45)


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
    return Candidate(source, parts, is_doubtful(parts)) if parts else None


def parse(text: str) -> Parts | None:
    """Parse EXIF ("2007:12:06 14:33:18"), ISO 8601, IPTC ("20071206 143318+0900"), RFC 1123 and partial dates.

    Return None for text that is no date, for dates before photography, for the future and for clocks never set. If
    there is no such time, the day is known all the same.
    """
    text = text.replace("\0", " ").strip(" \t\r\n\"'")[:100]
    match = DAY_FIRST.match(text) or COMPACT.match(text) or SEPARATED.match(text)
    parts = read_fields(match.groupdict()) if match else read_words(text)
    # Before the hour is mended: no clock that was never set shows 24.
    if not parts or is_unset(parts):
        return None
    parts = mend_time(parts)
    return parts if is_possible(parts) else None


def read_fields(found: dict[str, str | None]) -> Parts | None:
    """Return the parts up to the first that is not known. None if nobody can say which number is the month."""
    if found.get("one"):
        one, other = int(found["one"] or 0), int(found["other"] or 0)
        if found["mark"] == "/" and one <= 12 and other <= 12 and one != other:
            return None
        is_day_first = found["mark"] == "." or one > 12
        found["day"], found["month"] = (str(one), str(other)) if is_day_first else (str(other), str(one))
    parts: list[int] = []
    for name in ("year", "month", "day", "hour", "minute", "second"):
        field = found.get(name) or ""
        if not field or (name in ("month", "day") and field in UNKNOWN):
            break
        parts.append(int(field))
    if len(parts) == 4:  # An hour without minutes says no more than its day.
        parts.pop()
    half = (found.get("before") or found.get("after") or "").upper()[:2].replace("M", "").replace(".", "")
    if half and len(parts) > 3:
        parts[3] = hour_of(parts[3], half)
    if len(parts) == 6 and (fraction := found.get("fraction")):
        parts.append(int(fraction[:6].ljust(6, "0")))
    return tuple(parts)


def hour_of(hour: int, half: str) -> int:
    """Return an hour from 0 to 23. `half` is one of AFTERNOON or MORNING."""
    if half in AFTERNOON:
        return hour % 12 + 12
    return hour % 12 if half in MORNING else hour


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


def mend_time(parts: Parts) -> Parts:
    """Return the day alone if there is no such time. Telephones write the hour 24, and a second 60 is a leap second."""
    if len(parts) < 5:
        return parts
    hour, minute, second = (*parts[3:6], 0)[:3]
    if hour > 24 or minute > 59 or second > 60:
        return parts[:3]
    return (*parts[:3], hour % 24, minute, *(min(second, 59), *parts[6:])[: len(parts) - 5])


def is_possible(parts: Parts) -> bool:
    try:
        moment = moment_of(parts)
    except (ValueError, OverflowError):
        return False
    # Allow one day: the clock of a camera that travels may be ahead of the server's zone.
    return moment.year >= FIRST_PHOTOGRAPH and moment <= datetime.now() + timedelta(days=1)


def is_unset(parts: Parts) -> bool:
    """Tell whether a clock shows this before anybody sets it."""
    day, clock = parts[:3], (*parts[3:6], 0, 0, 0)[:3]
    if day in UNSET_DAYS or (day in UNSET_TIMES and len(parts) > 3):
        is_shown = day in UNSET_DAYS or (
            clock[2] == 0 and (clock[1] in ZONES if day == APPLE else clock == NOON)
        )
        return is_shown and not (len(parts) == 3 and day in WRITTEN_DAYS)
    return day[0] >= FIRST_CAMERAS and len(parts) > 4 and day[1:] == NEW_YEAR and clock == (0, 0, 0)


def is_doubtful(parts: Parts) -> bool:
    """Tell whether it may be a clock that was set to its beginning a little while ago, or a year that a person knew."""
    if len(parts) == 3:
        return parts in WRITTEN_DAYS
    is_first_hour = len(parts) > 4 and (parts[3] == 0 or parts[3:6] == NOON)
    return is_first_hour and parts[0] >= FIRST_CAMERAS and parts[1:3] == NEW_YEAR


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
    dates = [one.parts for one in known if not one.is_doubtful] or [one.parts for one in known]
    best = dates[0] if dates else None
    for other in dates[1:]:
        if best and len(other) > len(best) and other[: len(best)] == best:
            best = other
    return best
