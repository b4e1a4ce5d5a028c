"""Open a file as a picture, after all checks that are possible before decoding."""

import os
import struct
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from io import BytesIO
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
from albums.images.structure import boxes, jpeg, png, webp
from albums.images.structure.found import Found

# Phones make up to 200 megapixels as JPEG, which can be decoded at an eighth of its size. Other formats must be
# decoded whole, WebP with two canvases. The limits are what fits the child's memory, measured in
# docs/measurements/derivatives.md.
MAX_PIXELS = {"JPEG": 220_000_000, "WEBP": 64_000_000}
MAX_PIXELS_WHOLE = 110_000_000

# Of a HEIC's or AVIF's beginning: more than its table of items has.
META_BYTES = 1_000_000
ORIENTATION, SHORT = 0x0112, 3
# The beginnings of a JPEG's segments that say how its colours are stored, and when it was taken.
ADOBE = (b"Adobe",)
DATING = (b"Exif\0", b"http://ns.adobe.com/xap/1.0/\0", b"Photoshop 3.0\0")
# What is left out of a file that Pillow cannot open, the least first.
STRIPS: dict[str, list[Callable[[bytes], bytes]]] = {
    "JPEG": [partial(jpeg.without_sides, keep=keep) for keep in (ADOBE + DATING, DATING, ADOBE, ())],
    "HEIF": [boxes.without_descriptions],
    "AVIF": [boxes.without_descriptions],
}

pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
# One thread per child: there is a child for each core, and requests need processor time too.
AvifImagePlugin.DEFAULT_MAX_THREADS = 1
# Pillow refuses above twice this number. `_check_pixels` has limits per format; Pillow's own check also covers GIF
# frames that are larger than the canvas of the header.
Image.MAX_IMAGE_PIXELS = max(MAX_PIXELS.values()) // 2
warnings.simplefilter("ignore")


class Source(NamedTuple):
    """An opened picture: its format (a key of `formats.CONTENT_TYPES`), the file, and Pillow's lazy image.

    `data` is what the decoder gets of the `original` bytes. `found` says what is known of its pixels.
    """

    format: str
    original: bytes
    data: bytes
    image: Image.Image
    found: Found


@contextmanager
def open_picture(original: bytes) -> Iterator[Source]:
    """Open a picture without decoding it; of several frames, the first.

    Raise Refused unless something of it can be shown.
    """
    format = _recognise(original)
    found = structure.check(format, original)
    with decoding():
        if format == "WEBP":
            _check_pixels(format, *webp.canvas(found.data))
        data, image = _open(format, found.data)
    with image:
        _check_pixels(format, *image.size)
        if format == "PNG":
            image.info.update(png.describing(original))
        yield Source(format, original, data, image, found)


def read(descriptor: int, size: int) -> bytes:
    """Return what an open file holds, `size` bytes. Raise Refused after its head if it is no picture, and OSError."""
    _recognise(os.pread(descriptor, META_BYTES, 0))
    return os.pread(descriptor, size, 0)


def _open(format: str, data: bytes) -> tuple[bytes, Image.Image]:
    """Open a picture. Leave out more and more beside it until Pillow does not stumble over it."""
    bare = data
    for strip in (lambda data: data, *STRIPS.get(format, ())):
        with suppress(Exception):
            bare = strip(data)
            return bare, Image.open(BytesIO(bare), formats=[format])
    return bare, Image.open(BytesIO(bare), formats=[format])


def _recognise(original: bytes) -> str:
    if not original:
        raise Refused("empty")
    format = sniff(original[:SNIFF_BYTES])
    if original[4:8] == b"ftyp":
        format = boxes.format_of(original[:META_BYTES]) or format
    if format is None:
        raise Refused("not-a-picture")
    return format


def _check_pixels(format: str, width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise Refused("damaged", "no pixels")
    if width * height > MAX_PIXELS.get(format, MAX_PIXELS_WHOLE):
        raise Refused("too-many-pixels", f"{width} x {height}")


@contextmanager
def decoding() -> Iterator[None]:
    """Turn the exceptions of decoders into Refused.

    For a broken file decoders raise almost anything (SyntaxError, struct.error, RuntimeError, zlib.error …). The bytes
    are in memory by now, so no exception here comes from the disk. A module that `warm` did not load is a bug.
    """
    try:
        yield
    except (Refused, AttributeError, NameError, ImportError):  # the last three are bugs of this program
        raise
    except (MemoryError, Image.DecompressionBombError) as error:
        raise Refused("too-many-pixels", repr(error)) from error
    except Exception as error:
        if "memory" in str(error).lower():  # libheif has no exception of its own for it
            raise Refused("too-many-pixels", repr(error)) from error
        raise Refused("damaged", repr(error)) from error


def exif_of(image: Image.Image, key: str = "exif") -> Image.Exif:
    """Return the EXIF data, empty if it is broken: it never decides whether a picture is accepted.

    `key` is its name in `image.info`. Not `image.getexif()`: that takes an orientation from XMP, and browsers do not.
    """
    exif = Image.Exif()
    try:
        exif.load(image.info.get(key) or b"")
    except Exception:  # any error of a broken EXIF block
        return Image.Exif()
    return exif


def orientation_of(image: Image.Image) -> int:
    """Return the EXIF orientation, 1 (upright) to 8. Browsers know it only as a single number of type SHORT.

    The decoder of HEIF turns the picture itself and sets 1. The rotation of an AVIF arrives here as EXIF.
    """
    try:
        kind, count, value = find_tag(image.info.get("exif") or b"", ORIENTATION)
    except (struct.error, ValueError, TypeError):
        return 1
    return value if (kind, count) == (SHORT, 1) and 1 <= value <= 8 else 1


def find_tag(exif: bytes, tag: int) -> tuple[int, int, int]:
    """Return the type, the count and the first two bytes of a tag of the first directory (TIFF 6.0, section 2).

    Raise ValueError or struct.error if it is not there.
    """
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2], "")
    if not order:
        raise ValueError("no TIFF")
    (at,) = struct.unpack_from(f"{order}I", tiff, 4)
    (count,) = struct.unpack_from(f"{order}H", tiff, at)
    for number in range(count):
        found, kind, values, value = struct.unpack_from(f"{order}HHIH", tiff, at + 2 + 12 * number)
        if found == tag:
            return kind, values, value
    raise ValueError("no such tag")
