"""Films that want more than a film needs: memory by their words, streams or frames, or the name of another fault."""

import errno
import struct
import tracemalloc
from pathlib import Path

import pytest

from albums.films import examine as examining
from albums.films import ffmpeg, listening, source
from albums.films.convert import convert
from albums.films.formats import sniff
from albums.films.probe import SHOW
from albums.films.tests.clips import AAC, H264, make, needs_ffmpeg
from albums.films.tests.clips import ffmpeg as make_by
from albums.images.errors import DecoderDied, Refused

pytestmark = needs_ffmpeg
MEGABYTE = 1_000_000


def examine(path: Path):
    with path.open("rb") as file:
        return examining.examine(file, path.stat().st_size)


def refused(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        examine(path)
    return caught.value.reason


def tagged(path: Path, tags: dict[str, str], *output: str) -> Path:
    """A clip with these tags of the whole file and of its pictures."""
    words = path.with_suffix(".txt")
    lines = [f"{name}={value}" for name, value in tags.items()]
    words.write_text("\n".join([";FFMETADATA1", *lines, ""]))
    card = ("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10")
    maps = ("-t", "1", "-map", "0:v", "-map_metadata", "1", "-map_metadata:s:v", "1")
    return make_by(path, *card, "-f", "ffmetadata", "-i", str(words), *maps, *H264, *output)


@pytest.mark.parametrize("name", ["clip.mkv", "clip.mp4"])
def test_megabytes_of_tags_are_not_read(tmp_path, name):
    tags = {f"word{number}": "w" * MEGABYTE for number in range(20)}
    tags["creation_time"] = "2024-05-05T03:00:00Z"
    path = tagged(tmp_path / name, tags, "-movflags", "use_metadata_tags")
    assert path.stat().st_size > 15 * MEGABYTE
    assert examine(path).taken[:3] == (2024, 5, 5)
    with path.open("rb") as file:
        arguments = [*ffmpeg.reading(sniff(file.read(100)), file), *SHOW]
        printed, _ = ffmpeg.run("ffprobe", arguments, file, seconds=60)
    assert len(printed) < 2000


def test_a_date_without_end(tmp_path):
    path = tagged(tmp_path / "clip.mkv", {"com.apple.quicktime.creationdate": "2" * 2 * MEGABYTE})
    assert refused(path) == "film-odd"


def ebml(name: bytes, content: bytes) -> bytes:
    return name + struct.pack(">Q", len(content) | 1 << 56) + content


def many_tracks_mkv(count: int) -> bytes:
    head = ebml(b"\x1a\x45\xdf\xa3", ebml(b"\x42\x82", b"matroska"))
    size = ebml(b"\xe0", ebml(b"\xb0", b"\x40") + ebml(b"\xba", b"\x40"))
    track = (ebml(b"\x83", b"\x01"), ebml(b"\x86", b"V_VP8"), size)
    tracks = (
        ebml(b"\xae", b"".join((ebml(b"\xd7", struct.pack(">I", n + 1)), *track))) for n in range(count)
    )
    return head + ebml(b"\x18\x53\x80\x67", ebml(b"\x16\x54\xae\x6b", b"".join(tracks)))


def many_tracks_mp4(tmp_path: Path, count: int) -> bytes:
    """A real clip whose only track is listed so many times."""
    content = make(tmp_path / "one.mp4", *H264, "-movflags", "+faststart", sound=False).read_bytes()
    moov, trak = content.index(b"moov") - 4, content.index(b"trak") - 4
    size = struct.unpack(">I", content[trak : trak + 4])[0]
    more = content[trak : trak + size] * (count - 1)
    grown = struct.pack(">I", struct.unpack(">I", content[moov : moov + 4])[0] + len(more))
    return content[:moov] + grown + content[moov + 4 : trak] + more + content[trak:]


@pytest.mark.parametrize("count", [17, 900, 10_000])
@pytest.mark.parametrize("kind", ["mkv", "mp4"])
def test_many_streams(tmp_path, kind, count):
    path = tmp_path / f"many.{kind}"
    path.write_bytes(many_tracks_mkv(count) if kind == "mkv" else many_tracks_mp4(tmp_path, count))
    # Beyond 64 it is ffmpeg itself that gives up. The MKV has no pictures either.
    assert refused(path) == ("film-odd" if (kind, count) == ("mp4", 17) else "film-damaged")


SUBTITLES = "1\n00:00:00,000 --> 00:00:01,000\nfile:///etc/passwd\n"
SOUND = ("-f", "lavfi", "-i", "sine", "-t", "1")
CARD = ("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10", "-t", "1")


def test_subtitles_are_left_out(tmp_path):
    words = tmp_path / "words.srt"
    words.write_text(SUBTITLES)
    path = make_by(tmp_path / "clip.mkv", "-i", str(words), *CARD, *H264, "-c:s", "srt")
    assert examine(path).notices == ()


@pytest.mark.parametrize(("codec", "notices"), [("dca", ("mute",)), ("wmav2", ("mute",)), ("mp3", ())])
def test_a_film_that_loses_its_sound_is_taken_and_says_so(tmp_path, codec, notices):
    path = make_by(tmp_path / "clip.mkv", *CARD, *SOUND, *H264, "-c:a", codec, "-strict", "-2")
    assert examine(path).notices == notices


@pytest.mark.parametrize("codec", ["libtheora", "wmv2", "ffv1"])
def test_pictures_of_a_kind_that_we_do_not_open(tmp_path, codec):
    """It is whole: nobody is told to send it once more as it is."""
    assert refused(make_by(tmp_path / "clip.mkv", *CARD, *SOUND, "-c:v", codec, "-c:a", "mp3")) == "film-odd"


def test_the_larger_of_two_pictures(tmp_path):
    small = ("-f", "lavfi", "-i", "color=blue:size=32x32:rate=10", "-t", "1")
    path = make_by(tmp_path / "clip.mp4", *small, *CARD, "-map", "0", "-map", "1", *H264)
    assert examine(path).width == 64


def changed(path: Path, box: bytes, offset: int, number: int) -> Path:
    """The film with another number in a box of its index, so far behind the box's name."""
    content = bytearray(path.read_bytes())
    at = content.index(box) + 4 + offset
    content[at : at + 4] = struct.pack(">I", number)
    path.write_bytes(content)
    return path


INDEX = {
    "its samples are where nothing is": (b"stco", 8, 0xFFFF_FFF0, "film-damaged"),
    "a sample of 256 MB": (b"stsz", 4, 0x1000_0000, "film-damaged"),
    "two thousand million times": (b"stts", 4, 0x7FFF_FFFF, "film-damaged"),
    "it begins in a month": (b"elst", 12, 0x7FFF_FFF0, "film-damaged"),
    "it says that it lasts for weeks": (b"mvhd", 16, 0x7FFF_FFFF, "film-long"),
    "it says that it lasts for no time": (b"mvhd", 16, 0, None),
    "its clock stands still": (b"mvhd", 12, 0, None),
    "its pictures are in another file": (b"url ", 0, 0, None),
}


@pytest.mark.parametrize("name", INDEX)
def test_an_index_that_lies(tmp_path, name):
    *change, reason = INDEX[name]
    path = changed(make(tmp_path / "clip.mp4", *H264, sound=False, size="64x64"), *change)
    if reason:
        assert refused(path) == reason
    else:
        assert examine(path).width == 64


LARGE = {"mjpeg": ("12000x12000", "16400x128", "128x16400"), "libx264": ("12000x12000",)}


@pytest.mark.parametrize(("codec", "size"), [(codec, size) for codec in LARGE for size in LARGE[codec]])
def test_frames_that_are_too_large(tmp_path, codec, size):
    card = ("-f", "lavfi", "-i", f"color=size={size}:rate=1", "-frames:v", "1")
    path = make_by(tmp_path / "large.mov", *card, "-c:v", codec, "-preset", "ultrafast")
    assert refused(path) == "film-odd"


def test_it_prints_without_end(instead):
    instead("while :; do echo word; done")
    with pytest.raises(Refused, match="prints without end"):
        ffmpeg.run("ffprobe", [], None, seconds=300)


def test_it_complains_without_end(instead):
    instead("while :; do echo word >&2; done")
    with pytest.raises(DecoderDied, match="stalled"):
        ffmpeg.run("ffprobe", [], None, seconds=2)


def test_only_the_end_of_its_complaints_is_kept(instead):
    instead("exec seq 5000000 >&2")
    tracemalloc.start()
    try:
        _, complained = ffmpeg.run("ffprobe", [], None, seconds=120)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert complained.endswith("4999999\n5000000\n") and len(complained) <= listening.COMPLAINED_BYTES
    assert most < MEGABYTE


def test_it_closes_its_ends_and_goes_on(instead):
    instead("exec >&- 2>&-", "while :; do :; done")
    with pytest.raises(DecoderDied, match="stalled"):
        ffmpeg.run("ffprobe", [], None, seconds=2)


def test_a_film_that_speaks_of_a_full_disk(instead):
    """The volume has room: the film is not waited for without an end."""
    instead("echo 'No space left on device' >&2", "exit 1")
    with source.private_file(0) as target, pytest.raises(DecoderDied, match="No space"):
        ffmpeg.run("ffmpeg", [], None, target, seconds=60)
    with pytest.raises(DecoderDied, match="No space"):
        ffmpeg.run("ffprobe", [], None, seconds=60)


def test_a_disk_that_is_full(tmp_path):
    path = make(tmp_path / "clip.mp4", *H264, *AAC)
    with (
        path.open("rb") as film,
        open("/dev/full", "r+b", buffering=0) as full,
        pytest.raises(OSError) as caught,
    ):
        convert(film, full, seconds=100)
    assert caught.value.errno == errno.ENOSPC


def test_a_full_disk_of_which_it_says_nothing(instead):
    instead("exit 1")
    with open("/dev/full", "r+b", buffering=0) as full, pytest.raises(OSError) as caught:
        ffmpeg.run("ffmpeg", [], None, full, seconds=60)
    assert caught.value.errno == errno.ENOSPC
