"""The film inside a photo, wherever telephones put it; and all that only says that there is one."""

import struct
import tempfile
from pathlib import Path

import pytest

from albums.films.tests.clips import ffmpeg, needs_ffmpeg
from albums.motion import google, packets, samsung
from albums.motion.finding import find_film
from albums.motion.tests import photos
from albums.tests.helpers import photo

pytestmark = needs_ffmpeg
CASES = Path(__file__).parents[2] / "tests" / "cases"
PLAYLIST = b"\0\0\0\x18ftypmp42" + b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n" * 50


def find(content: bytes):
    """The film's bytes, None without one."""
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        found = find_film(file)
    if found is None:
        return None
    with found.source as source:
        source.seek(0)
        return source.read()


WRITERS = {
    "Google": photos.google,
    "Google, before 2018": photos.google_before_2018,
    "Google, XMP of more than 64 kB": photos.google_further,
    "Google, HEIC": photos.google_heic,
    "Google, HEIC with a box": photos.google_mpvd,
    "Samsung": photos.samsung,
    "Samsung, HEIC": lambda film: photos.samsung(film, photos.heic()),
    "Samsung, panorama": lambda film: photos.samsung(film, name=b"MotionPanorama_Data"),
    "Samsung, with Google's XMP": lambda film: photos.samsung(
        film, photos.with_xmp(photo(1), photos.directory(len(film)))
    ),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_it_works(writer):
    found = find(WRITERS[writer](photos.film()))
    assert found is not None and found.startswith(photos.film())


def test_a_quicktime_film():
    film = photos.film().replace(b"ftypisom", b"ftypqt  ", 1)
    assert find(photos.google(film)) == film


@pytest.mark.parametrize("said", [0, 1, 7, 10**11, "9" * 400, "-5", "1e9", "0x20", "", "²"])
def test_a_length_that_lies(said):
    """The file says that there is a film, and it is found where it is."""
    assert find(photos.google(photos.film(), length=said)) == photos.film()


@pytest.mark.parametrize("said", [0, 10**11, "9" * 400, "-5"])
def test_an_offset_that_lies(said):
    assert find(photos.with_xmp(photo(1), photos.micro(said)) + photos.film()) == photos.film()


def test_the_length_of_a_photo_that_was_edited():
    """A program has written another trailer behind the film."""
    assert find(photos.google(photos.film()) + b"edited" * 200).startswith(photos.film())


def test_what_lies_before_the_end():
    """A directory with something behind the film, as it says."""
    film, gains = photos.film(), b"\x07" * 5000
    packet = photos.directory(len(film)).replace(
        b"</rdf:Seq>",
        b'<rdf:li Item:Mime="image/jpeg" Item:Semantic="GainMap" Item:Length="5000"/></rdf:Seq>',
    )
    assert google_first(packet, film + gains) == film


def google_first(packet: bytes, behind: bytes) -> bytes:
    content = photos.with_xmp(photo(1), packet) + behind
    place = next(google.places(content, packet))
    return content[place.start : place.end][: len(photos.film())]


NO_FILM = {
    "a photo": lambda: photo(1),
    "a film that nothing tells of": lambda: photo(1) + photos.film(),
    "XMP that says 0": lambda: (
        photos.with_xmp(photo(1), photos.directory(9000).replace(b'Photo="1"', b'Photo="0"')) + photos.film()
    ),
    "XMP alone": lambda: photos.with_xmp(photo(1), photos.directory(5000)),
    "noise": lambda: photos.google(bytes(range(256)) * 40),
    "a playlist": lambda: photos.google(PLAYLIST),
    "a playlist, Samsung": lambda: photos.samsung(PLAYLIST),
    "a photo as its film": lambda: photos.google(photo(2)),
    "a HEIC as its film": lambda: photos.google(photos.heic()),
    "boxes that never end": lambda: photos.google(b"\xff\xff\xff\xffftypmp42" + bytes(9000)),
    "an empty box": lambda: photos.heic() + b"\0\0\0\x08mpvd",
    "a box beyond the end": lambda: photos.heic() + b"\x7f\xff\xff\xffmpvd" + PLAYLIST,
    "a film without its index": lambda: photos.google(photos.film()[:3000]),
}


@pytest.mark.parametrize("name", NO_FILM)
def test_no_film(name):
    assert find(NO_FILM[name]()) is None


@pytest.mark.parametrize(
    "name", ["samsung-pano-video.jpg", "heic-samsung-sef.heic", "samsung-pano-quiet.jpg"]
)
def test_a_device_whose_film_is_none(name):
    """Its trailer says so, and it begins as an MP4 does; the rest is noise."""
    assert find((CASES / name).read_bytes()) is None


def test_sound_alone(tmp_path):
    path = ffmpeg(tmp_path / "sound.mp4", "-f", "lavfi", "-i", "sine", "-t", "1", "-c:a", "aac")
    assert find(photos.google(path.read_bytes())) is None


def test_a_film_that_is_too_long(settings):
    content = photos.google(photos.film())
    settings.FILM_LIMIT_MINUTES = 0
    assert find(content) is None


def broken_trailers():
    good = photos.samsung(PLAYLIST)
    table = good.rindex(b"SEFH")
    for number in (0, 1, 12, 2**31, 2**32 - 1):
        word = struct.pack("<I", number)
        yield good[:-8] + word + good[-4:]  # the table's length
        yield good[: table + 8] + word + good[table + 12 :]  # how many
        for entry in (0, 12):
            for field in (4, 8):
                at = table + 12 + entry + field
                yield good[:at] + word + good[at + 4 :]
    yield from (
        b"SEFT",
        b"\0\0\0\0SEFT",
        b"SEFH" + b"\xff" * 8 + struct.pack("<I", 12) + b"SEFT",
        good[:table],
        b"",
    )


def test_nonsense_in_samsungs_trailer():
    for content in broken_trailers():
        for place in samsung.places(content):
            assert 0 < place.start < place.end <= len(content)
        assert content == b"" or find(content) is None


def test_packets_that_are_hostile():
    """Long, nested or endless: searched once, and nothing of it is opened."""
    for piece in (
        b"<",
        b"a",
        b":",
        b" ",
        b"a:Length=",
        b'a:Length="',
        b"a:Semantic>",
        b'GCamera:MotionPhoto="1" ',
    ):
        packet = piece * (2_000_000 // len(piece))
        assert len(google.directory(packet)) <= google.ENTRIES
        list(google.places(b"x" * 100, packet))
        google.is_motion(packet)


def test_further_segments_that_are_hostile():
    head = photos.FURTHER + b"A" * 32
    for content in (b"", b"\0" * 3, struct.pack(">II", 2**32 - 1, 2**32 - 1) + b"x" * 100):
        jpeg = photos.with_segment(photo(1), head + content)
        assert sum(map(len, packets.xmp_of(jpeg))) <= 200


def test_cut_anywhere():
    for whole in (
        photos.google(PLAYLIST),
        photos.samsung(PLAYLIST),
        photos.google_mpvd(PLAYLIST),
        photos.google_heic(PLAYLIST),
    ):
        for end in range(1, len(whole), max(1, len(whole) // 15)):
            assert find(whole[:end]) is None


def test_an_empty_file():
    assert find(b"") is None
