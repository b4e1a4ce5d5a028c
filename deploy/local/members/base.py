"""What every member of the stack is: a command, where it answers, and how to know that it does."""

import os
import signal
import sys
from pathlib import Path

from deploy.local.stack_dir import StackDir


class Missing(Exception):
    """A program or package that a member needs is not on this machine."""


class Member:
    """One server. Subclasses say what is different; everything may be asked from any process.

    `prepare` runs before every start and `settle` after it, when the member is ready: both may be repeated.
    """

    name = ""
    # Members that must be ready before this one starts.
    needs: tuple[str, ...] = ()
    # Debian's package, for the sentence that names what is missing.
    package = ""
    # Of a machine that has much else to do.
    start_seconds = 180
    stop_seconds = 10
    stop_signal = signal.SIGTERM
    listens = True

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
        """Raises `Missing` when this machine cannot run the member."""
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
    """The path of a program: beside this Python, where Debian puts servers, or in PATH."""
    search = [str(Path(sys.executable).parent), *places, "/usr/sbin", *os.get_exec_path()]
    for directory in search:
        path = Path(directory) / name
        if os.access(path, os.X_OK):
            return str(path)
    raise Missing(f"{name} is not on this machine: install Debian's {package}.")


def module(*command: str) -> list[str]:
    """A Python module of the repository, by the same Python."""
    return [sys.executable, "-m", *command]
