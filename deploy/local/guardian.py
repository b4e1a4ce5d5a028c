"""The process above the supervisor. When the supervisor ends in any way, it kills all that is left.

It is a subreaper: all that the members start, daemons too, remain its descendants. So it needs no list, which could be
out of date. If the guardian itself is killed, the supervisor gets SIGTERM and stops its members in order.
"""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time

from deploy.local.processes import adopt_orphans, end_with_parent, kill_descendants, kill_recorded
from deploy.local.stack_dir import REPOSITORY, StackDir


def main(directory: str, *, temporary: bool = False) -> int:
    stack_dir = StackDir(directory)
    stack_dir.directory.resolve().mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = (stack_dir.directory / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return 1  # Another guardian was quicker; the callers will find its supervisor.
    kill_recorded(stack_dir.read().get("members", {}))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    adopt_orphans()
    stack_dir.secret()
    # No thread exists in this process, so that end_with_parent cannot follow a thread that ends early.
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "deploy.local", "supervise", str(stack_dir.directory)],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        preexec_fn=end_with_parent,
    )
    signal.signal(signal.SIGTERM, lambda *_: os.kill(supervisor.pid, signal.SIGTERM))
    wait_for(supervisor.pid)
    kill_descendants()
    if temporary:
        shutil.rmtree(stack_dir.directory.resolve(), ignore_errors=True)
    else:
        forget(stack_dir)
    return 0


def wait_for(supervisor: int) -> None:
    """Wait until the supervisor ends. Collect the exit codes of adopted orphans meanwhile."""
    while True:
        pid, _ = os.waitpid(-1, 0)
        if pid == supervisor:
            return
        time.sleep(0.01)


def forget(stack_dir: StackDir) -> None:
    stack_dir.change("supervisor", pid=0, started="", port=0)
    stack_dir.change("members", **{name: {} for name in stack_dir.read().get("members", {})})
