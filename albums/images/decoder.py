"""Decode pictures in a child process, so that a picture that crashes or stalls a decoder harms no other work.

decoder = Decoder(niceness=10)
decoder.examine(path, name)       # format, size, capture time and notices; milliseconds
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
from pathlib import Path
from typing import IO

from albums.images.errors import DecoderDied, Refused
from albums.images.limits import MEMORY_BYTES
from albums.images.results import SIZES, Derived, Examined

__all__ = ["SIZES", "Decoder", "DecoderDied", "Decoders", "Derived", "Examined", "Refused"]

REPOSITORY = Path(__file__).resolve().parents[2]

# The child parses untrusted bytes, so it does not inherit the environment, which holds keys and passwords.
# MALLOC_ARENA_MAX: glibc reserves 64 MB of address space per arena and thread, which counts against the memory limit.
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1"}


class Decoder:
    """One child process, started at the first job and again after it ended. Threads may share it; they take turns.

    `niceness` is the child's. `seconds` is the deadline of one job. `memory` limits its address space, in bytes. After
    a fork (gunicorn, Celery) the new process starts a child of its own.
    """

    def __init__(self, niceness: int = 0, seconds: float = 20, memory: int = MEMORY_BYTES) -> None:
        self.niceness, self.seconds, self.memory = niceness, seconds, memory
        self.lock = threading.Lock()
        self.child: subprocess.Popen[bytes] | None = None
        _decoders.add(self)

    def examine(self, path: str | Path, name: str = "") -> Examined:
        """Return a file's format, size, capture time and notices. `name` is the one it was sent with.

        Raise Refused, DecoderDied, or OSError (such as no file).
        """
        found = self._ask({"job": "examine", "path": _absolute(path), "name": name})
        found["taken"] = found["taken"] and tuple(found["taken"])
        return Examined(**found)

    def derive(self, path: str | Path, directory: str | Path, sizes: dict[str, int] = SIZES) -> list[Derived]:
        """Write one file per size (long edges in pixels, by variant) into an existing directory. Raise as `examine`."""
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
            except BaseException:
                # After a KeyboardInterrupt too: the next job must not read the answer to this one.
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
            # Never blocks: there is one job at a time, and it is far smaller than a pipe's buffer.
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
            # A process that hangs in the kernel on a dead NFS server does not end: leave it.
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=5)

    def _forget(self) -> None:
        """Drop the child after a fork: it belongs to the parent process, and so do the other ends of its pipes."""
        child, self.child = self.child, None
        self.lock = threading.Lock()  # a thread that does not exist in this process may hold the old one
        if child:
            for pipe in _pipes(child):
                pipe.close()  # an open pipe would keep the child alive after the parent's end
            child.returncode = 0  # keeps Popen from waiting for another process's child


class Decoders:
    """Several decoders, by default one per core. A job goes to a free one, or waits for one if none is free.

    `niceness` and `seconds` are as in Decoder.
    """

    def __init__(self, count: int | None = None, niceness: int = 0, seconds: float = 20) -> None:
        self.all = [Decoder(niceness, seconds) for _ in range(count or os.cpu_count() or 1)]
        self.turns = itertools.cycle(self.all)

    def examine(self, path: str | Path, name: str = "") -> Examined:
        """Examine a file as `Decoder.examine` does."""
        return self._free().examine(path, name)

    def derive(self, path: str | Path, directory: str | Path, sizes: dict[str, int] = SIZES) -> list[Derived]:
        """Write derivatives as `Decoder.derive` does."""
        return self._free().derive(path, directory, sizes)

    def close(self) -> None:
        """End every child."""
        for decoder in self.all:
            decoder.close()

    def _free(self) -> Decoder:
        # This claims nothing: two threads may choose the same decoder, and then the second waits a moment.
        return next((each for each in self.all if not each.lock.locked()), None) or next(self.turns)


def _absolute(path: str | Path) -> str:
    return str(Path(path).absolute())  # the child works in another directory


def _pipes(child: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert child.stdin and child.stdout
    return child.stdin, child.stdout


def _readable(stream: IO[bytes], deadline: float) -> bool:
    poll = select.poll()  # select.select() fails above file descriptor 1024
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
