"""Find the JSON that Google wrote for a photo, by their names (../shared/design/takeout.md, 1 to 6).

Knows only names of one folder. The rules go from the photo to its sidecar, because the other direction is ambiguous.
"""

import re
from collections.abc import Callable, Iterator

from albums.imports.names import PHOTOS

SUPPLEMENT = ".supplemental-metadata"
# Of the sidecar without ".json", and of a photo's whole name.
CUT, PHOTO_CUT = 46, 51
JSON = re.compile(r"^(?P<body>.*?)(?P<counter>\(\d+\))?\.json$", re.IGNORECASE | re.DOTALL)
COUNTED = re.compile(r"^(?P<stem>.*?)(?P<counter>\(\d+\))?$", re.DOTALL)
ORIGINAL = re.compile(r"^original_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}_", re.IGNORECASE)
EDITED = [
    "-edited",
    "-bearbeitet",
    "-modifié",
    "-modificato",
    "-editado",
    "-editat",
    "-bewerkt",
    "-edytowane",
    "-muokattu",
    "-измененный",
    "-düzenlendi",
    "-編集済み",
    "-已修改",
    "-已編輯",
    "-编辑",
    "-수정됨",
    "-편집됨",
    "-effects",
    "-motion",
    "-animation",
    "-smile",
    "-collage",
    "-mix",
    "-ha editado",
]
SHORTENED = ("_n-", "_n", "_")
# By body, then by counter: the keys are the sidecar's own name.
Index = dict[str, dict[str, str]]


def split(name: str) -> tuple[str, str, str]:
    """Return stem, counter and ending of a file's name: "IMG(1).jpg" is "IMG", "(1)", ".jpg"."""
    stem, dot, ending = name.rpartition(".")
    match = COUNTED.match(stem if dot else name)
    assert match
    return match["stem"], match["counter"] or "", f".{ending}" if dot else ""


def index(names: list[str]) -> Index:
    """Return the sidecars of a folder, ready to be found."""
    found: Index = {}
    for name in names:
        if match := JSON.match(name):
            found.setdefault(match["body"], {})[match["counter"] or ""] = name
    return found


def find(name: str, sidecars: Index, title_of: Callable[[str], str]) -> str | None:
    """Return the name of a photo's or film's sidecar, None if it has none by any rule.

    `title_of` reads the title inside one: a name that was cut is only believed with it.
    """
    stem, counter, ending = split(name)
    if found := exactly(f"{stem}{counter}{ending}", "", sidecars):
        return found
    for each in (stem, *unedited(stem, ending)):
        is_edited = each != stem
        for end in [ending, *(other_endings(ending) if is_edited else [])]:
            if found := exactly(each + end, counter, sidecars):
                return found
        if found := by_cut(each, counter, ending, sidecars, title_of):
            return found
        if found := exactly(each, counter, sidecars) if is_edited else None:
            return found
    return by_habit(stem, counter, sidecars)


def exactly(whole: str, counter: str, sidecars: Index) -> str | None:
    """Return the sidecar of a whole name, with any beginning of SUPPLEMENT."""
    for length in range(len(SUPPLEMENT), -1, -1):
        if found := sidecars.get(whole + SUPPLEMENT[:length], {}).get(counter):
            return found
    return None


def by_cut(
    stem: str, counter: str, ending: str, sidecars: Index, title_of: Callable[[str], str]
) -> str | None:
    """Return the sidecar whose name was cut within the photo's, and whose title begins like the photo's name."""
    whole = stem + ending
    for length in dict.fromkeys((CUT, CUT - len(counter))):
        numbered = sidecars.get(whole[:length], {}) if length < len(whole) else {}
        for found in sorted(numbered.values(), key=lambda each: each != numbered.get(counter)):
            if as_file_name(title_of(found)).startswith(stem):
                return found
    return None


def by_habit(stem: str, counter: str, sidecars: Index) -> str | None:
    """Return a sidecar for which Google has a habit of its own: no counter, or a character less."""
    if match := ORIGINAL.match(stem):
        return sidecars.get(match[0], {}).get("")
    if stem.endswith(SHORTENED):
        return sidecars.get(stem[:-1], {}).get(counter)
    return exactly(stem, counter, sidecars)


def unedited(stem: str, ending: str) -> Iterator[str]:
    """Yield the stem of what an edited copy was made of. A cut suffix counts only where the name is at its limit."""
    is_cut = len(stem + ending) >= PHOTO_CUT
    for suffix in EDITED:
        for length in range(len(suffix), 2 if is_cut else len(suffix) - 1, -1):
            if stem.endswith(suffix[:length]) and len(stem) > length:
                yield stem[:-length]


def other_endings(ending: str) -> Iterator[str]:
    """Yield the endings that the photo may have had of which this file was made."""
    for each in sorted(PHOTOS):
        yield from (end for end in (f".{each}", f".{each.upper()}") if end != ending)


def as_file_name(title: str) -> str:
    """Return a title as Google writes it as a file's name."""
    return re.sub(r"""[\\/:*?"'<>|&%]""", "_", title)


def photo_of_film(name: str, photos: set[str]) -> str | None:
    """Return the photo with which a telephone took this film: X.HEIC of X.MOV, X.MP.jpg of X.MP or X.MP4."""
    stem = name.rpartition(".")[0]
    ends = [f".{each}" for each in sorted(PHOTOS)]
    for base in (stem, f"{stem}.MP", name):
        for end in ends:
            for candidate in (base + end, base + end.upper()):
                if candidate in photos:
                    return candidate
    return None
