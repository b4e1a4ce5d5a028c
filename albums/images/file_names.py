"""Read the day from a file's name: messengers take all metadata away, and leave the day there.

KakaoTalk_20190501_123456789.jpg, IMG-20201018-WA0007.jpg, 20190501_123456.jpg, Screenshot_20190501-123456_App.png,
PXL_20210505_123456789.jpg, "2019-05-01 12.34.56.jpg", "WhatsApp Image 2019-05-01 at 12.34.56 PM.jpeg",
"스크린샷 2019-05-01 오후 1.23.45.png", WIN_20190501_12_34_56_Pro.jpg.
"""

import re

from albums.images.dates import Parts, is_possible

# Of the name. What comes later is no pattern of any program.
LENGTH = 120
# Digits without separators are numbers of many things; no telephone wrote them as a day before.
FIRST_COMPACT = 1990
DAY = r"(?<!\d)(\d{4})([-_.]?)(\d\d)\2(\d\d)"
# macOS separates "PM" by a narrow space.
SPACE = r"[\s\u00a0\u202f]"
BETWEEN = rf"(?:[-_,T]|{SPACE}|at|um|à)*"
TIME = (
    rf"{BETWEEN}(오전|오후)?{SPACE}*(\d\d?)([-_.:h]?)(\d\d)(?:[-_.:m]?)(\d\d)(?:_?\d{{1,3}})?(?!\d)"
    rf"(?:{SPACE}*([AP])\.?M)?"
)
DATED = re.compile(DAY + rf"(?:{TIME}|(?!\d))", re.IGNORECASE | re.ASCII)
AFTERNOON, MORNING = ("오후", "P"), ("오전", "A")


def date_in_name(name: str) -> Parts | None:
    """Return the date that a file's name holds, as far as it is known. None if there is none, or no possible one."""
    for match in DATED.finditer(name[:LENGTH]):
        year, separator, month, day, before, hour, _, minute, second, after = match.groups()
        parts = (int(year), int(month), int(day))
        if not is_possible(parts) or (not separator and parts[0] < FIRST_COMPACT):
            continue
        if hour is None:
            return parts
        clock = (hour_of(int(hour), (before or after or "").upper()), int(minute), int(second))
        return parts + clock if is_possible(parts + clock) else parts
    return None


def hour_of(hour: int, half: str) -> int:
    if half in AFTERNOON:
        return hour % 12 + 12
    return hour % 12 if half in MORNING else hour
