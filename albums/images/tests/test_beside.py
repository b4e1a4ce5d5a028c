"""What lies beside the picture never refuses it, whatever it is; and no bomb comes through."""

import resource
import struct
import zlib

import pytest

from albums.images.errors import Refused
from albums.images.structure import check, jpeg, png
from albums.images.tests.samples import FORMATS, drawn

TRAILERS = {
    "Samsung's": b"\0\0\x0a\x08"
    + b"Image_UTC_Data1524000000000"
    + b"SEFH"
    + struct.pack("<II", 106, 1)
    + b"SEFT",
    "two bytes": b"\0\0",
    "one byte": b"\xff",
    "a box without end": b"\0\0\xff\xffmdat",
    "a box of no kind": b"\0\0\0\x08\0\1\2\3",
    "text": b"Made by an editor\n" * 20,
    "zeros": bytes(5000),
    "a second picture": drawn("JPEG"),
    "an archive": b"PK\3\4" + bytes(60),
}


@pytest.mark.parametrize("trailer", TRAILERS)
@pytest.mark.parametrize("format", FORMATS)
def test_behind_the_end(decoder, write, tmp_path, format, trailer):
    path = write(drawn(format) + TRAILERS[trailer])
    assert decoder.examine(path).notices == []
    assert len(decoder.derive(path, tmp_path)) == 3


def segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(content) + 2).to_bytes(2, "big") + content


PLACES = ["SOI", "its first segment"]
SIDES = {
    "a short profile": segment(0xE2, b"ICC_PROFILE\0"),
    "half a profile": segment(0xE2, b"ICC_PROFILE\0\1\2" + bytes(50)),
    "a short JFIF": segment(0xE0, b"JFIF\0"),
    "an empty one": segment(0xE5, b""),
    "a short Adobe": segment(0xEE, b"Ado"),
    "a broken Photoshop": segment(0xED, b"Photoshop 3.0\0008BIM\4\4\0\0\xff\xff\xff\xff"),
    "a broken EXIF": segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff"),
    "stray bytes": b"\0abc",
    "a stray marker": b"\xff\x01",
    "fill bytes": b"\xff\xff\xff",
}


# Behind SOI a stray byte makes another file of it, for browsers too.
@pytest.mark.parametrize(
    ("side", "behind"),
    [(side, behind) for side in SIDES for behind in PLACES if (side, behind) != ("stray bytes", "SOI")],
)
def test_segments_of_jpeg(decoder, write, tmp_path, side, behind):
    whole = drawn("JPEG")
    at = 2 if behind == "SOI" else 4 + int.from_bytes(whole[4:6], "big")
    path = write(whole[:at] + SIDES[side] + whole[at:])
    assert decoder.examine(path).notices == []
    assert len(decoder.derive(path, tmp_path)) == 3


def with_chunk(kind: bytes, content: bytes, crc: bytes | None = None) -> bytes:
    made = png.chunk(kind, content)
    whole = drawn("PNG")
    at = whole.index(b"IDAT") - 4
    return whole[:at] + (made[:-4] + crc if crc else made) + whole[at:]


def compressed_zeros(megabytes: int) -> bytes:
    """One million zeros compressed once, again and again: zlib itself takes seconds for a thousand, at each import."""
    packer = zlib.compressobj(1)
    head = packer.flush(zlib.Z_FULL_FLUSH)
    million = packer.compress(bytes(10**6)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.flush()[:-4]
    # Adler-32 of zeros: one sum stays 1, the other counts them.
    return head + million * megabytes + end + struct.pack(">HH", megabytes * 10**6 % 65521, 1)


GIGABYTE = compressed_zeros(1000)

CHUNKS = {
    "a wrong sum of a text": with_chunk(b"tEXt", b"Title\0x", b"\0\0\0\0"),
    "a wrong sum of a profile": with_chunk(b"iCCP", b"x\0\0" + zlib.compress(b"x"), b"\0\0\0\0"),
    "a profile that is none": with_chunk(b"iCCP", b"no zero and no method"),
    "a short gamma": with_chunk(b"gAMA", b"\0"),
    "a gamma of nothing": with_chunk(b"gAMA", bytes(4)),
    "an odd gamma": with_chunk(b"gAMA", b"\xff\xff\xff\xff"),
    "a short time": with_chunk(b"tIME", b"\0"),
    "a long text": with_chunk(b"tEXt", b"Comment\0" + b"x" * 3_000_000),
    "a text that inflates to 1 GB": with_chunk(b"zTXt", b"XML:com.adobe.xmp\0\0" + GIGABYTE),
    "a profile that inflates to 1 GB": with_chunk(b"iCCP", b"x\0\0" + GIGABYTE),
    "a private one": with_chunk(b"prVt", bytes(100)),
}


@pytest.mark.parametrize("kind", CHUNKS)
def test_chunks_of_png(decoder, write, tmp_path, kind):
    path = write(CHUNKS[kind])
    assert decoder.examine(path).notices == []
    assert len(decoder.derive(path, tmp_path)) == 3


def test_a_bomb_takes_no_memory():
    """Of pixels: what the header promises is inflated and thrown away, and no byte more."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    header = struct.pack(">IIBBBBB", 64, 48, 8, 2, 0, 0, 0)
    bomb = png.SIGNATURE + png.chunk(b"IHDR", header) + png.chunk(b"IDAT", GIGABYTE)
    assert not check("PNG", bomb).is_cut
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


@pytest.mark.parametrize("content", [
    drawn("JPEG").split(b"\xff\xda")[0] + b"\xff\xda\0\x03\xff",
    b"RIFF\x12\0\0\0WEBPVP8 \x06\0\0\0\0\0\0\x9d\x01\x2a",
], ids=["a scan of many components", "a frame without its size"])  # fmt: skip
def test_a_head_that_promises_more_than_comes(decoder, write, content):
    with pytest.raises(Refused, match="damaged"):
        decoder.examine(write(content))


def test_apples_own_form():
    content = drawn("PNG")
    with pytest.raises(Refused, match="app-png"):
        check("PNG", content[:8] + png.chunk(b"CgBI", b"\x50\0\x20\2") + content[8:])


def test_a_jpeg_without_its_sides_keeps_what_is_named():
    sides = segment(0xE1, b"Exif\0\0x") + segment(0xE2, b"ICC_PROFILE\0\1")
    whole = drawn("JPEG")
    bare = jpeg.without_sides(whole[:2] + sides + whole[2:], (b"Exif\0",))
    assert b"Exif" in bare and b"ICC_PROFILE" not in bare and b"JFIF" not in bare
