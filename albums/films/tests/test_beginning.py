"""The poster of a long film is made of its beginning and its index, wherever that stands."""

import os
from pathlib import Path

import pytest

from albums.films import beginning as beginnings
from albums.films import source
from albums.films.beginning import beginning
from albums.films.poster import poster_of
from albums.films.tests.clips import AAC, H264, make, needs_ffmpeg

pytestmark = needs_ffmpeg


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(beginnings, "IN_MEMORY_BYTES", 1000)
    monkeypatch.setattr(beginnings, "FIRST_BYTES", 2_500_000)
    monkeypatch.setattr(beginnings, "INDEX_BYTES", 500_000)


class Source:
    """A film as storages give it: no descriptor, and fewer bytes than were asked for."""

    def __init__(self, path: Path):
        self.file, self.read_bytes = path.open("rb"), 0

    def seek(self, *place: int) -> int:
        return self.file.seek(*place)

    def read(self, size: int) -> bytes:
        part = self.file.read(min(size, 7)) if size < 100 else self.file.read(size // 2 + 1)
        self.read_bytes += len(part)
        return part

    def fileno(self) -> int:
        raise OSError


def poster(film) -> bytes:
    with poster_of(film) as png:
        return png.read()


def large_box(path: Path) -> Path:
    """Have the box of the pictures say its length in 64 bits, as above 4 GB."""
    content = path.read_bytes()
    at = content.index(b"mdat") - 4
    assert content[at - 8 : at] == b"\0\0\0\x08free"
    length = int.from_bytes(content[at : at + 4], "big") + 8
    head = b"\0\0\0\x01mdat" + length.to_bytes(8, "big")
    path.write_bytes(content[: at - 8] + head + content[at + 8 :])
    return path


WAYS = {
    "last.mp4": (),
    "first.mp4": ("-movflags", "+faststart"),
    "last.mov": ("-f", "mov"),
    "clip.mkv": (),
    "parts.mp4": ("-movflags", "frag_keyframe+empty_moov"),
}


@pytest.mark.parametrize("name", [*WAYS, "large.mp4"])
def test_it_works(tmp_path, name):
    noise = ("-vf", "noise=alls=60:allf=t", "-g", "25")
    path = make(tmp_path / name, *H264, *noise, *AAC, *WAYS.get(name, ()), seconds=6)
    if name == "large.mp4":
        path = large_box(path)
    size = path.stat().st_size
    assert size > 5_000_000
    with path.open("rb") as film:
        whole = poster(film)
    film = Source(path)
    with beginning(film, size) as part:
        assert poster(part) == whole
        held = os.fstat(part.fileno())
        assert held.st_size == size and held.st_blocks * 512 < 3_500_000
        assert "memfd" in str(Path(f"/proc/self/fd/{part.fileno()}").readlink())
    assert film.read_bytes < 3_500_000


def test_a_short_one_is_copied_whole(tmp_path, monkeypatch):
    monkeypatch.setattr(beginnings, "IN_MEMORY_BYTES", 10**9)
    path = make(tmp_path / "clip.mp4", *H264)
    with beginning(Source(path), path.stat().st_size) as part:
        part.seek(0)
        assert part.read() == path.read_bytes()


BOXES = {
    "nothing": b"",
    "zeros": bytes(100),
    "a box of nothing": b"\0\0\0\x08free" * 5000,
    "a box that ends before it begins": b"\0\0\0\x01free" + bytes(8),
    "a box without an end": b"\0\0\0\x01free" + b"\xff" * 8,
    "an index without an end": b"\0\0\0\0moov" + bytes(50),
    "half a head": b"\0\0\0\x10free\0\0\0\0\0\0\0\0\0\0",
}


@pytest.mark.parametrize("name", BOXES)
def test_boxes_that_make_no_sense(tmp_path, name):
    """The walk over them ends."""
    path = tmp_path / "boxes.mp4"
    path.write_bytes(BOXES[name])
    size = len(BOXES[name])
    found = list(beginnings.find_index(Source(path), size))
    assert found == ([(0, size)] if name == "an index without an end" else [])
    with source.private_file(0) as copy:
        beginnings.copy_part(Source(path), copy, 0, 10**6)
        assert copy.seek(0, 2) == size
