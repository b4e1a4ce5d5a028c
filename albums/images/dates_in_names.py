"""Read the day from a file's name: messengers take all metadata away, and leave the day there.

KakaoTalk_20190501_123456789.jpg, IMG-20201018-WA0007.jpg, 20190501_123456.jpg, Screenshot_20190501-123456_App.png,
PXL_20210505_123456789.jpg, "2019-05-01 12.34.56.jpg", "WhatsApp Image 2019-05-01 at 12.34.56 PM.jpeg",
"스크린샷 2019-05-01 오후 1.23.45.png", "사진 2019. 5. 1. 오후 1 23 45.jpg", WIN_20190501_12_34_56_Pro.jpg.
"""

import re
import unicodedata
from datetime import UTC, datetime

from albums.images.dates import Parts, hour_of, is_possible, is_unset

# Longer names are of no program that writes a date.
LENGTH = 120
# Digits without separators are numbers of many things; no telephone wrote them as a day before.
FIRST_COMPACT = 1990
# macOS separates "PM" by a narrow space.
SPACE = r"[\s\u00a0\u202f]"
HALF = r"오전|오후|午前|午後|上午|下午|[AP]\.?[Mm]?\.?(?![A-Za-z])"
# Eight digits, but not of a number in base 16; separators of one kind; Korean, Japanese and Chinese; dash cameras; the
# day first, with dots, and in Telegram's exports.
DAYS = [
    r"(?<!\d)(?P<y1>\d{4})(?P<m1>\d\d)(?P<d1>\d\d)(?!(?=[0-9a-f]{4})\d*[a-f])",
    r"(?<![\d.])(?P<y2>\d{4})(?P<mark>[-_. ])(?P<m2>\d\d?)(?P=mark)(?P<d2>\d\d?)",
    rf"(?<![\d.])(?P<y3>\d{{4}}){SPACE}?[년年.]{SPACE}?(?P<m3>\d\d?){SPACE}?[월月.]{SPACE}?(?P<d3>\d\d?){SPACE}?[일日.]?",
    r"(?<!\d)(?P<y4>\d{4})_(?P<m4>\d\d)(?P<d4>\d\d)(?=_\d{6})",
    r"(?<![\d.])(?P<d5>\d\d)\.(?P<m5>\d\d)\.(?P<y5>\d{4})",
    r"@(?P<d6>\d\d)-(?P<m6>\d\d)-(?P<y6>\d{4})(?=_\d\d-\d\d-\d\d)",
]
BETWEEN = rf"(?:[-_,.T]|{SPACE}|[A-Za-zÀ-ÿа-яА-Я]){{0,10}}?"
# Six digits, with those of a part of a second behind them; three numbers with separators; or an hour and
# a minute right behind a day.
CLOCKS = [
    r"(?P<h1>\d\d)(?P<n1>\d\d)(?P<s1>\d\d)_?\d{0,3}",
    rf"(?P<h2>\d\d?)(?:[-_.:h시時]|{SPACE}){SPACE}?(?P<n2>\d\d)(?:[-_.:m분分]|{SPACE}){SPACE}?(?P<s2>\d\d)[초秒]?(?:[-_.]\d{{3}})?",
    r"(?<=\d{8})(?P<h3>\d\d)(?P<n3>\d\d)",
]
TIME = rf"{BETWEEN}(?P<before>{HALF})?{SPACE}*(?:{'|'.join(CLOCKS)})(?!\d)(?:{SPACE}*(?P<after>{HALF}))?"
DATED = re.compile(rf"(?:{'|'.join(DAYS)})(?:{TIME}|(?!\d))", re.ASCII)
# Names that are made of numbers: identifiers, and those of a photo on the web.
NUMBERS = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|^\d+_\d+_\d+_[a-z]\.|^(?:[0-9a-f]{2})*\.\w+$", re.IGNORECASE
)
# Messengers name what they save by the milliseconds since 1970.
SAVED_AT = re.compile(r"^(?:kakaotalk_|mmexport|FB_IMG_)(\d{13})(?!\d)", re.IGNORECASE)


def date_in_name(name: str) -> Parts | None:
    """Return the date that a file's name holds, as far as it is known. None if there is none, or no possible one."""
    name = unicodedata.normalize("NFC", name)[:LENGTH]
    if saved := SAVED_AT.match(name):
        return datetime.fromtimestamp(int(saved[1]) // 1000, UTC).timetuple()[:6]
    if has_letters_of_base_16(name):
        return None
    for match in DATED.finditer(name):
        found = {
            key[0]: int(value) for key, value in match.groupdict().items() if value and value.isdecimal()
        }
        day = (found["y"], found["m"], found["d"])
        if not is_possible(day) or is_unset(day) or (match["y1"] and day[0] < FIRST_COMPACT):
            continue
        return with_clock(day, found, (match["before"] or match["after"] or "").upper())
    return None


def with_clock(day: Parts, found: dict[str, int], half: str) -> Parts | None:
    """Return a day with the time that stands behind it. None if it is what a clock shows before anybody sets it."""
    if "h" not in found:
        return day
    clock = [found[part] for part in "hns" if part in found]
    if half:
        clock[0] = hour_of(clock[0], half.replace("M", "").replace(".", ""))
    whole = (*day, *clock)
    if is_unset(whole):
        return None
    return whole if is_possible(whole) else day


def has_letters_of_base_16(name: str) -> bool:
    """Tell whether a name is an identifier, whose digits are no date."""
    return bool(NUMBERS.search(name)) and not name.partition(".")[0].isdecimal()
