import pytest

from albums.films import ffmpeg


@pytest.fixture
def instead(tmp_path, monkeypatch):
    """Have a shell script of these lines run instead of ffmpeg and ffprobe, within the same walls."""

    def write(*lines: str, program: str = "") -> None:
        script = tmp_path / "script"
        script.write_text("\n".join(("#!/bin/sh", *lines, "")))
        script.chmod(0o755)
        find = ffmpeg.find
        monkeypatch.setattr(ffmpeg, "find", lambda name: str(script) if program in ("", name) else find(name))

    return write
