"""Pictures are decoded in a child process: one that kills or stalls its decoder takes nobody with it.

decoder = Decoder(niceness=10)
decoder.examine(path)             # what an upload needs to know; milliseconds
decoder.derive(path, directory)   # writes thumb.webp, page.webp, screen.webp
"""

import itertools
import json
import math
import os
import select
import subprocess
import sys
import threading
import time
import weakref
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from albums.images.derive import SIZES, Derived
from albums.images.errors import DecoderDied, Refused
from albums.images.examine import Examined
from albums.images.limits import MEMORY_BYTES

__all__ = ["SIZES", "Decoder", "DecoderDied", "Decoders", "Derived", "Examined", "Refused"]

REPOSITORY = Path(__file__).resolve().parents[2]

# The child parses strangers' bytes, so it gets none of our environment: keys and passwords are in there.
# glibc reserves 64 MB of address space per arena and thread, which would count against the memory limit.
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1"}


class Decoder:
    """One child, started at the first job and again whenever it is gone. Any thread may ask; they take turns.

    `niceness` 10 for workers, so that people come first. `seconds` is the deadline of one job. After a fork
    (gunicorn, Celery) the new process starts a child of its own.
    """

    def __init__(self, niceness: int = 0, seconds: float = 20, memory: int = MEMORY_BYTES) -> None:
        self.niceness, self.seconds, self.memory = niceness, seconds, memory
        self.lock = threading.Lock()
        self.child: subprocess.Popen[bytes] | None = None
        _decoders.add(self)

    def examine(self, path: str | Path) -> Examined:
        """Say what the file is. Raises Refused, DecoderDied, or OSError where it cannot be read."""
        found = self._ask({"job": "examine", "path": _absolute(path)})
        found["taken_at"] = found["taken_at"] and datetime.fromisoformat(found["taken_at"])
        return Examined(**found)

    def derive(self, path: str | Path, directory: str | Path, sizes: dict[str, int] = SIZES) -> list[Derived]:
        """Write one file per size into `directory`, which exists. Raises as `examine` does."""
        request = {"job": "derive", "path": _absolute(path), "directory": _absolute(directory)}
        return [Derived(**each) for each in self._ask({**request, "sizes": sizes})]

    def close(self) -> None:
        """End the child; the next job starts another."""
        with self.lock:
            self._end()

    def _ask(self, request: dict):
        with self.lock:
            try:
                answer = self._exchange(json.dumps(request).encode() + b"\n")
            except (
                BaseException
            ):  # also a KeyboardInterrupt: an answer that nobody read must not meet the next job
                self._end()
                raise
            if answer["last"]:
                self._end()
        return _result(answer)

    def _exchange(self, line: bytes) -> dict:
        child = self._running()
        jobs, answers = _pipes(child)
        deadline = time.monotonic() + self.seconds
        try:
            # Cannot block: there is one job at a time, and it is far smaller than a pipe.
            os.write(jobs.fileno(), line)
        except BrokenPipeError as error:
            raise DecoderDied("killed", "before the job") from error
        answer = b""
        while not answer.endswith(b"\n"):
            if not _readable(answers, deadline):
                raise DecoderDied("stalled", f"no answer in {self.seconds} s")
            received = os.read(answers.fileno(), 65536)
            if not received:
                raise DecoderDied("killed", f"ended with {_code(child)}")
            answer += received
        return json.loads(answer)

    def _running(self) -> subprocess.Popen[bytes]:
        if self.child is None or self.child.poll() is not None:
            self._end()
            arguments = [str(self.niceness), str(math.ceil(self.seconds)), str(self.memory)]
            self.child = subprocess.Popen(
                [sys.executable, "-m", "albums.images.child", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=REPOSITORY,
                env=ENVIRONMENT,
            )
        return self.child

    def _end(self) -> None:
        child, self.child = self.child, None
        if child:
            child.kill()  # SIGKILL, which also ends a stopped process
            for pipe in _pipes(child):
                pipe.close()
            with suppress(
                subprocess.TimeoutExpired
            ):  # stuck in the kernel on a dead NFS server: leave it there
                child.wait(timeout=5)

    def _forget(self) -> None:
        """In a forked process: the child is our parent's, and so are the other ends of its pipes."""
        child, self.child = self.child, None
        self.lock = threading.Lock()  # the old one may be held by a thread that does not exist here
        if child:
            for pipe in _pipes(child):
                pipe.close()  # else the child would outlive our parent
            child.returncode = 0  # not ours to wait for


class Decoders:
    """Several decoders (by default one per core): a job goes to one that is free, else it waits its turn."""

    def __init__(self, count: int | None = None, niceness: int = 0, seconds: float = 20) -> None:
        self.all = [Decoder(niceness, seconds) for _ in range(count or os.cpu_count() or 1)]
        self.turns = itertools.cycle(self.all)

    def examine(self, path: str | Path) -> Examined:
        """As Decoder.examine."""
        return self._free().examine(path)

    def derive(self, path: str | Path, directory: str | Path, sizes: dict[str, int] = SIZES) -> list[Derived]:
        """As Decoder.derive."""
        return self._free().derive(path, directory, sizes)

    def close(self) -> None:
        """End every child."""
        for decoder in self.all:
            decoder.close()

    def _free(self) -> Decoder:
        # A glance, not a claim: two threads may pick the same one, and then the second waits a moment.
        return next((each for each in self.all if not each.lock.locked()), None) or next(self.turns)


def _absolute(path: str | Path) -> str:
    return str(Path(path).absolute())  # the child works in another directory


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert child.stdin and child.stdout
    return child.stdin, child.stdout


def _readable(stream: IO[bytes], deadline: float) -> bool:
    poll = select.poll()  # not select(): it fails above file descriptor 1024
    poll.register(stream, select.POLLIN)
    return bool(poll.poll(max(0, deadline - time.monotonic()) * 1000))


def _code(child: subprocess.Popen[bytes]) -> str:
    try:
        return str(child.wait(timeout=1))
    except subprocess.TimeoutExpired:
        return "no code"


def _result(answer: dict):
    if "done" in answer:
        return answer["done"]
    if "refused" in answer:
        raise Refused(*answer["refused"])
    if "os_error" in answer:
        raise OSError(*answer["os_error"])
    raise RuntimeError(f"the decoder has a bug:\n{answer['error']}")


_decoders: weakref.WeakSet[Decoder] = weakref.WeakSet()


def _forget_all() -> None:
    for decoder in list(_decoders):
        decoder._forget()


os.register_at_fork(after_in_child=_forget_all)
