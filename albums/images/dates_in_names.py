"""Read the day from a file's name: messengers take all metadata away, and leave the day there.

KakaoTalk_20190501_123456789.jpg, IMG-20201018-WA0007.jpg, 20190501_123456.jpg, Screenshot_20190501-123456_App.png,
PXL_20210505_123456789.jpg, "2019-05-01 12.34.56.jpg", "WhatsApp Image 2019-05-01 at 12.34.56 PM.jpeg",
"스크린샷 2019-05-01 오후 1.23.45.png", "사진 2019. 5. 1. 오후 1 23 45.jpg", WIN_20190501_12_34_56_Pro.jpg.
"""

import re
import unicodedata

from albums.images.dates import Parts, is_possible

# Longer names are of no program that writes a date.
LENGTH = 120
# Digits without separators are numbers of many things; no telephone wrote them as a day before.
FIRST_COMPACT = 1990
# macOS separates "PM" by a narrow space.
SPACE = r"[\s\u00a0\u202f]"
# Two separators of one kind, or "2019. 5. 1.", as Korean is written.
KOREAN_DAY = rf"\.{SPACE}?(\d\d?)\.{SPACE}?(\d\d?)\.?"
DAY = (
    rf"(?<!\d)(?P<year>\d{{4}})"
    rf"(?:(?P<separator>[-_.]?)(\d\d)(?P=separator)(\d\d)|{KOREAN_DAY})"
)
BETWEEN = rf"(?:[-_,T.]|{SPACE}|at|um|à|alle)*"
# Six digits, with those of a part of a second behind them; or three numbers with separators.
CLOCK = rf"(?:(\d\d)(\d\d)(\d\d)_?\d{{0,3}}|(\d\d?)(?:[-_.:h]|{SPACE})(\d\d)(?:[-_.:m]|{SPACE})(\d\d)(?:[-_.]\d{{3}})?)"
TIME = rf"{BETWEEN}(?P<before>오전|오후)?{SPACE}*{CLOCK}(?!\d)(?:{SPACE}*(?P<after>[AP])\.?{SPACE}?M)?"
DATED = re.compile(rf"{DAY}(?:{TIME}|(?!\d))", re.IGNORECASE | re.ASCII)
AFTERNOON, MORNING = ("오후", "P"), ("오전", "A")


def date_in_name(name: str) -> Parts | None:
    """Return the date that a file's name holds, as far as it is known. None if there is none, or no possible one."""
    for match in DATED.finditer(unicodedata.normalize("NFC", name)[:LENGTH]):
        year, *numbers = (int(group) for group in match.groups() if group and group.isdecimal())
        day, clock = (year, *numbers[:2]), numbers[2:]
        if not is_possible(day) or (match["separator"] == "" and year < FIRST_COMPACT):
            continue
        if clock:
            clock[0] = hour_of(clock[0], (match["before"] or match["after"] or "").upper())
        return (*day, *clock) if is_possible((*day, *clock)) else day
    return None


def hour_of(hour: int, half: str) -> int:
    if half in AFTERNOON:
        return hour % 12 + 12
    return hour % 12 if half in MORNING else hour
