"""What lies open on Home for a person: what is new to her, else this day in another year, else where she stopped."""

from dataclasses import dataclass
from datetime import datetime

from albums.models import Picture


@dataclass(frozen=True)
class Book:
    """The wide book on Home. `kind` is "new", "day" or "visit"."""

    kind: str
    picture: Picture
    url: str
    count: int = 0
    years: int = 0
    who: str = ""
    added_at: datetime | None = None
