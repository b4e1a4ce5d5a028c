"""Which processes there are, read from /proc: what `ps` prints is cut at the width of a terminal that is not there."""

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    arguments: tuple[str, ...]


def processes() -> list[Process]:
    """All of this machine that are alive. Zombies, which only wait to be counted, are not."""
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [process for pid in pids if (process := read_process(pid))]


def read_process(pid: int) -> Process | None:
    """None when it is gone."""
    try:
        # Its name is in brackets, and may hold blanks and brackets itself.
        state, parent, *_ = Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()
        arguments = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return None
    if state in "ZX":
        return None
    words = arguments.rstrip(b"\0").decode(errors="surrogateescape").split("\0")
    return Process(pid, int(parent), tuple(words))


def descendants(pid: int, among: list[Process]) -> list[int]:
    """The process ids of its children and theirs, the parents first."""
    children = [process.pid for process in among if process.parent == pid]
    return [one for child in children for one in (child, *descendants(child, among))]


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if read_process(pid)]


def has_variable(pid: int, name: str, value: str) -> bool:
    """Whether it was started with this variable in its environment."""
    try:
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.fsencode(f"{name}={value}") in variables


def send(pid: int, number: int = signal.SIGKILL) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
