"""Opens a file as a picture, with everything checked that can be checked before decoding."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pillow_heif
from PIL import (  # noqa: F401  (plugins register themselves; Image.open would load them at the first file)
    AvifImagePlugin,
    GifImagePlugin,
    Image,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

from albums.images import structure
from albums.images.errors import Refused
from albums.images.formats import SNIFF_BYTES, sniff
from albums.images.structure import webp

# The largest phones make 200 megapixels, as JPEG, which can be decoded at an eighth of its size. The other
# formats must be decoded whole, WebP with two canvases; what fits the child's memory was measured
# (docs/measurements/derivatives.md).
MAX_PIXELS = {"JPEG": 220_000_000, "WEBP": 64_000_000}
MAX_PIXELS_WHOLE = 110_000_000

ORIENTATION = 0x0112

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
# One thread per child: the pool has a child per core, and people's requests need the rest.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
# Pillow refuses above twice this; ours is checked per format below. Its own check also covers GIF frames
# that are larger than the canvas the header promised.
Image.MAX_IMAGE_PIXELS = max(MAX_PIXELS.values()) // 2
warnings.simplefilter("ignore")


class Source(NamedTuple):
    format: str
    data: bytes
    image: Image.Image


@contextmanager
def opened(path: str) -> Iterator[Source]:
    """Open a picture without decoding it; the first frame where there are several.

    Raises Refused for what is no whole picture and lets the operating system's errors (no such file) through.
    """
    format, data = _read(Path(path))
    structure.check(format, data)
    if format == "WEBP":
        _check_pixels(format, *webp.canvas(data))
    with decoding():
        image = Image.open(BytesIO(data), formats=[format])
    with image:
        _check_pixels(format, *image.size)
        yield Source(format, data, image)


def _read(path: Path) -> tuple[str, bytes]:
    with path.open("rb") as file:
        head = file.read(SNIFF_BYTES)
        if not head:
            raise Refused("empty")
        format = sniff(head)
        if format is None:
            raise Refused("not-a-picture")
        file.seek(0)
        return format, file.read()


def _check_pixels(format: str, width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise Refused("damaged", "no pixels")
    if width * height > MAX_PIXELS.get(format, MAX_PIXELS_WHOLE):
        raise Refused("too-many-pixels", f"{width} x {height}")


@contextmanager
def decoding() -> Iterator[None]:
    """Turn whatever a decoder raises into Refused.

    Decoders raise almost anything for a broken file (SyntaxError, struct.error, RuntimeError, zlib.error …),
    and the bytes are in memory by now, so nothing raised here is the disk's fault.
    """
    try:
        yield
    except (Refused, AttributeError, NameError):  # the last two are our own mistakes
        raise
    except (MemoryError, Image.DecompressionBombError) as error:
        raise Refused("too-many-pixels", repr(error)) from error
    except Exception as error:
        if "memory" in str(error).lower():  # libheif says so in words
            raise Refused("too-many-pixels", repr(error)) from error
        raise Refused("damaged", repr(error)) from error


def exif_of(image: Image.Image) -> Image.Exif:
    """The EXIF data, empty where it cannot be read: it never decides whether a picture is accepted."""
    try:
        # Not `image.getexif()`: for a PNG that decodes the whole picture, to find EXIF behind the pixels.
        return Image.Image.getexif(image)
    except Exception:  # any error of a broken EXIF block
        return Image.Exif()


def orientation_of(image: Image.Image) -> int:
    """1 to 8. HEIF is turned by its decoder, which then says 1; AVIF's rotation arrives here as EXIF."""
    try:
        orientation = int(exif_of(image).get(ORIENTATION, 1))
    except (TypeError, ValueError):
        return 1
    return orientation if 1 <= orientation <= 8 else 1
