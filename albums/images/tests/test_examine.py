import random
import struct
import zlib

import pytest
from PIL import Image

from albums.images.errors import Refused
from albums.images.tests.samples import FORMATS, PHOTOS, drawn, encoded, needs_photos, scene


def test_it_works(decoder, write):
    found = decoder.examine(write(drawn("JPEG")))
    assert (found.format, found.content_type) == ("JPEG", "image/jpeg")
    assert (found.width, found.height, found.taken, found.has_gps) == (160, 100, None, False)


@pytest.mark.parametrize("format", FORMATS)
def test_format_is_decided_by_content(decoder, write, format):
    found = decoder.examine(write(drawn(format)))
    assert (found.format, found.width, found.height) == (format, 160, 100)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "HEIF", "AVIF", "WEBP", "PNG"])
def test_size_is_upright(decoder, write, format, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    found = decoder.examine(write(drawn(format, exif=exif)))
    assert (found.width, found.height) == ((160, 100) if orientation < 5 else (100, 160))


@needs_photos
@pytest.mark.parametrize("path", sorted(PHOTOS.glob("*/*.*")), ids=lambda path: path.name)
def test_real_photographs_are_accepted(decoder, path):
    found = decoder.examine(path)
    assert found.width > 0
    assert found.has_gps == (
        path.name
        in {
            "IMG_2682.heic",
            "thompson-springs.jpg",
            "datetimeoriginal-gps.jpg",
            "gps-datetime.jpg",
        }
    )  # not cat-on-chair.jpg, whose position is NaN


@pytest.mark.parametrize("trailer", [b"\0" * 20, b"\0\0\0\x18ftypmp42 and a whole video", drawn("JPEG")])
def test_what_phones_append_is_ignored(decoder, write, trailer):
    assert decoder.examine(write(drawn("JPEG") + trailer)).format == "JPEG"


def test_several_pictures_in_one_jpeg(decoder, write):
    content = encoded(scene(), "MPO", save_all=True, append_images=[scene()])
    assert decoder.examine(write(content)).format == "JPEG"


@pytest.mark.parametrize("content", [
    b"just text", b"<!doctype html><img src=x onerror=alert(1)>", b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    b"PK\x03\x04" + bytes(60), b"\x7fELF" + bytes(60), b"MZ" + bytes(60), b"%PDF-1.7\n" + bytes(60),
    b"%!PS-Adobe-3.0 EPSF-3.0\n", b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom" + bytes(60), bytes(1000), b"\xff\xd8",
    encoded(scene(), "TIFF"), encoded(scene(), "BMP"), encoded(scene(), "ICO"), encoded(scene(), "PPM"),
])  # fmt: skip
def test_no_picture(decoder, write, content):
    assert refusal(decoder, write(content)) == "not-a-picture"


def test_empty(decoder, write):
    assert refusal(decoder, write(b"")) == "empty"


@pytest.mark.parametrize("content", [
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00 and then rubbish" * 30,
    b"\xff\xd8\xff\xd9",
    b"\x89PNG\r\n\x1a\n" + b"rubbish" * 30,
    b"GIF89a" + b"rubbish" * 30,
    b"RIFF\xff\0\0\0WEBPrubbish" + bytes(250),
    b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100),
])  # fmt: skip
def test_a_header_and_rubbish(decoder, write, content):
    assert refusal(decoder, write(content)) == "damaged"


def with_rubbish(format: str) -> bytes:
    content = bytearray(encoded(scene(1600, 1200), format))
    middle = len(content) // 2
    content[middle : middle + 2000] = random.Random(1).randbytes(1990) + b"\xff\x02" + bytes(8)
    return bytes(content)


def test_rubbish_in_the_middle_of_a_jpeg(decoder, write):
    """Shown up to there, as browsers do."""
    assert decoder.examine(write(with_rubbish("JPEG"))).notices == ["cut"]


def test_rubbish_in_the_middle_of_a_png(decoder, write):
    assert refusal(decoder, write(with_rubbish("PNG"))) == "damaged"


def test_a_jpeg_that_was_cut_and_closed_by_hand(decoder, write):
    content = encoded(scene(1600, 1200), "JPEG")
    assert refusal(decoder, write(content[:1500] + b"\xff\xd9")) == "damaged"


def test_bombs_are_refused_by_their_header(decoder, write):
    assert refusal(decoder, write(png_of(50_000, 50_000))) == "too-many-pixels"
    webp = bytearray(encoded(scene().convert("RGBA"), "WEBP", exif=b"Exif\0\0II*\0"))
    webp[24:30] = (16382).to_bytes(3, "little") * 2
    assert refusal(decoder, write(bytes(webp))) == "too-many-pixels"


def test_a_gif_frame_larger_than_its_canvas(decoder, write):
    gif = bytearray(drawn("GIF"))
    frame = gif.index(b"\x2c\0\0\0\0")
    gif[frame + 5 : frame + 9] = b"\xff\xff\xff\xff"
    assert refusal(decoder, write(bytes(gif))) == "too-many-pixels"


def test_no_such_file(decoder, tmp_path):
    with pytest.raises(FileNotFoundError):
        decoder.examine(tmp_path / "nothing")


def refusal(decoder, path) -> str:
    with pytest.raises(Refused) as refused:
        decoder.examine(path)
    return refused.value.reason


def png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size, with correct checksums."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"")),
        (b"IEND", b""),
    ]
    body = b"".join(
        struct.pack(">I", len(c)) + k + c + struct.pack(">I", zlib.crc32(k + c)) for k, c in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body
