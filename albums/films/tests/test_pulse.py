"""A conversion that comes no farther is ended, long before one that only takes long is."""

import tempfile

import pytest

from albums.films import ffmpeg
from albums.films.convert import convert
from albums.films.pulse import Pulse, Stuck
from albums.films.tests.clips import H264, make, needs_ffmpeg
from albums.images.errors import DecoderDied

SAID = b"frame=%d\nfps=%d\nout_time_us=N/A\ntotal_size=48\nspeed=%dx\nprogress=continue\n"


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def target():
    with tempfile.TemporaryFile() as file:
        yield file


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def feel(target, clock):
    """feel(second, printed): what becomes of it, so long after it began."""
    pulse = Pulse(target, 60, clock)

    def feel(second: float, printed: bytes = b"") -> None:
        clock.now = 1000 + second
        pulse.feel(printed)

    return feel


def test_it_works(feel):
    for second in range(0, 600, 50):
        feel(second, SAID % (second, 1, 1))


def test_nothing_at_all(feel):
    feel(60)
    with pytest.raises(Stuck, match="60"):
        feel(61)


def test_it_only_says_that_time_passes(feel):
    """Newer ones speak by the clock."""
    feel(10, SAID % (5, 1, 1))
    for second in (20, 40, 70):
        feel(second, SAID % (5, second, second))
    with pytest.raises(Stuck):
        feel(71, SAID % (5, 9, 9))


def test_it_only_writes(feel, target):
    """As it moves the index to the beginning."""
    for second in range(0, 600, 50):
        target.seek(0)
        target.write(bytes([second % 251]))
        target.flush()
        feel(second)


@pytest.mark.parametrize("lines", [("exec sleep 300",), ("exec >&- 2>&-", "while :; do :; done")])
def test_one_that_is_stuck_is_ended(instead, target, lines):
    instead(*lines)
    with pytest.raises(DecoderDied, match="came no farther") as died:
        ffmpeg.run("ffmpeg", [], None, target, seconds=300, pulse=Pulse(target, 0.2))
    assert died.value.reason == "stuck"


@needs_ffmpeg
def test_a_real_one_says_how_far_it_is(tmp_path, target, monkeypatch):
    heard = []
    monkeypatch.setattr(Pulse, "feel", lambda self, printed: heard.append(printed))
    with make(tmp_path / "clip.mp4", *H264).open("rb") as film:
        convert(film, target, seconds=100)
    assert b"\nout_time_us=1" in b"".join(heard)
