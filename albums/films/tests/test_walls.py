"""What ffmpeg cannot do, whatever a film asks of it. Here it is told to, without the lists of what is allowed."""

import os
import socket
import tempfile

import pytest

from albums.films import ffmpeg
from albums.films.tests.clips import H264, make, needs_ffmpeg
from albums.images.errors import DecoderDied, Refused
from albums.images.sandbox import find_missing

pytestmark = [
    needs_ffmpeg,
    pytest.mark.skipif(bool(find_missing()), reason="this kernel has no Landlock or no seccomp"),
]


def read(*arguments: str, files=(), seconds: float = 60):
    return ffmpeg.run("ffmpeg", [*arguments, "-f", "null", "-"], files, seconds=seconds)


@pytest.fixture
def clip(tmp_path):
    return make(tmp_path / "clip.mp4", *H264, seconds=0.5, sound=False)


def test_it_works(clip):
    with clip.open("rb") as file:
        read("-i", ffmpeg.path_of(file), files=[file])


def test_no_other_path(clip):
    with pytest.raises(Refused, match="Permission denied"):
        read("-i", str(clip))


def test_no_file_that_a_playlist_names(clip):
    with tempfile.TemporaryFile() as playlist:
        playlist.write(f"ffconcat version 1.0\nfile {clip}\n".encode())
        playlist.seek(0)
        with pytest.raises(Refused, match="Permission denied"):
            read("-f", "concat", "-safe", "0", "-i", ffmpeg.path_of(playlist), files=[playlist])


def test_no_new_file(clip, tmp_path):
    with clip.open("rb") as file, pytest.raises(Refused, match="Permission denied"):
        read("-i", ffmpeg.path_of(file), "-c", "copy", str(tmp_path / "new.mp4"), files=[file])
    assert not (tmp_path / "new.mp4").exists()


def test_no_network():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        with pytest.raises(Refused):
            read("-i", f"tcp://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(TimeoutError):
            server.accept()


def test_no_environment(clip, monkeypatch):
    """ffmpeg reads its options for logs from there; so it would read ours."""
    monkeypatch.setenv("FFREPORT", "file=/dev/stderr:level=48")
    with clip.open("rb") as file:
        _, complained = read("-i", ffmpeg.path_of(file), files=[file])
    assert complained == "" and not any("KEY" in name for name in ffmpeg.ENVIRONMENT)


def test_no_more_than_it_may_write(clip):
    with clip.open("rb") as file, tempfile.TemporaryFile() as output:
        arguments = ["-i", ffmpeg.path_of(file), "-f", "rawvideo", "-y", ffmpeg.path_of(output)]
        with pytest.raises((DecoderDied, Refused)):
            ffmpeg.run("ffmpeg", arguments, [file, output], seconds=60, output=1000)
        assert os.fstat(output.fileno()).st_size <= 1000


def test_no_more_time(clip):
    with clip.open("rb") as file, pytest.raises(DecoderDied, match="stalled"):
        read("-re", "-stream_loop", "-1", "-i", ffmpeg.path_of(file), files=[file], seconds=2)


def test_strict_with_all_walls(clip, settings):
    settings.DECODER_SANDBOX = "strict"
    with clip.open("rb") as file:
        read("-i", ffmpeg.path_of(file), files=[file])
