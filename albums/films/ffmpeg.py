"""Start ffmpeg and ffprobe: niced, with limits, in a sandbox, with an empty environment."""

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from albums.films import limits
from albums.films.confined import MISSING
from albums.films.source import Bytes
from albums.images.errors import DecoderDied, NoSandbox, Refused

REPOSITORY = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
# By ffmpeg's names: what telephones, cameras and messengers write. No codec here draws text or opens another file.
VIDEO_CODECS = (
    "h264,hevc,av1,libdav1d,vp8,vp9,libvpx,libvpx-vp9,mpeg4,h263,mpeg2video,mpeg1video,mjpeg,prores,dvvideo"
)
SOUND_CODECS = (
    "aac,mp3,mp3float,mp2,ac3,eac3,opus,libopus,vorbis,flac,alac,amrnb,amrwb,pcm_s16le,pcm_s16be,pcm_s24le"
)
SOUND_CODECS += ",pcm_s24be,pcm_u8,pcm_mulaw,pcm_alaw,pcm_f32le,adpcm_ima_qt,adpcm_ima_wav"
CODECS = f"{VIDEO_CODECS},{SOUND_CODECS}"
# The end of what ffmpeg said, for the log.
TOLD = 500


@cache
def find(program: str) -> str:
    """Return the path of `ffmpeg` or `ffprobe`, "" if this system has none. The PyPI wheel has no ffprobe."""
    if found := shutil.which(program):
        return os.path.realpath(found)
    if program == "ffmpeg":
        with suppress(ImportError, RuntimeError):
            import imageio_ffmpeg

            return os.path.realpath(imageio_ffmpeg.get_ffmpeg_exe())
    return ""


def is_there() -> bool:
    """Return whether this system can take films."""
    return bool(find("ffmpeg") and find("ffprobe"))


def reading(container: str, source: Bytes) -> list[str]:
    """Return the arguments by which ffmpeg opens `source` as that container, and as nothing else."""
    return [
        *(
            "-protocol_whitelist",
            "file",
            "-format_whitelist",
            "mov,matroska,webm",
            "-codec_whitelist",
            CODECS,
        ),
        *("-f", container, "-i", path_of(source)),
    ]


def path_of(file: Bytes) -> str:
    return f"/proc/self/fd/{file.fileno()}"


def run(
    program: str,
    arguments: Sequence[str],
    files: Sequence[Bytes],
    *,
    seconds: float,
    niceness: int = 10,
    output: int = 0,
) -> tuple[bytes, str]:
    """Run a program on open files, and return what it printed and what it complained about.

    `seconds` bounds the time that passes, `output` the bytes that it may write to a file. Raise Refused("film-damaged")
    if it gives the file up, DecoderDied if it is killed or too slow, NoSandbox, or OSError if a volume is full.
    """
    descriptors = [file.fileno() for file in files]
    confinement = {
        "niceness": niceness,
        # Of all its threads.
        "seconds": int(seconds * (os.cpu_count() or 1)) + 1,
        "memory": limits.MEMORY_BYTES,
        "output": output,
        "files": descriptors,
        "strict": settings.DECODER_SANDBOX == "strict",
    }
    command = [sys.executable, "-m", "albums.films.confined", json.dumps(confinement), find(program)]
    with subprocess.Popen(
        [*command, "-v", "error", "-hide_banner", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=REPOSITORY,
        env=ENVIRONMENT,
        pass_fds=descriptors,
    ) as process:
        try:
            printed, complained = process.communicate(timeout=seconds)
        except BaseException as error:
            process.kill()
            if isinstance(error, subprocess.TimeoutExpired):
                raise DecoderDied("stalled", f"{program} had no result in {seconds:.0f} s") from error
            raise
    return printed, judge(program, process.returncode, complained.decode(errors="replace")[-TOLD:])


def judge(program: str, code: int, complained: str) -> str:
    """Return what a program complained about. Raise as `run` unless it ended well."""
    if code == MISSING:
        raise NoSandbox("DECODER_SANDBOX=strict, and this system has no walls for ffmpeg")
    if "No space left on device" in complained:
        raise OSError(errno.ENOSPC, complained)
    if code < 0:
        raise DecoderDied("killed", f"{program} ended with {code}: {complained}")
    if code:
        raise Refused("film-damaged", complained)
    return complained
