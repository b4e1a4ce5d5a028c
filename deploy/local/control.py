"""Control a stack from commands and fixtures, over a connection to its supervisor."""

import subprocess
import sys
import time
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection

from deploy.local.members import all_members
from deploy.local.members.base import Member
from deploy.local.processes import is_same
from deploy.local.stack_dir import REPOSITORY, StackDir


class StackError(Exception):
    """The supervisor could not do what was asked. The text says why."""


class Stack:
    """A stack in a directory: `stack["redis"].url`, `stack.start("redis")`, `stack.kill("redis")`.

    While `held`, the stack ends with this process, even after a kill -9.
    """

    def __init__(self, directory):
        self.stack_dir = StackDir(directory)
        self.held: Connection | None = None

    def __getitem__(self, name: str) -> Member:
        return all_members(self.stack_dir)[name]

    @property
    def is_running(self) -> bool:
        known = self.stack_dir.read().get("supervisor", {})
        return is_same(known.get("pid", 0), known.get("started", ""))

    def open(self, *, temporary: bool = False) -> "Stack":
        """Start the supervisor if there is none, and hold the stack. Start no member."""
        deadline = time.monotonic() + 120
        while self.held is None:
            if not self.is_running:
                self.launch(temporary)
            try:
                connection = self.connect()
                ask(connection, "hold")
                self.held = connection
            except (OSError, EOFError):  # It is just ending, or just starting.
                if time.monotonic() > deadline:
                    raise StackError(f"The supervisor did not start:\n{self.last_lines()}") from None
                time.sleep(0.1)
        return self

    def launch(self, temporary: bool) -> None:
        self.stack_dir.directory.resolve().mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = ["--temporary"] if temporary else []
        with (self.stack_dir.directory / "stack.log").open("ab") as log:
            guardian = subprocess.Popen(
                [sys.executable, "-m", "deploy.local", "guard", *flags, str(self.stack_dir.directory)],
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 60
        while not self.is_running and guardian.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)

    def connect(self) -> Connection:
        known = self.stack_dir.read()
        try:
            address = ("127.0.0.1", known["supervisor"]["port"])
            return Client(address, authkey=known["secret"]["password"].encode())
        except (KeyError, AuthenticationError) as error:
            raise OSError("no supervisor") from error

    def ask(self, what: str, *arguments):
        """Ask over a connection of its own, so that several threads can ask at once."""
        try:
            with self.connect() as connection:
                return ask(connection, what, *arguments)
        except (OSError, EOFError):
            raise StackError("The stack does not run.") from None

    def start(self, *names: str) -> dict[str, float]:
        return self.ask("start", *names)

    def stop(self, name: str) -> None:
        self.ask("stop", name)

    def kill(self, name: str) -> None:
        self.ask("kill", name)

    def signal(self, name: str, number: int) -> None:
        self.ask("signal", name, number)

    def states(self) -> dict[str, str]:
        return self.ask("states")

    def leave(self) -> None:
        """Let the stack run on without this process."""
        self.ask("stay")
        self.release()

    def release(self) -> None:
        if self.held:
            self.held.close()
            self.held = None

    def down(self, seconds: float = 120) -> None:
        """End everything and wait until nothing is left."""
        self.ask("down")
        self.release()
        self.wait_until_gone(seconds)

    def wait_until_gone(self, seconds: float = 120) -> None:
        """Wait until the stack's last process has ended: the guardian's lock is free, or its directory is gone."""
        deadline = time.monotonic() + seconds
        while is_locked(self.stack_dir):
            if time.monotonic() > deadline:
                raise StackError("The stack did not end in time.")
            time.sleep(0.05)

    def last_lines(self, count: int = 15) -> str:
        log = self.stack_dir.directory / "stack.log"
        lines = log.read_text(errors="replace").splitlines() if log.exists() else []
        return "\n".join(lines[-count:])


def ask(connection: Connection, what: str, *arguments):
    connection.send((what, arguments))
    well, answer = connection.recv()
    if not well:
        raise StackError(answer)
    return answer


def is_locked(stack_dir: StackDir) -> bool:
    import fcntl

    try:
        with (stack_dir.directory / "lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
