"""manage.py run: web, worker and beat together, until Ctrl-C. A member that dies is started again."""

import ctypes
import fcntl
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import DatabaseError

from picup.core import registry
from picup.ops import counters

logger = logging.getLogger(__name__)
STOP_SECONDS = 15
PR_SET_PDEATHSIG = 1
# Whoever lived this long was well: its death is not one more of a series.
WELL_SECONDS = 60
CELERY = ["celery", "--quiet", "-A", "picup"]
QUIET = ["--loglevel", "WARNING"]


@dataclass
class Member:
    """One process of the site."""

    name: str
    command: list[str]
    niceness: int = 0
    process: subprocess.Popen | None = None
    deaths: int = 0
    start_at: float = field(default=0.0)
    started_at: float = field(default=0.0)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", *self.command],
            cwd=settings.BASE_DIR,
            # A group, so that it ends with its children. Not a session: Linux shares processors out between
            # sessions before it looks at niceness.
            process_group=0,
            preexec_fn=self.prepare,
        )
        logger.info("%s started (process %d)", self.name, self.process.pid)

    def prepare(self) -> None:
        """In the new process, before it becomes the member."""
        die_with_parent()
        os.nice(self.niceness)

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)


def die_with_parent() -> None:
    """If this command is killed, its members end too: the next `make run` finds the port free. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Command(BaseCommand):
    help = "Runs the site on this machine: web, worker and beat, until Ctrl-C."

    def handle(self, *args, **options):
        lock = self.lock()  # noqa: F841 (held until this process ends)
        # The lock says that no process of this site counts.
        counters.reset_counts()
        refuse_taken_port()
        for step in registry.before_start:
            step()
        self.members = [
            Member("web", ["gunicorn", "--config", "picup/gunicornconfig.py", "picup.wsgi"]),
            # Whoever looks at a page comes first.
            Member("worker", worker_command(), niceness=10),
            Member("beat", beat_command()),
        ]
        # Both by hand: a shell starts background jobs with SIGINT ignored, and Python leaves it so.
        signal.signal(signal.SIGTERM, self.interrupt)
        signal.signal(signal.SIGINT, self.interrupt)
        try:
            self.watch()
        except KeyboardInterrupt:
            self.stdout.write("Stopping …")
        finally:
            stop_all(self.members)

    def lock(self):
        """Two sites on one data directory would empty each other's broker."""
        lock = (settings.DATA_DIR / "run.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise CommandError("Pic-up is running already with this DATA_DIR.") from None
        return lock

    @staticmethod
    def interrupt(*args):
        raise KeyboardInterrupt

    def watch(self) -> None:
        for member in self.members:
            member.start()
        told = False
        while True:
            if not told and is_listening():
                told = True
                self.stdout.write(f"Pic-up: http://{settings.HOST}:{settings.PORT}  (Ctrl-C stops it)")
                self.stdout.flush()
            for member in self.members:
                revive(member)
            time.sleep(0.5 if told else 0.1)


def refuse_taken_port() -> None:
    """Said before anything starts: gunicorn would only die again and again."""
    try:
        socket.create_server((settings.HOST, settings.PORT)).close()
    except OSError as error:
        port = settings.PORT
        raise CommandError(
            f"Port {port} cannot be used: {error.strerror}. Choose another, such as PORT={port + 1}."
        ) from None


def is_listening() -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((settings.HOST, settings.PORT)) == 0


def revive(member: Member) -> None:
    """Starts a dead member again, after a growing pause if it keeps dying."""
    if member.process is not None and member.process.poll() is not None:
        logger.error("%s ended with code %s", member.name, member.process.returncode)
        member.process = None
        if time.monotonic() - member.started_at > WELL_SECONDS:
            member.deaths = 0
        member.start_at = time.monotonic() + min(2**member.deaths, 30) - 1
        member.deaths += 1
    if member.process is None and time.monotonic() >= member.start_at:
        if member.name == "worker":
            prepare_for_worker()
        member.start()


def prepare_for_worker() -> None:
    """What the dead worker had in hand is in no queue any more. A database that is busy or away must not end
    the whole site: these messages are then sent again when they are due."""
    try:
        for step in registry.before_worker:
            step()
    except DatabaseError:
        logger.exception("The dead worker's messages wait until they are due")


def stop_all(members: list[Member]) -> None:
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
    return [*CELERY, "worker", "--queues", "ticks,pictures,files,mail", "--concurrency", "2", *QUIET]


def beat_command() -> list[str]:
    schedule: Path = settings.DATA_DIR / "beat-schedule"
    return [*CELERY, "beat", "--schedule", str(schedule), "--pidfile=", *QUIET]
