"""HEIC and AVIF as telephones and programs write them: what is not of the picture does not refuse it."""

import struct

import pytest
from PIL import Image

from albums.images.errors import Refused
from albums.images.structure import boxes
from albums.images.tests.samples import corner_colours, drawn

FORMATS = ("HEIF", "AVIF")
FILM = [b"mp42", b"isom", b"mp41", b"msf1", b"jpeg"]


def box(kind: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def with_exif(format: str) -> bytes:
    exif = Image.Exif()
    exif[0x0132] = "2014:04:26 19:09:19"
    return drawn(format, exif=exif)


def meta_of(data: bytes) -> dict[bytes, boxes.Box]:
    return boxes.inside(data, boxes.first_of_each(boxes.picture_boxes(data))[b"meta"])


def with_broken_exif(format: str) -> bytes:
    """The EXIF's place is said to be outside the file."""
    data = bytearray(with_exif(format))
    meta = meta_of(data)
    [exif] = [item.id for item in boxes.items(data, meta) if item.kind == b"Exif"]
    [(start, _)] = [
        (start, end) for item, _, start, end in boxes.extents(data, meta[b"iloc"]) if item == exif
    ]
    place = data.index(struct.pack(">I", start), meta[b"iloc"].start)
    data[place : place + 4] = b"\x7f\xff\xff\xff"
    return bytes(data)


def with_size_of_mdat(format: str, by: int) -> bytes:
    data = bytearray(drawn(format))
    at = data.index(b"mdat") - 4
    (size,) = struct.unpack_from(">I", data, at)
    struct.pack_into(">I", data, at, size + by)
    return bytes(data)


def with_brands(format: str, main: bytes, other: bytes) -> bytes:
    data = drawn(format)
    (size,) = struct.unpack_from(">I", data)
    own = data[8:12]
    return box(b"ftyp", main + bytes(4) + own + other) + data[size:] if own != main else b""


def moved(data: bytes, by: int) -> bytes:
    """The same file, whose items lie `by` bytes further behind."""
    changed = bytearray(data)
    meta = meta_of(data)
    for _, method, start, _ in boxes.extents(data, meta[b"iloc"]):
        if method == 0:
            place = changed.index(struct.pack(">I", start), meta[b"iloc"].start)
            struct.pack_into(">I", changed, place, start + by)
    return bytes(changed)


def with_odd_box(format: str) -> bytes:
    data, odd = drawn(format), box(b"\xa9xyz", bytes(4))
    (size,) = struct.unpack_from(">I", data)
    changed = moved(data, len(odd))
    return changed[:size] + odd + changed[size:]


FILES = {
    "a broken EXIF": with_broken_exif,
    "a film behind it": lambda format: (
        drawn(format)
        + box(b"ftyp", b"mp42" + bytes(4) + b"isommp42")
        + box(b"mdat", bytes(500))
        + box(b"moov")
    ),
    "a film's table behind it": lambda format: drawn(format) + box(b"moov", box(b"mvhd", bytes(100))),
    "a second table of items": lambda format: (
        drawn(format) + box(b"meta", bytes(4) + box(b"hdlr", bytes(25)))
    ),
    "mdat is said to be longer": lambda format: with_size_of_mdat(format, 1000),
    "mdat is said to be shorter": lambda format: with_size_of_mdat(format, -20),
    "an odd box": with_odd_box,
}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", FILES)
def test_it_works(decoder, write, tmp_path, format, name):
    path = write(FILES[name](format))
    found = decoder.examine(path)
    assert (found.format, found.notices) == (format, [])
    decoder.derive(path, tmp_path, {"page": 1080})
    assert corner_colours(Image.open(tmp_path / "page.webp")) == ["R", "G", "B"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("main", [b"mif1", b"mif2", b"miaf", b"1pic", *FILM])
def test_the_brands_do_not_decide(decoder, write, format, main):
    """Which program wrote it says nothing of how it is coded."""
    data = drawn(format)
    (size,) = struct.unpack_from(">I", data)
    content = data[:8] + main + data[12:16] + data[8:12] + data[20:size] + data[size:]
    assert decoder.examine(write(content)).format == format


@pytest.mark.parametrize("other", FILM)
def test_brands_of_films_beside_it(decoder, write, other):
    data = drawn("HEIF")
    content = data[:16] + other + data[20:]
    assert decoder.examine(write(content)).notices == []


def test_a_film_is_no_picture(decoder, write):
    content = (
        box(b"ftyp", b"mp42" + bytes(4) + b"isommp42") + box(b"moov", bytes(100)) + box(b"mdat", bytes(500))
    )
    with pytest.raises(Refused, match="not-a-picture"):
        decoder.examine(write(content))


def test_what_was_never_written_is_told(decoder, write):
    content = bytearray(drawn("AVIF", quality=95))
    content[-1200:] = bytes(1200)
    try:
        assert decoder.examine(write(bytes(content))).notices == ["cut"]
    except Refused as refused:
        assert refused.reason == "damaged"
