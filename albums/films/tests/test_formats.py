"""What telephones and programs write, as ffmpeg writes it: each is taken, has a poster, and is converted."""

import io
from pathlib import Path

import pytest
from PIL import Image

from albums.films import examine as examining
from albums.films import notifying, source
from albums.films.convert import convert
from albums.films.poster import poster_of
from albums.films.tests.clips import AAC, H264, ffmpeg, make, needs_ffmpeg, probed
from albums.images.errors import Refused

pytestmark = needs_ffmpeg
VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")
HEVC = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p")
FORMATS = {
    "clip.mp4": ((*H264, *AAC), "video/mp4"),
    "clip.mov": ((*H264, *AAC, "-f", "mov"), "video/quicktime"),
    "hevc.mov": ((*HEVC, *AAC, "-tag:v", "hvc1", "-f", "mov"), "video/quicktime"),
    "clip.webm": (VP9, "video/webm"),
    "clip.mkv": ((*H264, *AAC), "video/x-matroska"),
    "clip.3gp": (("-c:v", "h263", "-s", "352x288", "-c:a", "aac", "-ac", "1"), "video/3gpp"),
    "fragments.mp4": ((*H264, *AAC, "-movflags", "frag_keyframe+empty_moov"), "video/mp4"),
    "mono.mp4": ((*H264, *AAC, "-ac", "1"), "video/mp4"),
}


def is_film(path: Path) -> bool:
    with path.open("rb") as file:
        return examining.is_film(file)


def examine(path: Path, name: str = ""):
    with path.open("rb") as file:
        return examining.examine(file, path.stat().st_size, name)


def played(path: Path, tmp_path: Path) -> Path:
    """The film as it is played."""
    target = tmp_path / "played.mp4"
    with path.open("rb") as film, source.private_file(10**6) as output:
        convert(film, output, seconds=200)
        output.seek(0)
        target.write_bytes(output.read())
    return target


def pictures_of(path: Path) -> dict:
    return next(each for each in probed(path)["streams"] if each["codec_type"] == "video")


def poster(path: Path) -> Image.Image:
    with path.open("rb") as film, poster_of(film) as png:
        return Image.open(png).convert("RGB")


@pytest.mark.parametrize("name", FORMATS)
def test_it_works(name, tmp_path):
    arguments, content_type = FORMATS[name]
    path = make(tmp_path / name, *arguments)
    assert is_film(path)
    found = examine(path, name)
    assert found.content_type == content_type and 1300 < found.duration_ms < 1800
    made = pictures_of(played(path, tmp_path))
    assert (made["codec_name"], made["pix_fmt"]) == ("h264", "yuv420p")
    assert (made["width"], made["height"]) == (found.width, found.height) == poster(path).size


def test_without_sound(tmp_path):
    path = make(tmp_path / "clip.mp4", *H264, sound=False)
    examine(path)
    assert [each["codec_type"] for each in probed(played(path, tmp_path))["streams"]] == ["video"]


def test_turned_by_a_quarter(tmp_path):
    """A telephone held upright writes a lying film, and that it is to be turned."""
    lying = make(tmp_path / "lying.mp4", *H264, *AAC)
    path = ffmpeg(tmp_path / "turned.mp4", "-i", str(lying), "-c", "copy", "-metadata:s:v:0", "rotate=90")
    found = examine(path)
    assert (found.width, found.height) == (240, 320) == poster(path).size
    made = pictures_of(played(path, tmp_path))
    assert (made["width"], made["height"]) == (240, 320) and "side_data_list" not in made


@pytest.mark.wide
def test_odd_sizes_and_flat_pixels(tmp_path):
    odd = make(tmp_path / "odd.mkv", "-c:v", "libx264", "-pix_fmt", "yuv444p", size="321x239")
    assert (examine(odd).width, examine(odd).height) == (322, 240)
    made = pictures_of(played(odd, tmp_path))
    assert (made["width"], made["height"]) == (322, 240)
    flat = make(tmp_path / "flat.mp4", *H264, "-vf", "setsar=2/1")
    assert (examine(flat).width, examine(flat).height) == (640, 240)


@pytest.mark.wide
def test_larger_than_1080p_it_is_made_smaller(tmp_path):
    path = make(tmp_path / "large.mp4", *H264, size="3840x2160", seconds=0.3, sound=False)
    assert (examine(path).width, examine(path).height) == (1920, 1080)


@pytest.mark.wide
def test_slow_motion_and_changing_rates(tmp_path):
    slow = make(tmp_path / "slow.mp4", *H264, rate=240, seconds=0.5)
    assert pictures_of(played(slow, tmp_path))["avg_frame_rate"] == "60/1"
    changing = make(
        tmp_path / "vfr.mkv", *H264, "-vf", "select='not(mod(n,7))+not(mod(n,3))'", "-vsync", "vfr"
    )
    made = probed(played(changing, tmp_path))
    assert abs(float(made["format"]["duration"]) - float(probed(changing)["format"]["duration"])) < 0.2


def test_a_film_that_does_not_say_how_long_it_is(tmp_path):
    """As browsers record it."""
    path = make(tmp_path / "live.webm", *VP9, "-f", "webm", "-live", "1")
    assert examine(path).duration_ms == 0
    with path.open("rb") as film, source.private_file(10**6) as output:
        assert 1300 < convert(film, output, seconds=100).duration_ms < 1800


def test_a_film_too_large_for_memory(tmp_path, settings, monkeypatch):
    """Where the kernel does not tell of calls it lies in a file that no path opens, and ffmpeg may read that one."""
    settings.STAGING_DIR = tmp_path / "staging"
    monkeypatch.setattr(source, "IN_MEMORY_BYTES", 0)
    monkeypatch.setattr(notifying, "is_there", lambda: False)
    film = io.BytesIO(make(tmp_path / "clip.mp4", *H264, *AAC).read_bytes())
    with source.plain_copy(film, 10**9) as copy, source.private_file(10**6) as output:
        assert settings.STAGING_DIR.exists() and not list(settings.STAGING_DIR.iterdir())
        assert "memfd" not in str(Path(f"/proc/self/fd/{copy.fileno()}").readlink())
        assert convert(copy, output, seconds=100).duration_ms > 1300


NO_FILMS = {
    "nothing.mp4": b"",
    "playlist.mp4": b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n",
    "concat.mp4": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "sdp.mp4": b"v=0\nc=IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n",
    "avi.mp4": b"RIFF\0\0\0\0AVI LIST",
}


@pytest.mark.parametrize("name", NO_FILMS)
def test_what_is_no_film(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(NO_FILMS[name])
    assert not is_film(path)
    with pytest.raises(Refused, match="not-a-film"):
        examine(path)


def refused(path: Path) -> str:
    with pytest.raises(Refused) as caught:
        examine(path)
    return caught.value.reason


def test_a_broken_index(tmp_path):
    path = make(tmp_path / "clip.mp4", *H264, *AAC)
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"moov")])
    assert refused(path) == "film-damaged"
    path.write_bytes(content[:20] + bytes(len(content) - 20))
    assert refused(path) == "film-damaged"


def test_an_index_without_pictures(tmp_path):
    path = make(tmp_path / "clip.mp4", *H264, *AAC, "-movflags", "+faststart")
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"mdat") + 4])
    assert refused(path) == "film-damaged"


def test_cut_it_is_played_as_far_as_it_goes(tmp_path):
    path = make(tmp_path / "clip.mp4", *H264, *AAC, "-movflags", "+faststart", seconds=6)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    examine(path)
    assert 1 < float(probed(played(path, tmp_path))["format"]["duration"]) < 6


def test_only_sound(tmp_path):
    path = ffmpeg(tmp_path / "song.m4a", "-f", "lavfi", "-i", "sine", "-t", "1", "-c:a", "aac")
    assert refused(path) == "film-sound"


def test_forty_streams(tmp_path):
    maps = [word for _ in range(39) for word in ("-map", "1:a")]
    path = make(tmp_path / "many.mp4", "-map", "0:v", *maps, *H264, *AAC, "-b:a", "16k")
    assert refused(path) == "film-odd"


def test_too_long_and_too_large(tmp_path, settings):
    path = make(tmp_path / "clip.mp4", *H264, *AAC)
    settings.FILM_LIMIT_BYTES = 1000
    assert refused(path) == "film-large"
    settings.FILM_LIMIT_BYTES = 10**9
    still = ("-f", "lavfi", "-i", "color=size=16x16:rate=1/600")
    long = ffmpeg(tmp_path / "long.mkv", *still, "-t", "36000", *H264)
    assert refused(long) == "film-long"


def test_no_time_at_all(tmp_path):
    path = make(tmp_path / "clip.mp4", *H264, "-movflags", "+empty_moov+frag_keyframe", sound=False)
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"moof") - 4])
    assert refused(path) == "film-damaged"


def test_without_ffmpeg(tmp_path, monkeypatch):
    from albums.films import ffmpeg as program

    path = make(tmp_path / "clip.mp4", *H264)
    monkeypatch.setattr(program, "find", lambda name: "")
    assert refused(path) == "no-films"
