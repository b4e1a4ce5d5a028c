"""Volumes that are really full: a site whose staging, storages and database lie on small file systems in memory.

What was acknowledged is kept, uploads are refused kindly, people look, and all is finished once there is room.
"""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from tests.support.browser import Person
from tests.support.kinds import wide
from tests.support.photos import draw, one_of_a_kind
from tests.support.site import Site, wait_for

SIZE = "24m"
PHOTO = draw(1, 640, 480)
# By what is full, the volumes that are.
FULL = {
    # First, while SQLite's log is short.
    "the database": ["."],
    "staging": ["staging"],
    "one storage": ["storage/main"],
    "both storages": ["storage/main", "storage/backup"],
}
# As /readyz names them.
NAMES = {
    "staging": {"staging volume"},
    "one storage": {"storage main"},
    "both storages": {"storage main", "storage backup"},
    "the database": {"database volume"},
}
VOLUMES = [".", "staging", "storage/main", "storage/backup"]
# "Within a minute of room" (a message waits for OUTBOX_ROOM_SECONDS, or is sent again), and the machine may be busy.
SETTLE_SECONDS = 120


def mount(directory: Path) -> None:
    """Put a small file system under a directory, with what the directory has."""
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as copy:
        shutil.copytree(directory, copy, dirs_exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(directory)]
        made = subprocess.run(command, capture_output=True, text=True)
        if made.returncode:
            pytest.skip(f"needs the right to mount a file system: {made.stderr.strip()}")
        shutil.copytree(copy, directory, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site, mounted = Site(OUTBOX_ROOM_SECONDS="3"), []
    try:
        for volume in VOLUMES:
            mount(site.directory / volume)
            mounted.append(site.directory / volume)
        # On none of the volumes that are filled.
        site.log.symlink_to(tmp_path_factory.mktemp("log") / "log")
        yield site.start()
    finally:
        site.end()
        for directory in reversed(mounted):
            subprocess.run(["umount", "--lazy", str(directory)], check=True)
        shutil.rmtree(site.directory, ignore_errors=True)


@pytest.fixture(scope="module")
def daughter(site):
    person = Person(site.url).sign_up("jieun@example.com")
    person.album = person.new_album("Summer")
    person.kept = {}
    return person


def add(daughter, count: int) -> None:
    """Upload photos that are acknowledged."""
    for _ in range(count):
        content = one_of_a_kind(PHOTO)
        [result] = daughter.upload(daughter.album, ("photo.jpg", content)).json()["results"]
        assert result["status"] == "added", result
        daughter.kept[result["picture"]] = content


@contextmanager
def no_room(site, volumes: list[str]):
    """Files that fill the volumes to the last byte."""
    ballast = [site.directory / volume / "ballast" for volume in volumes]
    for path in ballast:
        with path.open("wb", buffering=0) as file:
            for block in (1024 * 1024, 4096):
                try:
                    while True:
                        file.write(os.urandom(block))
                except OSError:
                    continue
    try:
        yield
    finally:
        for path in ballast:
            path.unlink()


def open_messages(site) -> list[tuple]:
    return site.query("SELECT task, state, failures, error FROM outbox_message WHERE state <> 'done'")


@pytest.mark.parametrize("what", ["the database", *wide("staging", "one storage", "both storages")])
def test_it_works(site, daughter, what):
    add(daughter, 1)
    wait_for(lambda: not open_messages(site), SETTLE_SECONDS)
    site.freeze_worker()
    try:
        add(daughter, 3)
        # With messages in hand, a worker wakes up on a full disk.
        with no_room(site, FULL[what]):
            site.thaw_worker()
            refuse_kindly(daughter)
            if what == "the database":
                # Neither of what the worker meets, nor of the embedded broker, can anything be written.
                wait_for(lambda: "is full" in site.log.read_text())
            elif what == "staging":
                # What is made of a photo is made in memory: the worker needs no staging.
                wait_for(lambda: not open_messages(site), SETTLE_SECONDS)
            else:
                wait_for(lambda: any("No space left" in row[3] for row in open_messages(site)))
            assert daughter.get(daughter.album).status_code == 200
            assert all(opens(daughter, picture) for picture in daughter.kept)
            ready = requests.get(f"{site.url}/readyz", timeout=30)
            assert ready.status_code == 200
            wait_for(lambda: without_room(site) == NAMES[what])
            if "storage" in what:
                assert "no room for new photos just now" in daughter.get("/family/").text
    finally:
        site.thaw_worker()
    wait_for(lambda: not open_messages(site), SETTLE_SECONDS)
    assert site.query("SELECT count(*) FROM outbox_deadletter") == [(0,)]
    assert all(opens(daughter, picture) for picture in daughter.kept)
    states = site.query("SELECT DISTINCT state FROM albums_picture")
    assert states == [("ready",)]
    assert not list((site.directory / "staging").iterdir()), "nothing is left behind"
    add(daughter, 1)


def refuse_kindly(daughter) -> None:
    """With a sentence, and when to come again."""
    answer = daughter.upload(daughter.album, ("late.jpg", one_of_a_kind(PHOTO)))
    [result] = answer.json()["results"]
    assert (answer.status_code, result["status"]) == (503, "rejected"), answer.text
    assert result["reason"] == "There is no room to receive photos now. Please try again later."
    assert answer.headers["Retry-After"] == "5"


def opens(daughter, picture: str) -> bool:
    return daughter.get(f"/pictures/{picture}/file/original").content == daughter.kept[picture]


def without_room(site) -> set[str]:
    found = requests.get(f"{site.url}/readyz", timeout=30).json()["dependencies"]
    return {name for name, state in found.items() if state.get("error") == "NoRoom"}
