"""Build a Takeout archive with every case of ../shared/design/takeout.md, in as many parts as are wanted."""

import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from albums.tests.helpers import photo

ROOT = "Takeout/Google 포토/"
YEAR, TRIP = ROOT + "Photos from 2019/", ROOT + "jeju/"
NOON = int(datetime(2019, 5, 5, 3, tzinfo=UTC).timestamp())  # Noon in Seoul.
LONG = "가나다라마바사아자차카타파하" * 4
UUID = "original_0f8fad5b-d9cb-469f-a165-70867728950e_"
ALBUM = {"title": "제주 여행", "description": "", "access": "protected"}


def sidecar(title: str, caption: str = "", *, taken: int = NOON, place=(0.0, 0.0), **more) -> bytes:
    found = {
        "title": title,
        "description": caption,
        "photoTakenTime": {"timestamp": str(taken)},
        "creationTime": {"timestamp": str(NOON + 10**8)},
        "geoData": {"latitude": place[0], "longitude": place[1], "altitude": 0.0},
        **more,
    }
    return json.dumps(found, ensure_ascii=False).encode()


def cases() -> dict[str, tuple[str, str]]:
    """The sidecar's name and the photo's title, by the photo's name, for those in the year's folder."""
    return {
        "A.jpg": ("A.jpg.json", "A.jpg"),
        "B.jpg": ("B.jpg.supplemental-metadata.json", "B.jpg"),
        "C.jpg": ("C.jpg.s.json", "C.jpg"),
        "D.jpg": ("D.jpg..json", "D.jpg"),
        "A(1).jpg": ("A.jpg(1).json", "A.jpg"),
        "B(1).jpg": ("B.jpg.supple(1).json", "B.jpg"),
        "E (2).jpg": ("E (2).jpg.supplemental-metadata.json", "E (2).jpg"),
        LONG[:47] + ".jpg": (LONG[:46] + ".json", LONG + ".jpg"),
        LONG[:43] + ".jpg": (LONG[:43] + ".jp.json", LONG[:43] + ".jpg"),
        UUID + "P.jpg": (UUID + ".json", UUID + "P.jpg"),
        "abc_n.jpg": ("abc_.json", "abc_n.jpg"),
        "223579-edited.jpg": ("223579.supplemental-metadata.json", "223579"),
        "G.HEIC": ("G.HEIC.supplemental-metadata.json", "G.HEIC"),
    }


def files() -> dict[str, bytes]:
    """All members by name: photos, sidecars, an album, and what does not come in."""
    found: dict[str, bytes] = {}
    for number, (name, (json_name, title)) in enumerate(cases().items(), 100):
        found[YEAR + name] = photo(number)
        found[YEAR + json_name] = sidecar(title, f"말 {number}")
    found[YEAR + "A-수정됨.jpg"] = photo(200)
    found[YEAR + "own.jpg"] = photo(201, taken="2019:05:05 09:00:00")
    found[YEAR + "own.jpg.json"] = sidecar("own.jpg")
    found[YEAR + "scan.jpg"] = photo(202, taken="2024:01:01 09:00:00")
    found[YEAR + "scan.jpg.json"] = sidecar("scan.jpg", taken=-500_000_000, place=(33.5, 126.5))
    found[YEAR + "when.jpg"] = photo(203)
    found[YEAR + "when.jpg.json"] = sidecar("when.jpg", taken=0)
    found[YEAR + "a_b.jpg"] = photo(204)
    found[YEAR + "title.json"] = sidecar("a?b.jpg", "물음표")
    found[YEAR + "both.jpg"] = found[TRIP + "both.jpg"] = photo(205)
    found[YEAR + "both.jpg.json"] = found[TRIP + "both.jpg.json"] = sidecar("both.jpg", "둘 다")
    found[TRIP + "메타데이터.json"] = json.dumps(ALBUM).encode()
    found[YEAR + "gone.jpg"] = photo(206)
    found[YEAR + "gone.jpg.json"] = sidecar("gone.jpg", trashed=True)
    found[YEAR + "alone.jpg.json"] = sidecar("alone.jpg")
    found[YEAR + "broken.jpg"] = b"\xff\xd8\xff no photo"
    found[ROOT + "print-subscriptions.json"] = b"{}"
    found["Takeout/archive_browser.html"] = b"<html>"
    return found


LEFT = {
    "gone.jpg": "trashed",
    "alone.jpg.json": "sidecar-alone",
    "broken.jpg": "damaged",
    "print-subscriptions.json": "other",
    "archive_browser.html": "other",
}


def build(folder: Path, parts: int = 1) -> list[Path]:
    """Write the archive, its members dealt out among the parts, so that photos and sidecars are parted. Return them."""
    paths = [folder / f"takeout-20240101T000000Z-{part:03}.zip" for part in range(1, parts + 1)]
    for part, path in enumerate(paths):
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in list(files().items())[part::parts]:
                archive.writestr(name, content)
    return paths
