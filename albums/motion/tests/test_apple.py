"""Apple's content identifier in photos and films, and the key that the two halves of a Live Photo share."""

import struct

import pytest
from PIL import Image

from albums.films.examine import examine
from albums.films.tests.clips import needs_ffmpeg
from albums.images.apple import content_id_of, read_identifier
from albums.motion.pairing import is_by_name, key_of_film, key_of_photo
from albums.motion.tests import photos

ID = photos.IDENTIFIER


def test_it_works():
    assert content_id_of(photos.exif_of(ID).tobytes()) == ID
    assert content_id_of(photos.exif_of(ID.lower()).tobytes()) == ID


def test_of_a_photo(decoder, tmp_path):
    for name, content in (("a.jpg", photos.live_photo()), ("a.heic", photos.live_heic())):
        path = tmp_path / name
        path.write_bytes(content)
        assert decoder.examine(path, name).content_id == ID


@pytest.fixture(scope="module")
def decoder():
    from albums.images.decoder import Decoder

    decoder = Decoder()
    yield decoder
    decoder.close()


@needs_ffmpeg
def test_of_a_film(tmp_path):
    path = tmp_path / "a.mov"
    path.write_bytes(photos.live_film())
    with path.open("rb") as film:
        assert examine(film, path.stat().st_size).content_id == ID


@pytest.mark.parametrize("text", ["", "x" * 36, ID[:-1], ID + "0", ID.replace("-", "_"), "é" * 36, "\0" * 37])
def test_what_is_no_identifier(text):
    assert read_identifier(text) == ""


def broken():
    good = photos.exif_of(ID).tobytes()
    note = good.index(b"Apple iOS")
    yield from (b"", b"Exif\0\0", b"Exif\0\0II*\0", good[6:9], good.replace(b"Apple iOS", b"Apple xOS"))
    for at in range(6, len(good)):
        yield good[:at]
        for word in (b"\0\0\0\0", b"\xff\xff\xff\xff"):
            yield good[:at] + word + good[at + 4 :]
    # A directory that is its own maker's note.
    yield good[:note] + b"Apple iOS\0\0\1II" + struct.pack("<H", 65535) + good[note + 16 :]


def test_nonsense():
    for exif in broken():
        found = content_id_of(exif)
        assert found == "" or read_identifier(found) == found


def test_another_makers_note():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x927C] = b"Nikon\0" + photos.maker_note(ID)
    assert content_id_of(exif.tobytes()) == ""


def test_keys():
    photo, film = key_of_photo("image/heic", "IMG_1.HEIC", ID), key_of_film(3000, "IMG_2.MOV", ID)
    assert photo == film and not is_by_name(photo)
    photo, film = key_of_photo("image/jpeg", "IMG_1.JPG", ""), key_of_film(3000, "img_1.mov", "")
    assert photo == film and is_by_name(photo) and "img" not in photo.lower()
    assert key_of_photo("image/jpeg", "IMG_2.JPG", "") != film != key_of_photo("image/jpeg", "IMG_1.JPG", ID)


@pytest.mark.parametrize(
    "key",
    [
        key_of_film(60_000, "IMG_1.MOV", ""),
        key_of_film(0, "IMG_1.MOV", ""),
        key_of_photo("image/png", "IMG_1.PNG", ID),
        key_of_photo("image/jpeg", "", ""),
        key_of_photo("image/jpeg", "IMG_1", ""),
        key_of_photo("image/jpeg", ".jpg", ""),
    ],
)
def test_no_half_of_anything(key):
    assert key == ""
