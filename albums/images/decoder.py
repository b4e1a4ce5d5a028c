"""Decode pictures in a child process, so that a picture that crashes or stalls a decoder harms no other work.

decoder = Decoder(niceness=10)
decoder.examine(path, name)       # format, size, capture time and notices; milliseconds
decoder.derive(path, directory)   # writes thumb.webp, page.webp, screen.webp
"""

import itertools
import json
import logging
import math
import os
import select
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO, Any, TypeVar

from albums.images.answers import read_derived, read_done, read_examined, text
from albums.images.errors import DecoderDied, NoSandbox, Refused
from albums.images.limits import MEMORY_BYTES
from albums.images.results import SIZES, SUFFIX, Derived, Examined

__all__ = ["SIZES", "Decoder", "DecoderDied", "Decoders", "Derived", "Examined", "NoSandbox", "Refused"]

Result = TypeVar("Result")
logger = logging.getLogger(__name__)
REPOSITORY = Path(__file__).resolve().parents[2]

# The child parses untrusted bytes, so it does not inherit the environment, which holds keys and passwords.
# MALLOC_ARENA_MAX: glibc reserves 64 MB of address space per arena and thread, which counts against the memory limit.
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1"}
# An answer is a few hundred bytes, or the traceback of a bug.
ANSWER_BYTES = 100_000
NOT_CONFINED = "The decoder of photos works without %s, which this system lacks: see `manage.py check`"


class Decoder:
    """One child process, started at the first job and again after it ended. Threads may share it; they take turns.

    `niceness` is the child's. `seconds` is the deadline of one job. `memory` limits its address space, in bytes. If
    `strict`, decode nothing where a part of the sandbox is missing. After a fork (gunicorn, Celery) the new process
    starts a child of its own.
    """

    program = ("-m", "albums.images.child")

    def __init__(
        self, niceness: int = 0, seconds: float = 20, memory: int = MEMORY_BYTES, strict: bool = False
    ) -> None:
        self.niceness, self.seconds, self.memory, self.strict = niceness, seconds, memory, strict
        self.lock = threading.Lock()
        self.child: subprocess.Popen[bytes] | None = None
        self.jobs: socket.socket | None = None
        _decoders.add(self)

    def examine(self, path: str | Path, name: str = "") -> Examined:
        """Return a file's format, size, capture time and notices. `name` is the one it was sent with.

        Raise Refused, DecoderDied, NoSandbox, or OSError (such as no file).
        """
        with open(path, "rb") as original:
            return _sensible(read_examined, self._ask({"job": "examine", "name": name}, original))

    def derive(self, path: str | Path, directory: str | Path, sizes: dict[str, int] = SIZES) -> list[Derived]:
        """Write one file per size (long edges in pixels, by variant) into an existing directory. Raise as `examine`."""
        return self.derive_into(
            path, {each: Path(directory).absolute() / f"{each}{SUFFIX}" for each in sizes}, sizes
        )

    def derive_into(
        self, path: str | Path, paths: Mapping[str, Path], sizes: Mapping[str, int]
    ) -> list[Derived]:
        """Write one file per size to the path of its variant. Raise as `examine`."""
        with ExitStack() as opened:
            original = opened.enter_context(open(path, "rb"))
            outputs = [opened.enter_context(paths[variant].open("wb")) for variant in sizes]
            done = self._ask({"job": "derive", "sizes": dict(sizes)}, original, outputs)
        return _sensible(read_derived, done, {variant: paths[variant] for variant in sizes})

    def close(self) -> None:
        """End the child; the next job starts another."""
        with self.lock:
            self._end()

    def _ask(self, request: dict, original: IO[bytes], outputs: Iterable[IO[bytes]] = ()) -> Any:
        """Have the child do a job with these files, and return what it has done. Raise as `examine`."""
        size = os.fstat(original.fileno()).st_size
        line = json.dumps({**request, "size": size}).encode() + b"\n"
        with self.lock:
            try:
                answer = _parsed(self._exchange(line, [file.fileno() for file in (original, *outputs)]))
            except BaseException:
                # After a KeyboardInterrupt too: the next job must not read the answer to this one.
                self._end()
                raise
        _tell_missing(answer)
        return _sensible(read_done, answer)

    def _exchange(self, line: bytes, descriptors: list[int]) -> bytes:
        """Hand a job over, with a pipe for its answer alone, so that nothing of it is taken for that to the next."""
        child, jobs = self._running()
        deadline = time.monotonic() + self.seconds
        answers, its = os.pipe()
        with open(answers, "rb", buffering=0) as stream:
            try:
                # Never blocks: there is one job at a time, and it is far smaller than a socket's buffer.
                socket.send_fds(jobs, [line], [its, *descriptors])
            except ConnectionError as error:
                raise DecoderDied("killed", "before the job") from error
            finally:
                os.close(its)
            answer = b""
            while not answer.endswith(b"\n"):
                if not _readable(stream, deadline):
                    raise DecoderDied("stalled", f"no answer in {self.seconds} s")
                received = stream.read(65536)
                if not received:
                    raise DecoderDied("killed", f"ended with {_code(child)}")
                answer += received
                if len(answer) > ANSWER_BYTES:
                    raise DecoderDied("killed", "its answer has no end")
            return answer

    def _running(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        if self.child is None or self.jobs is None or self.child.poll() is not None:
            self._end()
            arguments = [self.niceness, math.ceil(self.seconds), self.memory, int(self.strict)]
            self.jobs, its = socket.socketpair()
            with its:
                self.child = subprocess.Popen(
                    [sys.executable, *self.program, *map(str, arguments)],
                    stdin=its.fileno(),
                    stdout=subprocess.DEVNULL,
                    cwd=REPOSITORY,
                    env=ENVIRONMENT,
                )
        return self.child, self.jobs

    def _end(self) -> None:
        child = self._let_go()
        if child:
            child.kill()  # SIGKILL, which also ends a stopped process, and with it the one that does its job
            # A process that hangs in the kernel on a dead NFS server does not end: leave it.
            with suppress(subprocess.TimeoutExpired):
                child.wait(timeout=5)

    def _let_go(self) -> subprocess.Popen[bytes] | None:
        """Close the socket to the child, and return it."""
        child, self.child = self.child, None
        jobs, self.jobs = self.jobs, None
        if jobs:
            jobs.close()
        return child

    def _forget(self) -> None:
        """Drop the child after a fork: it belongs to the parent process, and so does the other end of its socket."""
        self.lock = threading.Lock()  # a thread that does not exist in this process may hold the old one
        # An open socket would keep the child alive after the parent's end.
        child = self._let_go()
        if child:
            child.returncode = 0  # keeps Popen from waiting for another process's child


class Decoders:
    """Several decoders, by default one per core. A job goes to a free one, or waits for one if none is free.

    `niceness`, `seconds` and `strict` are as in Decoder.
    """

    def __init__(
        self, count: int | None = None, niceness: int = 0, seconds: float = 20, strict: bool = False
    ) -> None:
        self.all = [Decoder(niceness, seconds, strict=strict) for _ in range(count or os.cpu_count() or 1)]
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


def _readable(stream: IO[bytes], deadline: float) -> bool:
    poll = select.poll()  # select.select() fails above file descriptor 1024
    poll.register(stream, select.POLLIN)
    return bool(poll.poll(max(0, deadline - time.monotonic()) * 1000))


def _code(child: subprocess.Popen[bytes]) -> str:
    try:
        return str(child.wait(timeout=1))
    except subprocess.TimeoutExpired:
        return "no code"


def _parsed(line: bytes) -> dict:
    answer = _sensible(json.loads, line)
    if not isinstance(answer, dict):
        raise DecoderDied("killed", "its answer makes no sense")
    return answer


def _sensible(read: Callable[..., Result], *arguments: Any) -> Result:
    """Return what `read` makes of an answer. A file that took over the child answers in its own words."""
    try:
        return read(*arguments)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise DecoderDied("killed", "its answer makes no sense") from error


def _tell_missing(answer: dict) -> None:
    """Log once in each process what the child works without."""
    global _is_told
    if answer.get("missing") and not _is_told:
        _is_told = True
        logger.warning(NOT_CONFINED, text(answer["missing"]))


_is_told = False
_decoders: weakref.WeakSet[Decoder] = weakref.WeakSet()


def _forget_all() -> None:
    for decoder in list(_decoders):
        decoder._forget()


os.register_at_fork(after_in_child=_forget_all)
