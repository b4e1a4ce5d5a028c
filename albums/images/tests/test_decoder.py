"""The child is killed and stopped for real; the caller lives and the next job works."""

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from albums.images.decoder import REPOSITORY, Decoder, DecoderDied, Decoders, Refused
from albums.images.tests.samples import drawn, encoded
from tests.support.waiting import waits_less_than


@pytest.fixture
def own():
    decoder = Decoder(niceness=10, seconds=10)
    yield decoder
    decoder.close()


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """48 megapixels that take about two seconds."""
    path = tmp_path_factory.mktemp("large") / "large.png"
    path.write_bytes(encoded(Image.new("RGBA", (8000, 6000), (9, 99, 199, 99)), "PNG", compress_level=1))
    return path


def test_it_works(own, write, tmp_path):
    path = write(drawn("JPEG"))
    assert own.examine(path).width == 160
    pid = own.child.pid
    assert len(own.derive(path, tmp_path)) == 3
    assert own.child.pid == pid


def test_killed_in_the_middle_of_a_job(own, write, large, tmp_path):
    own.examine(write(drawn("JPEG")))
    with ThreadPoolExecutor() as threads:
        job = threads.submit(own.derive, large, tmp_path)
        time.sleep(0.3)
        os.kill(own.child.pid, signal.SIGKILL)
        with pytest.raises(DecoderDied) as died:
            job.result(timeout=5)
    assert died.value.reason == "killed"
    assert own.examine(write(drawn("PNG"))).format == "PNG"


def test_killed_between_two_jobs_costs_nothing(own, write):
    own.examine(write(drawn("JPEG")))
    own.child.kill()
    own.child.wait()
    assert own.examine(write(drawn("PNG"))).format == "PNG"


def test_stalled(own, write):
    own.examine(write(drawn("JPEG")))
    own.seconds = 0.5
    os.kill(own.child.pid, signal.SIGSTOP)
    with waits_less_than(5), pytest.raises(DecoderDied) as died:
        own.examine(write(drawn("PNG")))
    assert died.value.reason == "stalled"
    own.seconds = 10
    assert own.examine(write(drawn("PNG"))).format == "PNG"


def test_over_its_deadline(large, tmp_path):
    decoder = Decoder(seconds=0.4)
    with pytest.raises(DecoderDied):
        decoder.derive(large, tmp_path)
    assert decoder.child is None


def test_out_of_memory(large, write, tmp_path):
    decoder = Decoder(memory=300_000_000)
    with pytest.raises((Refused, DecoderDied)) as error:
        decoder.derive(large, tmp_path)
    assert error.value.reason in ("too-many-pixels", "killed")
    assert decoder.examine(write(drawn("JPEG"))).format == "JPEG"
    decoder.close()


def test_limits_are_set_and_secrets_stay_here(own, write, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "for-nobody")
    own.examine(write(drawn("JPEG")))
    process = Path(f"/proc/{own.child.pid}")
    if not process.exists():
        pytest.skip("no /proc on this system")
    limits = {
        line[:26].strip(): line[26:].split()[0] for line in (process / "limits").read_text().splitlines()
    }
    assert limits["Max address space"] == "2000000000"
    assert limits["Max core file size"] == "0"
    assert int(limits["Max cpu time"]) < 20
    assert os.getpriority(os.PRIO_PROCESS, own.child.pid) == os.getpriority(os.PRIO_PROCESS, 0) + 10
    assert b"for-nobody" not in (process / "environ").read_bytes()


def test_many_threads_take_turns(write):
    decoders, path = Decoders(2), write(drawn("JPEG"))
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda _: decoders.examine(path).width, range(60)))
    decoders.close()
    assert results == [160] * 60


def test_a_fork_starts_its_own_child(own, write):
    path = write(drawn("JPEG"))
    own.examine(path)
    pid = own.child.pid
    forked = os.fork()
    if not forked:
        ok = False
        try:
            ok = own.examine(path).width == 160 and own.child.pid != pid
            own.close()
        finally:
            os._exit(0 if ok else 1)
    assert os.waitpid(forked, 0)[1] == 0
    assert own.examine(path).width == 160
    assert own.child.pid == pid


def test_the_child_survives_the_thread_that_started_it(own, write):
    path = write(drawn("JPEG"))
    thread = threading.Thread(target=own.examine, args=[path])
    thread.start()
    thread.join()
    pid = own.child.pid
    assert own.examine(path).width == 160
    assert own.child.pid == pid


def test_the_child_dies_with_its_parent_even_at_work(large, tmp_path):
    script = (
        "import sys, threading, time; from albums.images.decoder import Decoder; d = Decoder()\n"
        "threading.Thread(target=d.derive, args=sys.argv[1:]).start()\n"
        "time.sleep(0.6); print(d.child.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, large, tmp_path], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 5
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(pid)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
