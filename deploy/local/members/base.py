"""The base class of a member: its command, its port, and how to find out that it is ready."""

import os
import signal
import sys
from pathlib import Path

from deploy.local.stack_dir import StackDir


class Missing(Exception):
    """A program or package that a member needs is not on this machine."""


class Member:
    """One server of a stack. Subclasses define what differs. Any process may make one to read its properties.

    `prepare` runs before every start and `after_start` when the member is ready. Both may be repeated.
    """

    name = ""
    # Members that must be ready before this one starts.
    needs: tuple[str, ...] = ()
    # Debian's package, for the sentence that names what is missing.
    package = ""
    # Seconds, long enough for a busy machine.
    start_seconds = 180
    stop_seconds = 10
    stop_signal = signal.SIGTERM
    listens = True
    # As nice(1) counts: a member with more of it waits for those with less on a busy machine.
    niceness = 0

    def __init__(self, stack_dir: StackDir):
        self.stack_dir = stack_dir
        self.directory = stack_dir.directory / self.name
        self.log = stack_dir.directory / "logs" / f"{self.name}.log"
        self.port = stack_dir.port(self.name) if self.listens else 0

    @property
    def url(self) -> str:
        raise NotImplementedError

    @property
    def command(self) -> list[str]:
        raise NotImplementedError

    def check(self) -> None:
        """Raise `Missing` if this machine cannot run the member."""
        _ = self.command

    @property
    def environment(self) -> dict[str, str]:
        return {}

    @property
    def whole_environment(self) -> dict[str, str]:
        return {**os.environ, **self.environment}

    @property
    def working_directory(self) -> Path:
        return self.directory

    def prepare(self) -> None:
        pass

    def is_ready(self) -> bool:
        raise NotImplementedError

    def after_start(self) -> None:
        pass

    @property
    def known(self) -> dict:
        return self.stack_dir.read().get("members", {}).get(self.name, {})

    @property
    def pid(self) -> int:
        return self.known.get("pid", 0)

    def last_lines(self, count: int = 15) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-count:])


def program(name: str, package: str, *places: str) -> str:
    """Return the path of a program: beside this Python, where Debian puts servers, or in PATH."""
    search = [str(Path(sys.executable).parent), *places, "/usr/sbin", *os.get_exec_path()]
    for directory in search:
        path = Path(directory) / name
        if os.access(path, os.X_OK):
            return str(path)
    raise Missing(f"{name} is not on this machine: install Debian's {package}.")


def module(*command: str) -> list[str]:
    """Return the command that runs a Python module with this Python."""
    return [sys.executable, "-m", *command]
