"""Eight people upload and delete while storages, web, worker and broker die; afterwards every promise is checked.

`make soak` does SOAK_STEPS=2000; by its name alone it does a few.
"""

import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import requests

from deploy.local.tests.kills import PATIENCE, StackSite, new_chance, stack_site
from storage.backends.base import KEY
from tests.kills.test_killed import open_messages
from tests.support.browser import Person
from tests.support.photos import draw, one_of_a_kind
from tests.support.site import wait_for

pytestmark = pytest.mark.long
STEPS = int(os.environ.get("SOAK_STEPS") or 32)
CLIENTS = 8
# One in so many steps, where there is something to delete.
DELETES = 3


@dataclass
class Client:
    """A daughter with an album, and what she was promised."""

    person: Person
    album: str
    chance: random.Random
    sources: list[bytes]
    kept: dict[str, bytes] = field(default_factory=dict)  # acknowledged uploads: picture → its bytes
    deleted: dict[str, bytes] = field(default_factory=dict)  # acknowledged deletions
    steps: int = 0
    refused: int = 0  # with words: "the storage is down"
    unanswered: int = 0

    def work(self, steps: int, enough: threading.Event) -> None:
        """So many steps, and on until everything has died at least once."""
        while self.steps < steps or not enough.is_set():
            if self.steps >= steps:
                time.sleep(0.5)  # The rest is only there to be met by the deaths.
            self.steps += 1
            try:
                self.delete() if self.kept and self.chance.randrange(DELETES) == 0 else self.upload()
            except (requests.RequestException, AssertionError, ValueError):
                # No answer, or nginx's or a half-started site's: nothing was promised.
                self.unanswered += 1
                time.sleep(0.2)

    def upload(self) -> None:
        content = one_of_a_kind(self.chance.choice(self.sources))
        answer = self.person.upload(self.album, ("photo.jpg", content)).json()
        # Without results the whole request was refused: the database is read-only, or uploads are busy.
        (result,) = answer.get("results") or [{"status": "refused"}]
        if result["status"] == "added":
            self.kept[result["picture"]] = content
        else:
            self.refused += 1
            time.sleep(0.2)

    def delete(self) -> None:
        """Into the trash, and from there for good. Promised from the last answer on; doubtful from the first."""
        picture = self.chance.choice(sorted(self.kept))
        content, form = self.kept.pop(picture), self.album + "add/"
        self.person.post(f"{self.album}pictures/{picture}/trash/", form=form).raise_for_status()
        self.person.enter_password()
        self.person.post(f"/trash/pictures/{picture}/delete/", form=form).raise_for_status()
        self.deleted[picture] = content


class Killer:
    """kill -9 of one member after another, each back after a moment; and the main volume unmounted."""

    def __init__(self, site: StackSite, chance: random.Random):
        self.site, self.chance = site, chance
        self.done = dict.fromkeys(("s3", "main volume", "web", "worker", "rabbitmq"), 0)
        self.met_all = threading.Event()

    def work(self, stop: threading.Event) -> None:
        names = list(self.done)
        while not stop.wait(self.chance.uniform(1, 4)):
            # Each in turn at first, so that a short soak has met all of them.
            unmet = [name for name in names if not self.done[name]]
            self.harm(self.chance.choice(unmet or names))

    def harm(self, name: str) -> None:
        if name == "main volume":
            self.unmount(self.chance.uniform(0.5, 2))
        else:
            self.site.stack.kill(name)
            time.sleep(self.chance.uniform(0.2, 2))
            self.site.stack.start(name)
        self.done[name] += 1
        if all(self.done.values()):
            self.met_all.set()

    def unmount(self, seconds: float) -> None:
        """As a volume that goes: an empty directory is where it was."""
        volume = self.site.directory / "storage" / "main"
        away = volume.with_name("main-away")
        volume.rename(away)
        volume.mkdir()
        time.sleep(seconds)
        # Nobody may have written into what is no volume.
        strays = [path for path in volume.rglob("*") if path.is_file()]
        volume.rename(volume.with_name(f"empty-{time.monotonic_ns()}"))
        away.rename(volume)
        assert not strays, strays


@contextmanager
def killing(killer: Killer):
    stop, errors = threading.Event(), []

    def work() -> None:
        try:
            killer.work(stop)
        except BaseException as error:
            errors.append(error)
            killer.met_all.set()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        killer.met_all.set()
        thread.join()
    assert not errors, errors


def new_clients(site: StackSite, chance: random.Random) -> list[Client]:
    sources = [draw(seed, 640, 480) for seed in range(4)]
    clients = []
    for number in range(CLIENTS):
        person = Person(site.url).sign_up(f"daughter{number}@example.com", family=f"Family {number}")
        own = random.Random(chance.random())
        clients.append(Client(person, person.new_album("Summer"), own, sources))
    return clients


def work_all(clients: list[Client], enough: threading.Event) -> None:
    with ThreadPoolExecutor(len(clients)) as pool:
        for work in [pool.submit(client.work, STEPS // CLIENTS, enough) for client in clients]:
            work.result()


def wait_until_settled(site: StackSite) -> None:
    """Everything is up again, and what must come by itself has come; then a day passes for the sweep."""
    try:
        wait_for(lambda: not open_messages(site), PATIENCE)
    except AssertionError:
        raise AssertionError(f"{open_messages(site)[:5]}\n{site.stack['worker'].last_lines(40)}") from None
    long_ago = time.time() - 3 * 24 * 3600
    for path in [*site.directory.glob("staging/*"), *site.directory.glob("storage/main/.partial/*")]:
        os.utime(path, (long_ago, long_ago))
    site.manage(
        "shell",
        "-c",
        "from datetime import timedelta\n"
        "from django.db.models import F\n"
        "from storage.models import StoredFile\n"
        "StoredFile.objects.filter(state='writing').update(created_at=F('created_at') - timedelta(hours=2))\n"
        "from storage.tasks import clean_up_abandoned; clean_up_abandoned()",
    )
    wait_for(lambda: not open_messages(site), PATIENCE)


def assert_uploads_are_whole(site: StackSite, clients: list[Client], main: dict, backup: dict) -> int:
    rows = dict(
        site.query(
            "SELECT p.public_id, f.key FROM albums_picture p JOIN storage_storedfile f ON f.id = p.file_id"
        )
    )
    for client in clients:
        for picture, content in client.kept.items():
            key = rows[picture]
            assert main[key] == content and backup[key] == content
    return sum(len(client.kept) for client in clients)


def assert_deletes_are_gone(site: StackSite, clients: list[Client], main: dict, backup: dict) -> int:
    left = {*main.values(), *backup.values()}
    pictures = {picture for (picture,) in site.query("SELECT public_id FROM albums_picture")}
    for client in clients:
        assert not pictures & set(client.deleted)
        assert not left & set(client.deleted.values())
    return sum(len(client.deleted) for client in clients)


def assert_usage_is_exact(site: StackSite) -> int:
    wrong = site.query(
        "SELECT u.family_id, u.used_bytes, COALESCE(SUM(f.size), 0) AS real_bytes FROM storage_usage u "
        "LEFT JOIN storage_storedfile f ON f.family_id = u.family_id AND f.state = 'stored' "
        "AND f.kind = 'original' GROUP BY u.family_id, u.used_bytes HAVING u.used_bytes <> real_bytes"
    )
    assert not wrong
    return site.query("SELECT SUM(used_bytes) FROM storage_usage")[0][0]


def test_it_works(record_property):
    chance = new_chance()
    with stack_site("web", "worker", "films", "beat", "mongo") as site:
        clients, killer, begun = new_clients(site, chance), Killer(site, chance), time.monotonic()
        with killing(killer):
            work_all(clients, killer.met_all)
        seconds = time.monotonic() - begun
        wait_until_settled(site)
        site.manage("sweep_files", "--delete", "--older-than", "0")
        settled = time.monotonic() - begun - seconds
        main, backup = site.stored("main"), site.stored("backup")
        uploads = assert_uploads_are_whole(site, clients, main, backup)
        deletes = assert_deletes_are_gone(site, clients, main, backup)
        used = assert_usage_is_exact(site)
        known = {
            key for (key,) in site.query("SELECT f.key FROM storage_storedfile f WHERE state = 'stored'")
        }
        assert {name for name in main if KEY.fullmatch(name)} == known
        assert {name for name in backup if KEY.fullmatch(name)} == known
        assert not [name for name in (*main, *backup) if not KEY.fullmatch(name) and not name.startswith(".")]
        assert site.count("storage_filecopy", "damage <> ''") == 0
        assert site.count("outbox_deadletter", "state = 'open'") == 0
    table = {
        "steps": sum(client.steps for client in clients),
        "uploads acknowledged and kept, whole in both": uploads,
        "deletes acknowledged, gone from both": deletes,
        "refused with words": sum(client.refused for client in clients),
        "not answered": sum(client.unanswered for client in clients),
        "bytes used, exact": used,
        "files stored": len(known),
        **{f"{name} killed": count for name, count in killer.done.items()},
        "seconds of work": round(seconds),
        "seconds until settled": round(settled),
    }
    print("\n".join(f"{name:<46} {value}" for name, value in table.items()))
    record_property("kills", sum(killer.done.values()))
    assert uploads and deletes
