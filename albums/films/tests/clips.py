"""Films for the tests, made by ffmpeg."""

import json
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

needs_ffmpeg = pytest.mark.skipif(not shutil.which("ffmpeg"), reason="ffmpeg is not here: .ci/packages")
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac")
SIZE = "320x240"


def make(
    path: Path, *output: str, seconds: float = 1.5, size: str = SIZE, rate: int = 25, sound: bool = True
) -> Path:
    """Write a clip of a moving test card, with a tone, as `output` says."""
    tone = ("-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000") if sound else ()
    card = ("-f", "lavfi", "-i", f"testsrc=size={size}:rate={rate}")
    return ffmpeg(path, *card, *tone, "-t", str(seconds), *output)


def ffmpeg(path: Path, *arguments: str) -> Path:
    command = ["ffmpeg", "-v", "error", "-nostdin", *arguments, "-y", str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path


def probed(path: Path) -> dict:
    """What ffprobe says of a file."""
    show = ["-show_format", "-show_streams", "-of", "json", str(path)]
    return json.loads(
        subprocess.run(["ffprobe", "-v", "error", *show], check=True, capture_output=True).stdout
    )


@cache
def small_mp4() -> bytes:
    """A clip of 1.5 s, with a place and a date in it."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "clip.mp4"
        place = (
            "-metadata",
            "location=+33.5000+126.5170/",
            "-metadata",
            "creation_time=2024-05-05T03:00:00Z",
        )
        return make(path, *H264, *AAC, *place, "-movflags", "use_metadata_tags").read_bytes()
