"""Ending processes for certain, and never a stranger's."""

import ctypes
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def end_with_parent() -> None:
    """For a child, before exec: when the parent's thread ends, however, this process gets SIGTERM."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def adopt_orphans() -> None:
    """Descendants that lose their parent become children of this process, daemons such as epmd too."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1) != 0:
        raise OSError(ctypes.get_errno(), "This kernel knows no subreaper.")


def started(pid: int) -> str:
    """When a process started, exactly: with its pid it names one process for ever. "" when it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""
    fields = stat.rpartition(")")[2].split()
    if fields[0] == "Z":
        return ""
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{fields[19]}@{boot}"


def is_same(pid: int, start: str) -> bool:
    return bool(start) and started(pid) == start


def kill_descendants() -> None:
    """Kills every descendant of this process, again and again until none is left (they may still fork)."""
    me = psutil.Process()
    while children := [child for child in me.children(recursive=True) if alive(child)]:
        for child in children:
            with suppress(psutil.NoSuchProcess):
                child.kill()
        reap()
        time.sleep(0.02)
    reap()


def alive(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def reap() -> None:
    """Takes the exit codes of adopted children, so that they do not stay as zombies."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def kill_recorded(members: dict[str, dict]) -> list[str]:
    """Kills what an earlier stack left behind, if its guardian AND its supervisor were killed together.

    Only processes whose start time is the recorded one: a pid is used again by others.
    """
    found = []
    for name, known in members.items():
        if is_same(known.get("pid", 0), known.get("started", "")):
            found.append(name)
            with suppress(ProcessLookupError):
                os.killpg(known["pid"], signal.SIGKILL)
    return found
