"""No process of the site shows a key or a password, and each of them still has its own after every kind of restart."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

from picup.encryption.keyring import make_key
from picup.env.hidden import SECRETS
from tests.support.browser import Person
from tests.support.photos import draw, one_of_a_kind
from tests.support.processes import descendants, processes
from tests.support.site import Site, wait_for
from tests.support.web_alone import WebAlone

PHOTO = draw(1, 320, 240)


def run(code: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def test_it_works():
    """Nothing is left in the memory that /proc/<pid>/environ shows, and everything else is."""
    code = """
import ctypes, os
from picup.env import hidden, text
before = open("/proc/self/environ", "rb").read()
hidden.hide()
assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0, "not dumpable"
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
after = open("/proc/self/environ", "rb").read()
print(before.count(b"for-nobody"), after.count(b"for-nobody"), after.count(b"OTHER=kept"), len(before) == len(after))
print(*[name for name in hidden.SECRETS if name in os.environ])
print({text(name) for name in hidden.SECRETS}, os.environ["OTHER"])
"""
    done = run(code, OTHER="kept", **dict.fromkeys(SECRETS, "for-nobody"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"{len(SECRETS)} 0 1 True", "", "{'for-nobody'} kept"]


def test_a_program_without_the_secrets_of_its_starter_is_refused():
    """It would make new keys."""
    code = (
        "import os, sys; from picup.env.hidden import hide; hide()\n"
        "os.execv(sys.executable, [sys.executable, '-c', 'from picup.env import text; text(\"SECRET_KEY\")'])"
    )
    done = run(code, SECRET_KEY="for-nobody")
    assert "ImproperlyConfigured: SECRET_KEY was hidden by the process that started this one" in done.stderr


def test_a_program_that_is_given_them_has_them():
    code = (
        "import os, sys; from picup.env.hidden import hide, with_secrets; hide()\n"
        "os.execve(sys.executable, [sys.executable, '-c', 'from picup.env import text; print(text(\"SECRET_KEY\"))'], "
        "with_secrets())"
    )
    assert run(code, SECRET_KEY="a key").stdout == "a key\n"


@pytest.fixture(scope="module")
def secrets(tmp_path_factory):
    """Every process reads them from its environment alone: there is no file of keys."""
    database = tmp_path_factory.mktemp("hidden") / "of-nobody.sqlite3"
    return {
        "SECRET_KEY": "for-nobody" * 6,
        "FILE_ENCRYPTION_KEYS": make_key(),
        "FIELD_ENCRYPTION_KEYS": make_key(),
        "DATABASE_URL": f"sqlite:///{database}",
    }


def shown(pid: int) -> bytes:
    """What the process's environment is for others. Only root may look at all."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def assert_hidden(site: Site, secrets: dict[str, str]) -> None:
    pids = [site.process.pid, *descendants(site.process.pid, processes())]
    assert len(pids) > 1
    for pid in pids:
        # A process hides them after it has started, and a member that nobody waited for may start late.
        wait_for(lambda: not any(value.encode() in shown(pid) for value in secrets.values()))  # noqa: B023


def add_photo(person: Person, album: str) -> None:
    """In the web's processes, and in the worker's: both need the keys."""
    [result] = person.upload(album, ("photo.jpg", one_of_a_kind(PHOTO))).json()["results"]
    assert result["status"] == "added"


def replaced(pids: list[int], now) -> list[int]:
    """Wait until none of the processes is left, and others are."""
    return wait_for(lambda: (new := now()) and not set(new) & set(pids) and new)


@pytest.mark.wide
@pytest.mark.servers
def test_gunicorn_alone(secrets):
    site = WebAlone(WEB_PROCESSES="2", **secrets)
    try:
        site.start()
        jieun = Person(site.url).sign_up("jieun@example.com")
        album = jieun.new_album("Summer")
        workers = wait_for(lambda: len(site.workers()) == 2 and site.workers())
        add_photo(jieun, album)
        assert_hidden(site, secrets)
        os.kill(workers[0], signal.SIGKILL)
        wait_for(lambda: workers[0] not in site.workers() and len(site.workers()) == 2)
        add_photo(jieun, album)
        os.kill(site.process.pid, signal.SIGHUP)
        replaced(workers, site.workers)
        site.wait_until_up()
        add_photo(jieun, album)
        assert_hidden(site, secrets)
        assert not (site.directory / "keys").exists()
    finally:
        print(site.log.read_text()[-3000:])
        site.remove()


def ready(site: Site) -> int:
    """How many pictures have their derivatives."""
    return site.query("SELECT count(*) FROM albums_picture WHERE state = 'ready'")[0][0]


class OfItsOwn(Site):
    def query(self, sql: str, *parameters):
        name = self.environment["DATABASE_URL"].removeprefix("sqlite:///")
        with closing(sqlite3.connect(name, timeout=30)) as database:
            return database.execute(sql, parameters).fetchall()


@pytest.mark.wide
@pytest.mark.servers
def test_the_whole_site(secrets, tmp_path):
    site = OfItsOwn(**{**secrets, "DATABASE_URL": f"sqlite:///{tmp_path / 'of-nobody.sqlite3'}"})
    try:
        site.start()
        jieun = Person(site.url).sign_up("jieun@example.com")
        album = jieun.new_album("Summer")
        add_photo(jieun, album)
        wait_for(lambda: ready(site) == 1)
        assert_hidden(site, secrets)
        members = site.members()
        worker, *children = members["worker"]
        os.kill(worker, signal.SIGHUP)
        replaced(children, lambda: site.members()["worker"][1:])
        add_photo(jieun, album)
        wait_for(lambda: ready(site) == 2)
        assert_hidden(site, secrets)
        site.kill("worker", "web", "beat")
        site.wait_until_up()
        add_photo(jieun, album)
        wait_for(lambda: ready(site) == 3)
        assert_hidden(site, secrets)
        assert not (site.directory / "keys").exists()
    finally:
        print(site.log.read_text()[-3000:])
        site.remove()


@pytest.mark.wide
@pytest.mark.servers
def test_a_worker_that_executes_itself_again(secrets, tmp_path):
    """Celery's own command does so on SIGHUP, after it has closed everything that it had open."""
    environment = {**secrets, "DATABASE_URL": f"sqlite:///{tmp_path / 'of-nobody.sqlite3'}"}
    site = OfItsOwn(LOG_LEVEL="INFO", **environment)
    celery = [
        str(Path(sys.executable).with_name("celery")),
        "-A",
        "picup",
        "worker",
        "--concurrency",
        "1",
        "--loglevel",
        "INFO",
    ]
    with site.log.open("a") as log:
        site.process = subprocess.Popen(
            celery,
            cwd=settings.BASE_DIR,
            env=site.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        for times in (1, 2):
            wait_for(lambda: site.log.read_text().count(" ready.") == times)  # noqa: B023
            assert site.process.poll() is None
            assert_hidden(site, environment)
            os.kill(site.process.pid, signal.SIGHUP)
        assert not (site.directory / "keys").exists()
    finally:
        print(site.log.read_text()[-3000:])
        for pid in [*descendants(site.process.pid, processes()), site.process.pid]:
            os.kill(pid, signal.SIGKILL)
        site.process.wait()
        site.remove()
