"""What the decoder answers. Apart from what makes it, so that only the child process loads the image libraries."""

from dataclasses import dataclass
from datetime import datetime

SIZES = {"thumb": 480, "page": 1080, "screen": 2048}


@dataclass(frozen=True)
class Examined:
    """`width` and `height` are those of the upright picture; `taken_at` is wall-clock time without a zone."""

    format: str
    content_type: str
    width: int
    height: int
    taken_at: datetime | None
    has_gps: bool


@dataclass(frozen=True)
class Derived:
    """A derivative that was written to `path`. Its `width` and `height` are in pixels."""

    variant: str
    path: str
    width: int
    height: int
    content_type: str
