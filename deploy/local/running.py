"""One member's processes, started, awaited and ended by mirakuru."""

import atexit
import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import mirakuru
import mirakuru.base
import psutil

from deploy.local.members.base import Member
from deploy.local.processes import started

# At exit, mirakuru kills every process on the machine whose mark CONTAINS our pid's digits: another stack's
# members too, by chance. Our guardian ends ours for certain.
atexit.unregister(mirakuru.base.cleanup_subprocesses)


class Failed(Exception):
    """A member did not start. The text ends with the last lines of its log."""


def describe(error: Exception) -> str:
    """Return mirakuru's error without the command, which it names twice."""
    if isinstance(error, mirakuru.exceptions.ProcessExitedWithError):
        return f"it ended with code {error.exit_code}"
    if isinstance(error, mirakuru.exceptions.TimeoutExpired):
        return f"it was not ready after {error.timeout:.0f} s"
    return str(error) or type(error).__name__


def lower_session(pid: int, niceness: int) -> None:
    """Make a whole session as nice as its processes.

    Linux shares a processor between sessions first, and looks at the niceness of processes only within one
    (sched(7), "The autogroup feature"). Where it does not, there is nothing to do.
    """
    with suppress(OSError):
        Path(f"/proc/{pid}/autogroup").write_text(str(niceness))


class Process(mirakuru.Executor):
    """A member's process in a session of its own, its output in its log."""

    is_lowered = False

    def __init__(self, member: Member):
        self.member = member
        log = member.log.open("ab")
        super().__init__(
            ["nice", "-n", str(member.niceness), *member.command],
            cwd=str(member.working_directory),
            envvars=member.environment,
            timeout=member.start_seconds,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )

    def pre_start_check(self) -> bool:
        return False

    def after_start_check(self) -> bool:
        if self.process and not self.is_lowered:
            # At once: the site's processes soon refuse it to everybody but root (picup/env/hidden.py).
            lower_session(self.pid, self.member.niceness)
            self.is_lowered = True
        if self.process and not self.running():
            raise mirakuru.exceptions.ProcessExitedWithError(self, self.process.returncode)
        return self.member.is_ready()

    @property
    def pid(self) -> int:
        return self.process.pid if self.process else 0

    def marked(self) -> set[int]:
        return mirakuru.base.processes_with_env(mirakuru.base.ENV_UUID, self._uuid)


class Running:
    """A member and its processes, if any. Only one thread at a time uses it."""

    def __init__(self, member: Member):
        self.member = member
        self.lock = threading.Lock()
        self.process: Process | None = None

    def start(self) -> float:
        """Start the member and wait until it is ready. Return the seconds that it took; 0 if it runs already."""
        with self.lock:
            if self.is_up():
                return 0
            begun = time.monotonic()
            try:
                for directory in (self.member.directory, self.member.log.parent):
                    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
                self.member.prepare()
                self.process = Process(self.member)
                self.process.start()
                self.remember(self.process.pid)
                self.member.after_start()
            except Exception as error:
                self.end()
                raise Failed(f"{self.member.name}: {describe(error)}\n{self.member.last_lines()}") from error
            return time.monotonic() - begun

    def is_up(self) -> bool:
        return self.process is not None and self.process.running()

    def remember(self, pid: int) -> None:
        known = {"pid": pid, "started": started(pid), "port": self.member.port, "log": str(self.member.log)}
        self.member.stack_dir.change("members", **{self.member.name: known})

    def stop(self) -> None:
        """Ask the member's first process to end, as an operator does, then kill what is left.

        The signal does not go to the whole group: the first process lets its children finish their work.
        """
        with self.lock:
            first = self.process.process if self.process else None
            if first and self.is_up():
                with suppress(ProcessLookupError):
                    os.kill(first.pid, self.member.stop_signal)
                with suppress(subprocess.TimeoutExpired):
                    first.wait(self.member.stop_seconds)
            self.end()

    def kill(self) -> None:
        """Kill all its processes at once (SIGKILL) and wait until they are gone."""
        with self.lock:
            self.end()

    def end(self) -> None:
        if self.process is None:
            return
        tree = self.tree()
        for process in tree:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)
        if self.process.process is not None:
            self.process.process.wait()
        self.process.kill()
        psutil.wait_procs(tree, timeout=10)
        self.process = None
        self.member.stack_dir.change("members", **{self.member.name: {}})

    def tree(self) -> list[psutil.Process]:
        """Return its group and children, and by mirakuru's mark those that left the group (Erlang's helpers, epmd).

        Both are needed: nginx and redis-server overwrite their environment, which holds the mark.
        """
        found: dict[int, psutil.Process] = {}
        if self.process is None:
            return []
        first = self.process.process
        for pid in self.process.marked() | ({first.pid} if first else set()):
            with suppress(psutil.NoSuchProcess):
                found[pid] = psutil.Process(pid)
        if first:
            for process in psutil.process_iter():
                with suppress(ProcessLookupError):
                    if os.getpgid(process.pid) == first.pid:
                        found[process.pid] = process
        return list(found.values())
