"""Films without Debian's ffmpeg: by the one in a PyPI wheel, which has no ffprobe, or not at all."""

import importlib.util
import sys
from contextlib import contextmanager

import pytest

from albums.checks import check_ffmpeg
from albums.films import described, ffmpeg
from albums.films.probe import probe
from albums.films.tests.clips import AAC, H264, make, needs_ffmpeg
from albums.films.tests.clips import ffmpeg as make_by
from albums.films.tests.test_formats import FORMATS, HEVC, VP9, examine, pictures_of, played, poster, refused
from albums.images.errors import Refused

pytestmark = needs_ffmpeg
needs_wheel = pytest.mark.skipif(
    not importlib.util.find_spec("imageio_ffmpeg"), reason="needs requirements/films.txt"
)
HLG = ("-color_trc", "arib-std-b67", "-color_primaries", "bt2020", "-colorspace", "bt2020nc")
KINDS = {
    **{name: arguments for name, (arguments, _) in FORMATS.items()},
    "hlg.mov": (*HEVC[:4], "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le", *HLG, "-f", "mov"),
    "flat.mp4": (*H264, *AAC, "-vf", "setsar=2/1"),
    "live.webm": (*VP9, "-f", "webm", "-live", "1"),
    "dated.mov": (*H264, *AAC, "-metadata", "creation_time=2024-05-05T03:00:00Z", "-f", "mov"),
    "slow.mp4": (*H264, *AAC, "-r", "1200"),
}
# Where a part of its name is shown: a film writes what it likes there.
FORGED = "x\n  Stream #0:7: Video: h264, yuv420p, 9x9 [SAR 1:1 DAR 1:1], 25 fps"


@contextmanager
def hidden(*modules: str):
    """As on a system without Debian's ffmpeg, and without these modules."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "/nowhere")
        for name in modules:
            patch.setitem(sys.modules, name, None)
        ffmpeg.find.cache_clear()
        yield
    ffmpeg.find.cache_clear()


def probed_by(path, programs: set[str], monkeypatch):
    find = ffmpeg.find
    with monkeypatch.context() as patch, path.open("rb") as file:
        patch.setattr(ffmpeg, "find", lambda name: find(name) if name in programs else "")
        return probe(file, seconds=60)


@pytest.mark.parametrize("name", KINDS)
def test_what_ffmpeg_says_is_what_ffprobe_says(name, tmp_path, monkeypatch):
    path = make(tmp_path / name, *KINDS[name])
    theirs = probed_by(path, {"ffmpeg", "ffprobe"}, monkeypatch)
    ours = probed_by(path, {"ffmpeg"}, monkeypatch)
    assert abs(ours.duration_ms - theirs.duration_ms) <= 10
    assert ours.stream.rate == pytest.approx(theirs.stream.rate, rel=0.01)
    assert alike(ours) == alike(theirs)


def alike(film) -> tuple:
    stream = film.stream
    shape = (stream.index, stream.width, stream.height, stream.sound, stream.transfer in HLG)
    return film.container, shape, film.tags


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned(turn, tmp_path, monkeypatch):
    lying = make(tmp_path / "lying.mp4", *H264, *AAC)
    path = make_by(
        tmp_path / "turned.mp4", "-i", str(lying), "-c", "copy", "-metadata:s:v:0", f"rotate={turn}"
    )
    shown = probed_by(path, {"ffmpeg"}, monkeypatch).stream
    assert (shown.width, shown.height) == ((320, 240) if turn == 180 else (240, 320))


def test_a_cover_is_no_film(tmp_path, monkeypatch):
    cover = make_by(tmp_path / "cover.jpg", "-f", "lavfi", "-i", "testsrc=size=64x64", "-frames:v", "1")
    sound = ("-f", "lavfi", "-i", "sine", "-t", "1")
    path = make_by(
        tmp_path / "song.m4a",
        *("-i", str(cover), *sound, "-map", "0", "-map", "1"),
        *(*AAC, "-c:v", "copy", "-disposition:v", "attached_pic", "-f", "mp4"),
    )
    with pytest.raises(Refused, match="film-sound"):
        probed_by(path, {"ffmpeg"}, monkeypatch)


def test_words_of_the_film_are_no_streams(tmp_path, monkeypatch):
    path = make(tmp_path / "clip.mkv", *H264, "-metadata", f"title={FORGED}", sound=False)
    assert probed_by(path, {"ffmpeg"}, monkeypatch).stream.index == 0


@pytest.mark.parametrize("text", ["", "Input #1", "Stream #0:0: Video: h264, 320x240"])
def test_nothing_was_read(text):
    with pytest.raises(ValueError, match="no input"):
        described.read(text)


@needs_wheel
@pytest.mark.parametrize("name", ["clip.mp4", "clip.webm", "hlg.mov"])
def test_it_works(name, tmp_path):
    path = make(tmp_path / name, *KINDS[name])
    with hidden():
        assert "imageio_ffmpeg" in ffmpeg.find("ffmpeg") and not ffmpeg.find("ffprobe")
        assert not check_ffmpeg(None)
        assert (examine(path).width, poster(path).size) == (320, (320, 240))
        target = played(path, tmp_path)
    made = pictures_of(target)
    assert (made["codec_name"], made["pix_fmt"], made["width"]) == ("h264", "yuv420p", 320)


@needs_wheel
def test_what_it_refuses(tmp_path):
    path = make(tmp_path / "clip.mp4", *H264, *AAC)
    path.write_bytes(path.read_bytes()[:3000])
    song = make_by(tmp_path / "song.m4a", "-f", "lavfi", "-i", "sine", "-t", "1", *AAC)
    with hidden():
        assert (refused(path), refused(song)) == ("film-damaged", "film-sound")


def test_with_neither(tmp_path):
    path = make(tmp_path / "clip.mp4", *H264, *AAC)
    with hidden("imageio_ffmpeg"):
        assert refused(path) == "no-films"
        assert [warning.id for warning in check_ffmpeg(None)] == ["albums.W002"]
