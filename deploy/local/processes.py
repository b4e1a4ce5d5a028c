"""End processes reliably, and never a stranger's."""

import ctypes
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil

PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36


def end_with_parent() -> None:
    """Have this process get SIGTERM when its parent's thread ends in any way. Call it in a child, before exec."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def adopt_orphans() -> None:
    """Make this process the parent of descendants that lose theirs, also of daemons such as epmd."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1) != 0:
        raise OSError(ctypes.get_errno(), "This kernel knows no subreaper.")


def started(pid: int) -> str:
    """Return when a process started, "" if it is gone. Together with its pid that names one process for ever."""
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
    """Kill all descendants of this process. Repeat until none is left, because they may still fork."""
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
    """Collect the exit codes of adopted children, so that no zombies remain."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def kill_recorded(members: dict[str, dict]) -> list[str]:
    """Kill what an earlier stack left behind because its guardian and its supervisor were killed together.

    Kill only processes with the recorded start time, because the system uses pids again.
    """
    found = []
    for name, known in members.items():
        if is_same(known.get("pid", 0), known.get("started", "")):
            found.append(name)
            with suppress(ProcessLookupError):
                os.killpg(known["pid"], signal.SIGKILL)
    return found
