"""A whole site of its own for tests and benches: `manage.py run` on a free port and a private directory."""

import ctypes
import fcntl
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import requests

from tests.support.kinds import refuse_in_unit
from tests.support.processes import Process, alive, descendants, processes, send
from tests.support.unsealing import open_stored

NOT_INHERITED = [
    "DATABASE_URL",
    "DATABASE_REPLICA_URLS",
    "DATABASE_LAG_SECONDS",
    "DATABASE_PIN_SECONDS",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "MONGO_URL",
    "JOURNAL_DAYS",
    "RELEASE",
    "STORAGE_MAIN_DIR",
    "STORAGE_BACKUP_DIR",
    "STORAGE_BACKUP_S3_BUCKET",
    "STORAGE_COPIES_REQUIRED",
    "FILE_ENCRYPTION_KEYS",
    "FIELD_ENCRYPTION_KEYS",
    "VERIFY_BYTES_PER_HOUR",
    "VERIFY_EVERY_HOURS",
    "SWEEP_DELETES",
    "DECODER_SANDBOX",
    "BACKUP_DAYS",
    "OUTBOX_NUDGE",
    "OUTBOX_LEASE_SECONDS",
    "OUTBOX_RESEND_SECONDS",
    "OUTBOX_ROOM_SECONDS",
    "FREE_SPACE_RESERVE_BYTES",
    "EMAIL_URL",
    "SIGN_UP",
    "SIGN_UPS_PER_HOUR",
    "SITE_LIMIT_BYTES",
    "LETTERS_PER_HOUR",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "ALERT_WEBHOOK_URL",
    "ALERT_QUIET_SECONDS",
    "WEB_DOWNLOADS",
    "DJANGO_SETTINGS_MODULE",
]
# Whoever sets one of these has a site that is prepared in another place or another way.
PREPARED_APART = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "FILE_ENCRYPTION_KEYS", "FIELD_ENCRYPTION_KEYS"}
# A dispatcher that died holds what it was sending for 3 seconds, not for the 30 of a real site.
LEASE = {"OUTBOX_LEASE_SECONDS": "3"}
# Tests and benches make as many families as they need.
SIGN_UP = {"SIGN_UP": "open", "SIGN_UPS_PER_HOUR": "0"}
# Each costs a second of processor at every start. A test of two says so; a bench has a family's own.
ONE_PROCESS = {"WEB_PROCESSES": "1"}
# Where messages are lost on purpose, they are sent again after this, not after 300. Longer than any handler runs on a
# busy machine: what is sent while it is in hand is begun once more, and a message has four tries.
RESEND = {"OUTBOX_RESEND_SECONDS": "20"}
REPOSITORY = Path(__file__).resolve().parents[2]
PR_SET_PDEATHSIG = 1
# As `manage.py` does, whose system checks each command runs again. A command that fails ends the rest.
EACH = """
import json, os, sys
import django
from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "picup.settings")
django.setup()
for number, command in enumerate(json.loads(sys.argv[2])):
    if not (child := os.fork()):
        with open(f"{sys.argv[1]}/{number}", "w") as output:
            os.dup2(output.fileno(), 1)
        execute_from_command_line(["manage.py", *command])
        sys.exit()
    if status := os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        sys.exit(status)
"""
# By a word of its command; `films` before the worker, which it is too.
MEMBERS = {"web": "gunicorn", "films": "films", "worker": "worker", "beat": "beat"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Site:
    """Web, worker and beat as a family runs them. `start` again after `kill` keeps the data."""

    def __init__(self, **environment: str):
        refuse_in_unit()
        self.directory = Path(tempfile.mkdtemp(prefix="pic-up-site-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen = None  # type: ignore[assignment] # until it starts
        self.environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        own = {"DATA_DIR": str(self.directory), "PORT": str(self.port)}
        of_tests = ONE_PROCESS if "PIC_UP_TEST_RUN" in os.environ else {}
        self.environment |= {**LEASE, **SIGN_UP, **of_tests, **own, **environment}
        self.prepare(environment)

    def prepare(self, environment: dict[str, str]) -> None:
        """A copy of the run's first site is quicker; a new one where the copy would not be the same."""
        is_like_others = not any(
            name in PREPARED_APART or name.startswith("STORAGE_") for name in environment
        )
        if is_like_others and (run := os.environ.get("PIC_UP_TEST_RUN")):
            copy_prepared(Path(run) / "prepared", self)
        else:
            self.manage("prepare")

    def manage(self, *command: str) -> str:
        """Runs a management command of the site to its end and returns what it printed."""
        arguments = [sys.executable, "manage.py", *command]
        run = subprocess.run(arguments, cwd=REPOSITORY, env=self.environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return run.stdout

    def manage_each(self, *commands: list[str]) -> list[str]:
        """Runs commands one after the other, each in a process of its own; returns what each printed.

        The processes are forked from one that has loaded Django, which takes longer than most commands do.
        """
        with tempfile.TemporaryDirectory() as outputs:
            arguments = [sys.executable, "-c", EACH, outputs, json.dumps(commands)]
            run = subprocess.run(
                arguments, cwd=REPOSITORY, env=self.environment, capture_output=True, text=True
            )
            assert run.returncode == 0, run.stderr
            return [Path(outputs, str(number)).read_text() for number in range(len(commands))]

    @property
    def log(self) -> Path:
        return self.directory / "site.log"

    def start(self) -> "Site":
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run"],
                cwd=REPOSITORY,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        try:
            self.wait_until_up()
        except BaseException:
            self.kill()
            raise
        return self

    def wait_until_up(self, seconds: float = 120) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.url}/healthz", timeout=5).ok:
                    return
            except requests.RequestException:
                time.sleep(0.1)
        raise AssertionError(f"The site did not start:\n{self.log.read_text()[-3000:]}")

    def members(self) -> dict[str, list[int]]:
        """The process ids of web, worker and beat, their children included, the parents first."""
        rows = processes()
        found: dict[str, list[int]] = {name: [] for name in MEMBERS}
        for row in rows:
            if row.parent == self.process.pid and (name := member_of(row)):
                found[name] = [row.pid, *descendants(row.pid, rows)]
        return found

    def kill(self, *names: str) -> None:
        """kill -9 of the named members with all their children; of everything when none is named."""
        pids = [pid for name, pids in self.members().items() if not names or name in names for pid in pids]
        if not names:
            pids.insert(0, self.process.pid)
        for pid in pids:
            send(pid)
        if not names:
            self.process.wait()

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(60)

    def remove(self) -> None:
        """Ends it at once and deletes all that it had. It takes a site seconds to stop (tests/kills/test_killed.py)."""
        try:
            self.end()
        finally:
            shutil.rmtree(self.directory, ignore_errors=True)

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            pids = [pid for pids in self.members().values() for pid in pids]
            self.kill()
            wait_for(lambda: not alive(pids))

    def query(self, sql: str, *parameters) -> list[tuple]:
        """Rows straight from the database's file, past the code that is tested."""
        with closing(sqlite3.connect(self.directory / "picup.sqlite3", timeout=30)) as database:
            return database.execute(sql, parameters).fetchall()

    def freeze_worker(self) -> None:
        """Not in the middle of a transaction: SQLite has one writer, and nobody else could write any more."""
        while True:
            self.signal_worker(signal.SIGSTOP)
            try:
                with closing(sqlite3.connect(self.directory / "picup.sqlite3", timeout=1)) as database:
                    database.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError:
                self.thaw_worker()

    def thaw_worker(self) -> None:
        self.signal_worker(signal.SIGCONT)

    def signal_worker(self, number: int) -> None:
        for pid in self.members()["worker"]:
            os.kill(pid, number)

    def stored(self, storage: str) -> dict[str, bytes]:
        """Every file of a storage by its key, opened."""
        directory = self.directory / "storage" / storage
        files = {path.name: path.read_bytes() for path in directory.glob("*/*") if path.is_file()}
        return open_stored(files, self.directory)


def end_with_parent() -> None:
    """For a child, before exec: if pytest is killed, the site stops as it does when it is asked to. Linux only."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def member_of(process: Process) -> str:
    """Which member of a site has been started by this command; "" for none."""
    return next((name for name, word in MEMBERS.items() if word in process.arguments), "")


def copy_prepared(template: Path, site: Site) -> None:
    """Gives a site the data directory that `manage.py prepare` makes, keys included: prepared once in a run."""
    with template.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            site.manage("prepare")
            making = template.with_suffix(".new")
            shutil.copytree(site.directory, making)
            making.rename(template)
            return
    shutil.copytree(template, site.directory, dirs_exist_ok=True)


def wait_for(condition, seconds: float = 60, pause: float = 0.1):
    """Calls `condition` until it answers something true, and returns that. What comes is not waited for any longer, so
    that the time may be as long as it takes on a machine that has much else to do: never less than a minute."""
    seconds = max(seconds, 60)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(pause)
    raise AssertionError(f"Waited {seconds} s in vain.")
