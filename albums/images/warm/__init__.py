"""Decode one small picture of each format, so that the libraries have opened and loaded all that they ever will.

After the sandbox is closed there are no files any more. The pictures beside this file have a profile, EXIF, XMP, IPTC,
transparency and a missing end (`albums/images/tests/make_warm.py`; `test_warm.py` checks that they suffice).
"""

from contextlib import suppress
from pathlib import Path

from albums.images.derive import derive
from albums.images.errors import Refused
from albums.images.examine import examine

PICTURES = Path(__file__).parent


def warm() -> None:
    """Examine and derive every picture of this directory."""
    for path in sorted(PICTURES.glob("*.picture")):
        content = path.read_bytes()
        with suppress(Refused):
            examine(content, "IMG_20140426_190919.jpg")
            list(derive(content, {"page": 8}))
