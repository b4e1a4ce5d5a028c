"""What the decoder answers. Apart from what makes it, so that only the child process loads the image libraries."""

from dataclasses import dataclass

SIZES = {"thumb": 480, "page": 1080, "screen": 2048}
NOTICES = ("cut", "still")
# Of a derivative. Measured against JPEG and AVIF: docs/measurements/derivatives.md.
FORMAT, SUFFIX, CONTENT_TYPE = "WEBP", ".webp", "image/webp"


@dataclass(frozen=True)
class Examined:
    """`width` and `height` are those of the upright picture; `taken` is wall-clock time without a zone, as
    far as it is known: year, month, day, hour, minute, second, microsecond.

    `notices` is what the uploader must be told, of NOTICES. `content_id` is Apple's, of a Live Photo, else blank.
    `fingerprint` is of the coded picture without what describes it (albums/images/structure/coded.py), or blank.
    """

    format: str
    content_type: str
    width: int
    height: int
    taken: tuple[int, ...] | None
    has_gps: bool
    notices: list[str]
    content_id: str = ""
    fingerprint: str = ""


@dataclass(frozen=True)
class Derived:
    """A derivative that was written to `path`. Its `width` and `height` are in pixels."""

    variant: str
    path: str
    width: int
    height: int
    content_type: str
