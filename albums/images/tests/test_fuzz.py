"""Files and their metadata, changed at random: every answer is a result or a refusal, and the child never dies.

FUZZ_METADATA blocks in all, FUZZ_FILES of each format, from a seed (FUZZ_SEED); `make fuzz` tries more.
"""

import os
import random

import pytest
from PIL import Image

from albums.images import capture_time, dates, source
from albums.images.derive import render_upright
from albums.images.errors import Refused
from albums.images.examine import has_gps, notices_of
from albums.images.source import Source, orientation_of
from albums.images.structure import png
from albums.images.structure.found import Found
from albums.images.tests.samples import FORMATS, drawn

pytestmark = pytest.mark.wide

METADATA = int(os.environ.get("FUZZ_METADATA") or 20_000)
FILES = int(os.environ.get("FUZZ_FILES") or 2_000)
SEED = int(os.environ.get("FUZZ_SEED") or 20261127)
XMP = b'<x:xmpmeta><x exif:DateTimeOriginal="2014-04-26T19:09:19" xap:CreateDate="1985"/></x:xmpmeta>'
WORDS = [b"2014:04:26 19:09:19", b"Sat, 26 Apr 2014 19:09:19 GMT", b"1985", b"20071206 143318+0900"]
# Values that break careless readers.
NASTY = [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xf0\0\0", b"\xff", b"\0", b"24:60:60", b"9" * 30]


def exif_block() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x0132] = "2021:04:01 08:22:44"
    exif.get_ifd(0x8769).update({0x9003: "1989:05:05 14:08:45", 0x9004: "1989", 0x9291: "18"})
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (33.0, 30.0, 0.5), 3: "E", 4: (126.0, 31.0, 0.0), 7: (16.0, 4.0, 21.01)}
    )
    exif.get_ifd(0x8825)[29] = "2019:03:21"
    return exif.tobytes()


def mutated(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(changed) + 1)
        part = chance.choice(NASTY) if chance.random() < 0.3 else chance.randbytes(chance.randint(1, 3))
        if chance.random() < 0.8:
            changed[at : at + len(part)] = part
        elif chance.random() < 0.5:
            changed[at:at] = part
        else:
            del changed[at : at + chance.randint(1, 20)]
    return bytes(changed)


@pytest.mark.filterwarnings("ignore")
def test_metadata():
    """Read in this process: what is read is the same, and a child for each would take an hour."""
    chance = random.Random(SEED)
    exif, image, found = exif_block(), Image.new("L", (1, 1)), 0
    for _ in range(METADATA):
        image.info = {
            "exif": mutated(chance, exif),
            "late exif": b"" if chance.random() < 0.9 else mutated(chance, exif),
            "xmp": mutated(chance, XMP),
            "photoshop": {
                0x0404: mutated(chance, b"\x1c\x02\x37\0\x0819850714\x1c\x02\x3c\0\x0b101112+0900")
            },
            "created": [mutated(chance, chance.choice(WORDS))],
        }
        name = mutated(chance, b"IMG_20190501_123456.jpg").decode("latin-1")
        it = Source("JPEG", b"", b"", image, Found(b""))
        assert 1 <= orientation_of(image) <= 8
        assert has_gps(it) in (True, False)
        parts = capture_time.taken(it, name)
        found += parts is not None
        assert parts is None or dates.is_possible(parts)
    assert found > METADATA / 2, "it has something to read"


def test_texts_of_png():
    chance, whole = random.Random(SEED), png.chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)
    for _ in range(METADATA // 10):
        png.describing(png.SIGNATURE + mutated(chance, whole))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("format", [*FORMATS, "progressive"])
def test_files(format):
    """In this process too: any exception but a refusal ends the test, and a crash ends all."""
    progressive = {"progressive": True} if format == "progressive" else {}
    whole = drawn("JPEG" if progressive else format, **progressive)
    chance, outcomes = random.Random(f"{SEED} {format}"), []
    for _ in range(FILES):
        try:
            content = mutated(chance, whole)
            with source.open_picture(content) as opened:
                capture_time.taken(opened)
                assert set(notices_of(opened)) <= {"cut", "still"}
            with source.open_picture(content) as opened, source.decoding():
                render_upright(opened, 480)
            outcomes.append("shown")
        except Refused as refused:
            outcomes.append(refused.reason)
    print(format, {each: outcomes.count(each) for each in sorted(set(outcomes))})
    assert len(outcomes) == FILES
