"""Read the JSON that Google writes for a photo or an album. Any value may be of any type."""

import json
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from albums.imports.limits import JSON_BYTES
from albums.imports.sources import Entry, Unreadable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FIRST_YEAR = 1826


@dataclass(frozen=True)
class Sidecar:
    """`taken` is a moment, None if nobody knows. `place` is latitude and longitude in degrees."""

    title: str = ""
    caption: str = ""
    taken: datetime | None = None
    place: tuple[float, float] | None = None
    is_trashed: bool = False
    is_photo: bool = False


def read_sidecar(entry: Entry) -> Sidecar | None:
    """Return what a JSON says. None if it cannot be read, or is no object."""
    try:
        found = json.loads(entry.read(JSON_BYTES))
    except (Unreadable, ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    return Sidecar(
        title=text_of(found.get("title")),
        caption=text_of(found.get("description")),
        taken=moment_of(found.get("photoTakenTime")),
        place=place_of(found.get("geoData")) or place_of(found.get("geoDataExif")),
        is_trashed=found.get("trashed") is True,
        is_photo="photoTakenTime" in found,
    )


def text_of(value: Any) -> str:
    if not isinstance(value, str):
        return ""
    # The database takes no half of a surrogate pair, and no zero.
    plain = value.encode("utf-8", errors="ignore").decode().replace("\0", "")
    return unicodedata.normalize("NFC", plain).strip()


def moment_of(value: Any) -> datetime | None:
    """Return a moment of seconds since 1970, which may be negative. "0" is unknown."""
    stamp = value.get("timestamp") if isinstance(value, dict) else None
    try:
        seconds = int(str(stamp))
        moment = EPOCH + timedelta(seconds=seconds)
    except (ValueError, OverflowError):
        return None
    is_possible = moment.year >= FIRST_YEAR and moment <= datetime.now(UTC) + timedelta(days=1)
    return moment if seconds and is_possible else None


def place_of(value: Any) -> tuple[float, float] | None:
    """Return a place on the earth. 0, 0 is none."""
    if not isinstance(value, dict):
        return None
    latitude, longitude = value.get("latitude"), value.get("longitude")
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return None
    if not (latitude or longitude) or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return float(latitude), float(longitude)
