"""Start ffmpeg and ffprobe: niced, with limits, in a sandbox, with an empty environment."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from django.conf import settings

from albums.films import limits
from albums.films.confined import MISSING
from albums.films.listening import TooMuchPrinted, listen
from albums.films.paged import PagedFile
from albums.films.pulse import Pulse, Stuck
from albums.films.serving import Server
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
# Written behind a file to see whether its volume is full.
PROBE_BYTES = 1_000_000
NO_ROOM = "No space left on device"


@cache
def find(program: str) -> str:
    """Return the path of `ffmpeg` or `ffprobe`: the system's, else the wheel's (requirements/films.txt), else "".

    The wheel has no ffprobe; then ffmpeg itself is asked what a film is.
    """
    if found := shutil.which(program):
        return os.path.realpath(found)
    return find_in_wheel() if program == "ffmpeg" else ""


def find_in_wheel() -> str:
    with suppress(ImportError, RuntimeError):
        import imageio_ffmpeg

        return os.path.realpath(imageio_ffmpeg.get_ffmpeg_exe())
    return ""


def is_there() -> bool:
    """Return whether this system can take films."""
    return bool(find("ffmpeg"))


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
            "-max_pixels",
            str(limits.MOST_PIXELS),
            # A decoder is opened for each.
            "-max_streams",
            str(4 * limits.MOST_STREAMS),
        ),
        *("-f", container, "-i", path_of(source)),
    ]


def path_of(file: Bytes) -> str:
    return f"/proc/self/fd/{file.fileno()}"


def run(
    program: str,
    arguments: Sequence[str],
    source: Bytes | None,
    target: Bytes | None = None,
    *,
    seconds: float,
    niceness: int = 10,
    output: int = 0,
    as_printed: bool = False,
    pulse: Pulse | None = None,
) -> tuple[bytes, str]:
    """Run a program on one open file, or into another. Return what it printed and the end of its complaints.

    `seconds` bounds the time that passes, `output` the bytes that it may write into `target`. `as_printed` takes what
    it complains of for printed too. With a `pulse` it must print its progress, and is ended if there is none. Raise
    Refused("film-damaged") if it gives the film up, Refused("film-odd") if it prints without end, DecoderDied if it is
    killed, stuck or too slow, NoSandbox, or OSError if a volume is full.
    """
    descriptors = [file.fileno() for file in (source, target) if file is not None]
    server = Server((source, target))
    confinement = {
        "niceness": niceness,
        # Of all its threads.
        "seconds": int(seconds * (os.cpu_count() or 1)) + 1,
        "memory": limits.MEMORY_BYTES,
        "output": output,
        "files": descriptors,
        "parent": os.getpid(),
        "listener": server.far(),
        "strict": settings.DECODER_SANDBOX == "strict",
    }
    command = [sys.executable, "-m", "albums.films.confined", json.dumps(confinement), find(program)]
    with subprocess.Popen(
        [*command, "-v", "error", "-hide_banner", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if as_printed else subprocess.PIPE,
        cwd=REPOSITORY,
        env=ENVIRONMENT,
        pass_fds=[*descriptors, *server.passed()],
        # A group, to be ended with all that it may have started. Not a session: see `manage.py run`.
        process_group=0,
    ) as process:
        try:
            server.begin(seconds)
            printed, complained = listen(process, seconds=seconds, pulse=pulse, server=server)
        except Stuck as error:
            raise DecoderDied("stuck", f"{program} came no farther for {error} s") from error
        except TimeoutError as error:
            raise DecoderDied("stalled", f"{program} had no result in {seconds:.0f} s") from error
        except TooMuchPrinted as error:
            raise Refused("film-odd", f"{program} prints without end") from error
        finally:
            if process.returncode is None:
                end(process)
            server.close()
    if server.error:
        raise server.error
    said = complained.decode(errors="replace")
    if process.returncode and target is not None:
        refuse_full_volume(target)
    judge(program, process.returncode, said)
    return printed, said


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that nobody has waited for yet, and its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def refuse_full_volume(target: Bytes) -> None:
    """Raise OSError if there is no room behind a file for more. What a program says of it may be a film's own words."""
    volume = target.store_fileno() if isinstance(target, PagedFile) else target.fileno()
    end_of_file = os.fstat(volume).st_size
    block = bytes(PROBE_BYTES)
    while block:
        block = block[os.pwrite(volume, block, end_of_file) :]
    os.fsync(volume)
    os.ftruncate(volume, end_of_file)


def judge(program: str, code: int, complained: str) -> None:
    """Raise as `run` unless a program ended well."""
    if code == MISSING:
        raise NoSandbox("DECODER_SANDBOX=strict, and this system has no walls for ffmpeg")
    if code < 0:
        raise DecoderDied("killed", f"{program} ended with {code}: {complained}")
    if code and NO_ROOM in complained:
        # There was none, and is again; or the film says so. The caller tries a few times.
        raise DecoderDied("killed", complained)
    if code:
        raise Refused("film-damaged", complained)
