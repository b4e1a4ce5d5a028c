"""A process beside pytest. Its only task: when pytest has ended, however, nothing of it stays behind.

It is started with a pipe that nobody writes to. When pytest ends, even by kill -9, the pipe ends too. Whatever carries
the run's mark in its environment is then ended, and the run's directory deleted. A stack (deploy/local) has a guardian
of its own, which knows the members: it is told to end and awaited.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.support.processes import Process, descendants, has_variable, processes, send

MARK = "PIC_UP_TEST_RUN"
# As long as a stack may take to stop its members in order, one after the other.
STACK_SECONDS = 120


def guard(directory: str) -> subprocess.Popen:
    """Starts the guardian of this process. Everything that inherits the environment from now on is its ward."""
    guardian = subprocess.Popen(
        # -S: it needs nothing but the standard library, and starts in milliseconds.
        [sys.executable, "-S", "-m", "tests.support.guardian", directory],
        cwd=Path(__file__).resolve().parents[2],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    os.environ[MARK] = directory
    return guardian


def release(guardian: subprocess.Popen) -> None:
    """Lets it do its work and waits until it has."""
    guardian.stdin.close()
    guardian.wait()


def end_all(directory: str) -> None:
    """Ends every process with the mark. Gives up on one that no signal ends."""
    in_order = time.monotonic() + STACK_SECONDS
    while (left := marked(directory)) and time.monotonic() < in_order + 30:
        for process in left:
            end(process, at_once=time.monotonic() > in_order)
        time.sleep(0.05)


def marked(directory: str) -> list[Process]:
    """Those to be ended: all with the mark but a stack's own members, whom its supervisor ends."""
    everybody = processes()
    wards = [one for one in everybody if one.pid != os.getpid() and has_variable(one.pid, MARK, directory)]
    guards = [one for one in wards if does(one, "guard")]
    members = {pid for one in guards for pid in descendants(one.pid, everybody)}
    return [one for one in wards if one.pid not in members or does(one, "supervise")]


def does(process: Process, what: str) -> bool:
    return process.arguments[1:4] == ("-m", "deploy.local", what)


def end(process: Process, *, at_once: bool) -> None:
    """A stack's guardian ends by itself after its supervisor, however that ended."""
    if does(process, "supervise"):
        send(process.pid, signal.SIGKILL if at_once else signal.SIGTERM)
    elif not does(process, "guard"):
        send(process.pid)


if __name__ == "__main__":
    sys.stdin.buffer.read()
    end_all(sys.argv[1])
    run = Path(sys.argv[1])
    # Whoever makes a directory elsewhere gives it the run's name (deploy/mariadb/tests).
    for directory in (run, *Path("/dev/shm").glob(f"{run.name}-*")):
        shutil.rmtree(directory, ignore_errors=True)
