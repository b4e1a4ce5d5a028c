"""What ffmpeg cannot do, whatever a film asks of it. Here it is told to, without the lists of what is allowed."""

import json
import os
import platform
import signal
import socket
import struct
import subprocess
import sys
import tempfile

import pytest

from albums.films import ffmpeg, walls
from albums.films.confined import MISSING
from albums.films.tests.clips import H264, make, needs_ffmpeg
from albums.images.errors import DecoderDied, Refused
from albums.images.sandbox import find_missing, seccomp

pytestmark = [
    needs_ffmpeg,
    pytest.mark.skipif(bool(find_missing()), reason="this kernel has no Landlock or no seccomp"),
]


def read(*arguments: str, file=None, seconds: float = 60):
    return ffmpeg.run("ffmpeg", [*arguments, "-f", "null", "-"], file, seconds=seconds)


@pytest.fixture
def clip(tmp_path):
    return make(tmp_path / "clip.mp4", *H264, seconds=0.5, sound=False)


def test_it_works(clip):
    with clip.open("rb") as file:
        read("-i", ffmpeg.path_of(file), file=file)


def test_no_other_path(clip):
    with pytest.raises(Refused, match="Permission denied"):
        read("-i", str(clip))


def test_no_file_that_a_playlist_names(clip):
    with tempfile.TemporaryFile() as playlist:
        playlist.write(f"ffconcat version 1.0\nfile {clip}\n".encode())
        playlist.seek(0)
        with pytest.raises(Refused, match="Permission denied"):
            read("-f", "concat", "-safe", "0", "-i", ffmpeg.path_of(playlist), file=playlist)


def test_no_new_file(clip, tmp_path):
    with clip.open("rb") as file, pytest.raises(Refused, match="Permission denied"):
        read("-i", ffmpeg.path_of(file), "-c", "copy", str(tmp_path / "new.mp4"), file=file)
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
        _, complained = read("-i", ffmpeg.path_of(file), file=file)
    assert complained == "" and not any("KEY" in name for name in ffmpeg.ENVIRONMENT)


def test_no_more_than_it_may_write(clip):
    with clip.open("rb") as file, tempfile.TemporaryFile() as output:
        arguments = ["-i", ffmpeg.path_of(file), "-f", "rawvideo", "-y", ffmpeg.path_of(output)]
        with pytest.raises((DecoderDied, Refused)):
            ffmpeg.run("ffmpeg", arguments, file, output, seconds=60, output=1000)
        assert os.fstat(output.fileno()).st_size <= 1000


def test_no_more_time(clip):
    with clip.open("rb") as file, pytest.raises(DecoderDied, match="stalled"):
        read("-re", "-stream_loop", "-1", "-i", ffmpeg.path_of(file), file=file, seconds=2)


def test_strict_with_all_walls(clip, settings):
    settings.DECODER_SANDBOX = "strict"
    with clip.open("rb") as file:
        read("-i", ffmpeg.path_of(file), file=file)


def test_no_process_of_its_own(tmp_path, monkeypatch):
    script = tmp_path / "script"
    script.write_text("#!/bin/sh\nsleep 300 &\n")
    script.chmod(0o755)
    monkeypatch.setattr(ffmpeg, "find", lambda name: str(script))
    with pytest.raises(Refused, match="annot fork"):
        ffmpeg.run("ffmpeg", [], None, seconds=60)


def test_it_ends_with_all_that_it_started():
    """Where seccomp is missing it may start others."""
    with subprocess.Popen(
        ["/bin/sh", "-c", "sleep 300 & echo started; wait"], stdout=subprocess.PIPE, process_group=0
    ) as process:
        assert process.stdout.readline() == b"started\n"
        ffmpeg.end(process)
        assert process.stdout.read() == b""  # Nobody has the other end any more.


TRIES = """
import ctypes, fcntl, os, resource, signal, socket, sys, threading
from albums.films import walls
from albums.images.sandbox.kernel import forbid_new_privileges, syscall

other, pid = os.getppid(), os.getpid()
handle = os.pidfd_open(other)
pipe = os.pipe()[0]
forbid_new_privileges()
walls.take_calls()
TRIES = {
    "fork": os.fork,
    "vfork": lambda: syscall(58) if os.uname().machine == "x86_64" else os.fork(),
    "kill": lambda: os.kill(other, 0),
    "kill itself": lambda: os.kill(pid, 0),
    "group": lambda: os.killpg(os.getpgid(other), 0),
    "tkill": lambda: syscall(walls.FORBIDDEN["tkill"][AT], other, 0),
    "tgkill": lambda: syscall(walls.TGKILL[AT], other, other, 0),
    "queue": lambda: syscall(walls.FORBIDDEN["rt_sigqueueinfo"][AT], other, 0, bytes(128)),
    "queue to a thread": lambda: syscall(walls.FORBIDDEN["rt_tgsigqueueinfo"][AT], other, other, 0, bytes(128)),
    "by handle": lambda: signal.pidfd_send_signal(handle, 0),
    "a handle": lambda: os.pidfd_open(other),
    "by a pipe": lambda: fcntl.fcntl(pipe, fcntl.F_SETOWN, other),
    "by a pipe, any": lambda: fcntl.fcntl(pipe, fcntl.F_SETSIG, 9),
    "limits": lambda: resource.prlimit(other, resource.RLIMIT_CPU),
    "priority": lambda: os.setpriority(os.PRIO_PROCESS, other, 19),
    "processors": lambda: os.sched_setaffinity(other, {0}),
    "session": os.setsid,
    "group of its own": lambda: os.setpgid(0, 0),
    "socket": socket.socket,
    "namespace": lambda: syscall(walls.FORBIDDEN["unshare"][AT], 0),
}
for name, attempt in TRIES.items():
    try:
        attempt()
    except PermissionError:
        continue
    except OSError as error:
        print(name, error.errno)
        continue
    print(name, "was allowed")
    if os.getpid() != pid:
        os._exit(0)
thread = threading.Thread(target=lambda: resource.getrlimit(resource.RLIMIT_NOFILE))
thread.start()
thread.join()
fcntl.fcntl(pipe, fcntl.F_SETFL, os.O_NONBLOCK)
sys.stdout.flush()
os.abort()
"""


def test_no_signal_to_others():
    """It may start threads, and end itself."""
    at = seccomp.PROCESSORS[platform.machine()][1]
    ended = subprocess.run(
        [sys.executable, "-c", f"AT = {at}\n{TRIES}"],
        cwd=ffmpeg.REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
        process_group=0,
    )
    assert (ended.stdout, ended.returncode) == ("", -signal.SIGABRT), ended.stderr


@pytest.mark.parametrize("machine", seccomp.PROCESSORS)
def test_the_filter_is_one_that_the_kernel_takes(machine):
    """On each processor: within its length, and every jump within it."""
    program = walls.make_program(machine, 1234)
    steps = [struct.unpack("HBBI", program[start : start + 8]) for start in range(0, len(program), 8)]
    assert len(steps) < 4096 and steps[-1][0] == seccomp.RETURN
    for number, (_, if_true, if_false, _) in enumerate(steps[:-1]):
        assert number + 1 + max(if_true, if_false) < len(steps)


def test_whose_parent_is_gone():
    """A worker that is killed while it starts ffmpeg leaves none behind."""
    confinement = {"niceness": 0, "seconds": 1, "memory": 10**9, "output": 0, "files": [], "strict": False}
    command = [sys.executable, "-m", "albums.films.confined", json.dumps({**confinement, "parent": 1})]
    ended = subprocess.run([*command, "/bin/true"], cwd=ffmpeg.REPOSITORY, timeout=60)
    assert ended.returncode == MISSING
