"""The process that owns the members, and obeys commands over a connection on loopback.

It never restarts a dead member by itself: tests and operators kill one to see what happens without it.

It is our own because the stack must run without root, containers and systemd. Ordinary supervisors restart what dies,
which is what a stack for kill tests must not do, and do not end with the process that wanted the stack.
"""

import logging
import os
import signal
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection, Listener

from deploy.local.members import all_members
from deploy.local.members.site import forget_counts
from deploy.local.processes import started
from deploy.local.running import Failed, Running
from deploy.local.stack_dir import StackDir

logger = logging.getLogger("stack")
# Seconds after which a stack that nobody holds ends: its starter has died.
ALONE_SECONDS = 60


class Supervisor:
    def __init__(self, stack_dir: StackDir):
        self.stack_dir = stack_dir
        # Every port is chosen now: from here on members are the same for everybody who reads the file.
        self.running = {name: Running(member) for name, member in all_members(stack_dir).items()}
        self.pool = ThreadPoolExecutor(32)
        self.starts: dict[str, Future] = {}
        self.lock = threading.Lock()
        self.holders = 0
        self.stays = False
        self.ending = threading.Event()

    # --- What it can be told ---------------------------------------------------------------------------

    def start(self, *names: str) -> dict[str, float]:
        """Start members and those they need, in parallel. Return the seconds that each took."""
        with self.lock:
            self.starts = {name: start for name, start in self.starts.items() if not start.done()}
            starts = {name: self.plan(name) for name in names}
            starts |= {name: start for name, start in self.starts.items() if name not in starts}
        return {name: start.result() for name, start in starts.items()}

    def plan(self, name: str) -> Future:
        if name not in self.starts:
            needs = [self.plan(need) for need in self.running[name].member.needs]
            self.starts[name] = self.pool.submit(self.start_after, name, needs)
        return self.starts[name]

    def start_after(self, name: str, needs: list[Future]) -> float:
        for need in needs:
            try:
                need.result()
            except Failed:
                raise Failed(f"{name}: a member that it needs did not start") from None
        seconds = self.running[name].start()
        if seconds:
            logger.info("%s is ready after %.1f s", name, seconds)
        return seconds

    def stop(self, name: str) -> None:
        self.running[name].stop()
        logger.info("%s is stopped", name)

    def kill(self, name: str) -> None:
        self.running[name].kill()
        logger.info("%s is killed", name)

    def signal(self, name: str, number: int) -> None:
        """Send a signal to all processes of a member: SIGSTOP freezes it, SIGCONT lets it continue."""
        for process in self.running[name].tree():
            process.send_signal(number)

    def states(self) -> dict[str, str]:
        return {name: self.state(name) for name in self.running}

    def state(self, name: str) -> str:
        if self.running[name].is_up():
            return "up"
        return "dead" if self.running[name].process else "-"

    def stay(self) -> None:
        """Keep the stack until `down`, even when nobody holds it any more."""
        self.stays = True

    def down(self) -> None:
        self.end()

    # --- Being told ------------------------------------------------------------------------------------

    def serve(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: self.ending.set())
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        listener = Listener(("127.0.0.1", 0), backlog=32, authkey=self.stack_dir.secret().encode())
        own = {"pid": os.getpid(), "started": started(os.getpid()), "port": listener.address[1]}
        self.stack_dir.change("supervisor", **own)
        threading.Thread(target=self.accept, args=(listener,), daemon=True).start()
        threading.Timer(ALONE_SECONDS, self.end_if_alone).start()
        self.ending.wait()
        self.stop_all()
        logging.shutdown()
        # Threads that wait for a member's start would keep this process; the guardian ends what they leave.
        os._exit(0)

    def accept(self, listener: Listener) -> None:
        while True:
            try:
                connection = listener.accept()
            except Exception as error:  # A stranger's connection without the password is no reason to end.
                logger.warning("A connection was refused: %s", error)
                continue
            threading.Thread(target=self.answer, args=(connection,), daemon=True).start()

    def answer(self, connection: Connection) -> None:
        """Serve one caller. A caller that holds the stack keeps the connection open, so that its crash releases it."""
        holds = False
        try:
            while True:
                what, arguments = connection.recv()
                if what == "hold":
                    holds = True
                    self.count(1)
                    connection.send((True, None))
                else:
                    connection.send(self.do(what, arguments))
        except (EOFError, OSError):
            pass
        finally:
            if holds:
                self.count(-1)
                self.end_if_alone()

    def count(self, one: int) -> None:
        with self.lock:
            self.holders += one

    def do(self, what: str, arguments: tuple) -> tuple[bool, object]:
        if what not in ("start", "stop", "kill", "signal", "states", "stay", "down"):
            return False, f"unknown: {what}"
        try:
            return True, getattr(self, what)(*arguments)
        except Failed as error:
            return False, str(error)
        except Exception as error:
            logger.exception("%s failed", what)
            return False, f"{type(error).__name__}: {error}"

    # --- The end ---------------------------------------------------------------------------------------

    def end_if_alone(self) -> None:
        if not self.holders and not self.stays:
            self.end()

    def end(self) -> None:
        self.ending.set()

    def stop_all(self) -> None:
        """Stop all members in reverse order: each after those that need it, the others in parallel."""
        left = dict(self.running)
        while left:
            needed = {need for running in left.values() for need in running.member.needs}
            free = [name for name in left if name not in needed]
            list(self.pool.map(lambda name: left[name].stop(), free))
            for name in free:
                del left[name]


def main(directory: str) -> None:
    logging.basicConfig(
        stream=sys.stdout, level=logging.INFO, format="{asctime} {levelname} {message}", style="{"
    )
    stack_dir = StackDir(directory)
    forget_counts(stack_dir)
    Supervisor(stack_dir).serve()
