"""The same picture in files that differ in what describes it, and in nothing else."""

import struct

import pytest
from PIL import Image

from albums.images.examine import fingerprint_of
from albums.images.source import Source
from albums.images.structure import boxes, jpeg, png
from albums.images.tests.samples import FORMATS, PHOTOS, drawn, encoded, needs_photos, scene

APP1, COMMENT = 0xE1, 0xFE


@pytest.fixture
def fingerprint(decoder, write):
    def fingerprint(content: bytes) -> str:
        return decoder.examine(write(content)).fingerprint

    return fingerprint


def described(format: str, image: Image.Image) -> bytes:
    """Return the picture with a date, a camera, a place and another way to be turned."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = 6, "Camera"
    exif.get_ifd(0x8769)[0x9003] = "2019:05:04 11:12:13"
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 30.0, 0.0), 3: "E", 4: (126.0, 31.0, 0.0)})
    more = {} if format == "GIF" else {"exif": exif}
    return (
        encoded(image, format, comment="Grandmother", **more)
        if format == "GIF"
        else encoded(image, format, **more)
    )


@pytest.mark.parametrize("format", FORMATS)
def test_it_works(fingerprint, format):
    image = scene()
    plain, with_words = encoded(image, format), described(format, image)
    assert plain != with_words
    found = fingerprint(plain)
    assert len(found) == 64 and found == fingerprint(with_words)


@pytest.mark.parametrize("format", FORMATS)
def test_another_picture_has_another_one(fingerprint, format):
    first = scene()
    second = first.copy()
    second.paste("white", (20, 20, 60, 60))
    assert fingerprint(encoded(first, format)) != fingerprint(encoded(second, format))


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def bare(content: bytes) -> bytes:
    """Return a JPEG as messengers leave it that send the file as it is, and strip it."""
    stripped = jpeg.without_sides(content, keep=())
    kept = [stripped[part.start : part.end] for part in jpeg.parts(stripped) if part.marker != COMMENT]
    return b"".join([stripped[:2], *kept])


@needs_photos
@pytest.mark.parametrize(
    "name",
    [
        "phone/book-beside-flowers.jpg",
        "phone/cat-on-chair.jpg",
        "album/old-portrait.jpg",
        "gps/thompson-springs.jpg",
    ],
)
def test_real_jpegs(fingerprint, name):
    content = (PHOTOS / name).read_bytes()
    found = fingerprint(content)
    changed = [
        bare(content),
        content[:2] + segment(APP1, b"Exif\0\0" + bytes(40)) + segment(COMMENT, b"Jeju") + content[2:],
        content + b"\0\0\0\x18ftypmp42 and a whole film",
    ]
    assert [fingerprint(each) for each in changed] == [found] * len(changed)


@needs_photos
def test_a_real_jpeg_of_which_a_bit_is_another(fingerprint):
    content = bytearray((PHOTOS / "phone/book-beside-flowers.jpg").read_bytes())
    found = fingerprint(bytes(content))
    content[len(content) // 2] ^= 1
    assert fingerprint(bytes(content)) != found


def test_the_way_in_which_colours_are_stored_is_of_the_picture(fingerprint):
    """Adobe's segment decides whether three channels are RGB or YCbCr."""
    content = drawn("JPEG")
    adobe = content[:2] + segment(0xEE, b"Adobe\0\x64\0\0\0\0\0") + content[2:]
    assert fingerprint(adobe) != fingerprint(content)


def test_how_pixels_are_cut_into_chunks(fingerprint):
    content = drawn("PNG")
    whole = b"".join(content[start:end] for kind, start, end in png.chunks(content) if kind == b"IDAT")
    header = next(content[start:end] for kind, start, end in png.chunks(content) if kind == b"IHDR")
    parts = [png.SIGNATURE, png.chunk(b"IHDR", header), png.chunk(b"tEXt", b"Title\0Jeju")]
    parts += [png.chunk(b"IDAT", whole[at : at + 100]) for at in range(0, len(whole), 100)]
    cut = b"".join([*parts, png.chunk(b"IEND", b"")])
    assert fingerprint(cut) == fingerprint(content)


def test_a_palette_is_of_the_picture(fingerprint):
    image = scene().quantize(16)
    found = fingerprint(encoded(image, "PNG"))
    image.putpalette([*image.getpalette()[:-1], 7])
    assert fingerprint(encoded(image, "PNG")) != found


@needs_photos
@pytest.mark.parametrize(
    "name", ["phone/IMG_2682.heic", "formats/samsung-motion-photo.heic", "formats/8bit-sRGB.avif"]
)
def test_real_heics(fingerprint, name):
    content = (PHOTOS / name).read_bytes()
    found = fingerprint(content)
    meta = boxes.inside(content, boxes.first_of_each(boxes.picture_boxes(content))[b"meta"])
    describing, changed = boxes.describing_items(content, meta), bytearray(content)
    for item, method, start, end in boxes.extents(content, meta[b"iloc"]):
        if item in describing and method == 0:
            changed[start:end] = bytes(end - start)
    assert fingerprint(bytes(changed)) == fingerprint(content + b"a film") == found
    [main] = {boxes.primary(content, meta[b"pitm"])}
    tile = boxes.references(content, meta, b"dimg").get(main, [main])[-1]
    place = next(start for item, _, start, end in boxes.extents(content, meta[b"iloc"]) if item == tile)
    changed[place + 100] ^= 1
    assert fingerprint(bytes(changed)) != found, "the last tile is of the picture too"


@pytest.mark.parametrize("cut", [b"iloc", b"pitm", b"meta"])
def test_what_the_walk_does_not_understand_has_none(cut):
    content = drawn("HEIF").replace(cut, b"free")
    assert fingerprint_of(Source("HEIF", content, content, None, None)) == ""
