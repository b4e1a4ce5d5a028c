"""manage.py run: run web, workers and beat together until Ctrl-C. Start a member again if it dies.

This supervisor is our own because a family's machine has no systemd unit, no container and no root: one command must
run everything without a server. It also does what no supervisor knows of: it locks the data directory, and before each
start of a worker it lets apps recover what the dead one had begun (`picup/core/registry.py`).
"""

import ctypes
import fcntl
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from picup.core import registry
from picup.env.hidden import with_secrets
from picup.ops import counters

logger = logging.getLogger(__name__)
STOP_SECONDS = 15
PR_SET_PDEATHSIG = 1
# A member that lived this long was healthy: its death does not count with those before.
WELL_SECONDS = 60
CELERY = ["celery", "--quiet", "-A", "picup"]
QUIET = ["--loglevel", "WARNING"]


@dataclass
class Member:
    """One process of the site, and its restarts. Times are of `time.monotonic()`."""

    name: str
    command: list[str]
    niceness: int = 0
    process: subprocess.Popen | None = None
    deaths: int = 0
    start_at: float = field(default=0.0)
    started_at: float = field(default=0.0)

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches this command alone."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command],
            cwd=settings.BASE_DIR,
            env=with_secrets(),
            # A group, so that it ends with its children. Not a session: Linux shares processors out between
            # sessions before it looks at niceness.
            process_group=0,
            preexec_fn=self.prepare,
        )
        logger.info("%s started (process %d)", self.name, self.process.pid)

    def prepare(self) -> None:
        """Prepare the new process, before it executes the member's program."""
        die_with_parent()
        os.nice(self.niceness)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)


def die_with_parent() -> None:
    """Have this process end with its parent, so that the next `make run` finds the port free. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Command(BaseCommand):
    help = "Runs the site on this machine: web, worker and beat, until Ctrl-C."

    def handle(self, *args, **options):
        lock = self.lock()  # noqa: F841 (held until this process ends)
        # Safe here: the lock shows that no process of this site is counting.
        counters.reset_counts()
        refuse_taken_port()
        for step in registry.before_start:
            step()
        self.members = [
            Member("web", ["gunicorn", "--config", "picup/gunicornconfig.py", "picup.wsgi"]),
            # Pages come first.
            Member("worker", worker_command(), niceness=10),
            # Photos come before films.
            Member("films", films_command(), niceness=15),
            Member("beat", beat_command()),
        ]
        # SIGINT too: a shell starts background jobs with SIGINT ignored, and Python leaves it so.
        signal.signal(signal.SIGTERM, self.interrupt)
        signal.signal(signal.SIGINT, self.interrupt)
        try:
            self.supervise()
        except KeyboardInterrupt:
            self.stdout.write("Stopping …")
        finally:
            stop_all(self.members)

    def lock(self):
        """Return the locked file of DATA_DIR, or raise `CommandError`.

        Two sites with one data directory would empty each other's broker.
        """
        lock = (settings.DATA_DIR / "run.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError("Pic-up is running already with this DATA_DIR.") from None
        return lock

    @staticmethod
    def interrupt(*args):
        raise KeyboardInterrupt

    def supervise(self) -> None:
        """Start all members and revive dead ones, for ever. Print the address once the site listens."""
        for member in self.members:
            member.start()
        is_announced = False
        while True:
            if not is_announced and is_listening():
                is_announced = True
                self.stdout.write(f"Pic-up: http://{settings.HOST}:{settings.PORT}  (Ctrl-C stops it)")
                self.stdout.flush()
            for member in self.members:
                revive(member)
            time.sleep(0.5 if is_announced else 0.1)


def refuse_taken_port() -> None:
    """Raise `CommandError` if the port is taken. Otherwise gunicorn would die again and again."""
    try:
        socket.create_server((settings.HOST, settings.PORT)).close()
    except OSError as error:
        port = settings.PORT
        raise CommandError(
            f"Port {port} cannot be used: {error.strerror}. Choose another, such as PORT={port + 1}."
        ) from None


def is_listening() -> bool:
    """Tell whether the web server accepts connections."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((settings.HOST, settings.PORT)) == 0


def revive(member: Member) -> None:
    """Start a dead member again, after a growing pause if it keeps dying: 0, 1, 3, 7, 15, then 29 seconds."""
    if member.process is not None and member.process.poll() is not None:
        logger.error("%s ended with code %s", member.name, member.process.returncode)
        end_group(member.process)
        member.process = None
        if time.monotonic() - member.started_at > WELL_SECONDS:
            member.deaths = 0
        member.start_at = time.monotonic() + min(2**member.deaths, 30) - 1
        member.deaths += 1
    if member.process is None and time.monotonic() >= member.start_at:
        if member.name in ("worker", "films"):
            prepare_for_worker()
        member.start()


def end_group(leader: subprocess.Popen) -> None:
    """Kill what a dead member has left behind.

    A process of gunicorn's outlives its master for as long as an upload takes, and holds the port of the next one.
    """
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)


def prepare_for_worker() -> None:
    """Recover the messages that the dead worker had begun, which are in no queue any more.

    A busy or absent database must not end the whole site: these messages are then sent again when they are due.
    """
    try:
        for step in registry.before_worker:
            step()
    except DatabaseError:
        logger.exception("The dead worker's messages wait until they are due")


def stop_all(members: list[Member]) -> None:
    """Stop all members. Kill those that run on after STOP_SECONDS."""
    for member in members:
        member.stop()
    deadline = time.monotonic() + STOP_SECONDS
    for member in members:
        if member.process:
            try:
                member.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                logger.error("%s did not stop within %d s and is killed", member.name, STOP_SECONDS)
                os.killpg(member.process.pid, signal.SIGKILL)


def worker_command() -> list[str]:
    return [
        *CELERY,
        "worker",
        "--queues",
        "ticks,pictures,renderings,files,mail",
        "--concurrency",
        "2",
        *QUIET,
    ]


def films_command() -> list[str]:
    """One film at a time: ffmpeg uses all processors that pages and photos leave."""
    return [*CELERY, "worker", "--queues", "films", "--concurrency", "1", "--hostname", "films@%h", *QUIET]


def beat_command() -> list[str]:
    schedule: Path = settings.DATA_DIR / "beat-schedule"
    return [*CELERY, "beat", "--schedule", str(schedule), "--pidfile=", *QUIET]
