"""A whole site of its own for tests and benches: `manage.py run` on a free port and a private directory."""

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path

import requests

from tests.unsealing import open_stored

NOT_INHERITED = [
    "DATABASE_URL",
    "DATABASE_REPLICA_URLS",
    "DATABASE_LAG_SECONDS",
    "DATABASE_PIN_SECONDS",
    "CACHE_URL",
    "CELERY_BROKER_URL",
    "MONGO_URL",
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
    "OUTBOX_NUDGE",
    "EMAIL_URL",
    "LOG_LEVEL",
    "LOG_FORMAT",
    "ALERT_WEBHOOK_URL",
    "ALERT_QUIET_SECONDS",
    "DJANGO_SETTINGS_MODULE",
]
REPOSITORY = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Site:
    """Web, worker and beat as a family runs them. `start` again after `kill` keeps the data."""

    def __init__(self, **environment: str):
        self.directory = Path(tempfile.mkdtemp(prefix="pic-up-site-"))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen = None  # type: ignore[assignment] # until it starts
        self.environment = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
        self.environment |= {"DATA_DIR": str(self.directory), "PORT": str(self.port), **environment}
        self.manage("prepare")

    def manage(self, *command: str) -> str:
        """Runs a management command of the site to its end and returns what it printed."""
        arguments = [sys.executable, "manage.py", *command]
        run = subprocess.run(arguments, cwd=REPOSITORY, env=self.environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return run.stdout

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
            )
        self.wait_until_up()
        return self

    def wait_until_up(self, seconds: float = 60) -> None:
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
        listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True)
        split = (row.split(None, 2) for row in listed.stdout.splitlines())
        rows = [(int(pid), int(parent), line) for pid, parent, line in split]
        marks = {"web": "gunicorn", "worker": " worker ", "beat": " beat "}
        found: dict[str, list[int]] = {name: [] for name in marks}
        for pid, parent, line in rows:
            for name, mark in marks.items():
                if parent == self.process.pid and mark in line:
                    found[name] = [pid, *descendants(pid, rows)]
        return found

    def kill(self, *names: str) -> None:
        """kill -9 of the named members with all their children; of everything when none is named."""
        pids = [pid for name, pids in self.members().items() if not names or name in names for pid in pids]
        if not names:
            pids.insert(0, self.process.pid)
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if not names:
            self.process.wait()

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(30)

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

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


def descendants(pid: int, rows) -> list[int]:
    children = [child for child, parent, _ in rows if parent == pid]
    return [one for child in children for one in (child, *descendants(child, rows))]


def wait_for(condition, seconds: float = 60, pause: float = 0.1):
    """Calls `condition` until it answers something true, and returns that."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(pause)
    raise AssertionError(f"Waited {seconds} s in vain.")
