"""`kill -9` of each member, of everything, at random moments; then every promise is checked from outside:
rows straight from the database's file, bytes straight from the two directories. Nothing is patched."""

import hashlib
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field

import pytest
import requests

from tests.support.browser import Person
from tests.support.photos import draw, heavy, one_of_a_kind, phone_photos, real_photos
from tests.support.processes import alive
from tests.support.processes import send as kill
from tests.support.site import REPOSITORY, RESEND, wait_for

# Two processes of web, so that one may die alone.
SITE = {**RESEND, "WEB_PROCESSES": "2"}
VARIANTS = {"page", "screen", "thumb"}
# A claim that died with its process is free after OUTBOX_LEASE_SECONDS, and the machine may be busy.
SETTLE_SECONDS = 300


@dataclass
class Family:
    """A daughter who uploads and deletes while processes die, and what she was promised."""

    person: Person
    album: str
    chance: random.Random
    sources: list[bytes]
    kept: dict[str, bytes] = field(default_factory=dict)  # acknowledged uploads: picture → its bytes
    deleted: dict[str, bytes] = field(default_factory=dict)  # acknowledged deletions
    doubtful: set[str] = field(default_factory=set)  # asked to be deleted, and no answer came
    unanswered: int = 0

    def upload(self, *contents: bytes) -> None:
        files = [(f"{number}.jpg", content) for number, content in enumerate(contents)]
        answer = self.person.upload(self.album, *files)
        assert answer.status_code == 200, answer.text
        for content, result in zip(contents, answer.json()["results"], strict=True):
            assert result["status"] == "added", answer.text
            self.kept[result["picture"]] = content

    def delete(self, picture: str) -> None:
        """Into the trash, and from there for good."""
        content = self.kept.pop(picture)
        self.doubtful.add(picture)
        self.person.post(
            f"{self.album}pictures/{picture}/trash/", form=self.album + "add/"
        ).raise_for_status()
        self.person.post(f"/trash/pictures/{picture}/delete/", form=self.album + "add/").raise_for_status()
        self.doubtful.discard(picture)
        self.deleted[picture] = content

    def act(self) -> None:
        """One step of a busy evening."""
        if len(self.kept) > 3 and self.chance.random() < 0.35:
            self.delete(self.chance.choice(sorted(self.kept)))
        else:
            self.upload(*(one_of_a_kind(self.chance.choice(self.sources)) for _ in range(2)))


def be_busy(family: Family, enough: threading.Event) -> None:
    while not enough.is_set():
        try:
            family.act()
        except (requests.RequestException, AssertionError):
            # No answer, or no answer yet (503 and the like): nothing was promised.
            family.unanswered += 1
            time.sleep(0.05)


@pytest.fixture(scope="module")
def chance():
    seed = int(os.environ.get("KILL_SEED") or random.randrange(10**6))
    print(f"KILL_SEED={seed}")
    return random.Random(seed)


@pytest.fixture(scope="module")
def family(site, chance):
    person = Person(site.url).sign_up("jieun@example.com")
    small = [path.read_bytes() for path in real_photos("album/*.jpg")] or [
        draw(n, 640, 480) for n in range(9)
    ]
    # Of a telephone's photo, what dies in the middle is its upload and its writing: both are of its bytes.
    return Family(person, person.new_album("Summer"), chance, [*small, *map(heavy, small)])


def open_messages(site) -> list[tuple]:
    return site.query("SELECT task, state, failures, error FROM outbox_message WHERE state <> 'done'")


def wait_until_settled(site) -> None:
    """Until no message is open. The message of the failure says which are."""
    try:
        wait_for(lambda: not open_messages(site), SETTLE_SECONDS)
    except AssertionError:
        raise AssertionError(f"{open_messages(site)}\n{site.log.read_text()[-4000:]}") from None


def assert_promises_kept(site, family: Family) -> None:
    wait_until_settled(site)
    main, backup = site.stored("main"), site.stored("backup")
    rows = dict(
        site.query(
            "SELECT p.public_id, f.key FROM albums_picture p JOIN storage_storedfile f ON f.id = p.file_id"
        )
    )
    # Every acknowledged upload, byte for byte, in both storages.
    for picture, content in family.kept.items():
        assert picture in rows, "an acknowledged photo is gone"
        assert main[rows[picture]] == content
        assert backup[rows[picture]] == content
    # Every acknowledged deletion: no row and no file.
    assert not set(family.deleted) & set(rows)
    gone = {hashlib.sha256(content).hexdigest() for content in family.deleted.values()}
    for files in (main, backup):
        assert not gone & {hashlib.sha256(content).hexdigest() for content in files.values()}
    # Every picture there is, promised or not, has been developed: exactly three, and the large one of a telephone's
    # photo, in both storages.
    states = site.query("SELECT state, count(*) FROM albums_picture GROUP BY state")
    assert [state for state, _ in states] == ["ready"], states
    made = site.query(
        "SELECT p.public_id, d.variant, f.key, f.state FROM albums_picture p "
        "LEFT JOIN albums_derivative d ON d.picture_id = p.id "
        "LEFT JOIN storage_storedfile f ON f.id = d.file_id"
    )
    for picture in rows:
        variants = sorted(variant for owner, variant, _, _ in made if owner == picture)
        assert variants in (sorted(VARIANTS), sorted([*VARIANTS, "large"]))
    for _, _, key, state in made:
        assert state == "stored"
        assert main[key] == backup[key] != b""
    # Usage is exact, and every row that says `stored` has two verified copies with the checksums they have.
    stored = site.query("SELECT f.key, sha256, size, kind FROM storage_storedfile f WHERE state = 'stored'")
    [(used,)] = site.query("SELECT used_bytes FROM storage_usage")
    assert used == sum(size for _, _, size, kind in stored if kind == "original")
    assert used == sum(len(main[key]) for key in rows.values())
    for key, sha256, size, _ in stored:
        for files in (main, backup):
            assert (hashlib.sha256(files[key]).hexdigest(), len(files[key])) == (sha256, size)
    copies = site.query(
        "SELECT f.key, c.storage FROM storage_filecopy c JOIN storage_storedfile f ON f.id = c.file_id "
        "WHERE f.state = 'stored'"
    )
    assert sorted(copies) == sorted((key, name) for key, *_ in stored for name in ("main", "backup"))
    # Nothing else lies about, except what a row in `writing` answers for.
    unfinished = {
        key for (key,) in site.query("SELECT f.key FROM storage_storedfile f WHERE state = 'writing'")
    }
    known = {key for key, *_ in stored} | unfinished
    for files in (main, backup):
        strays = {name for name in files if name.split(".")[0] not in known}
        assert not strays


def sweep(site) -> None:
    """What the sweep does an hour and a day later."""
    staging = site.directory / "staging"
    long_ago = time.time() - 3 * 24 * 3600
    for path in [*staging.glob("*"), *half_written(site)]:
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


def assert_nothing_left_behind(site, family: Family) -> None:
    """After the sweep: no row in between, no file that no row knows, no temporary file."""
    sweep(site)
    wait_until_settled(site)
    # A pool whose parent was killed may still be working on a message that another worker finished.
    wait_for(lambda: nothing_is_between(site), SETTLE_SECONDS, pause=1)
    assert_promises_kept(site, family)
    keys = {key for (key,) in site.query("SELECT f.key FROM storage_storedfile f WHERE state = 'stored'")}
    assert set(site.stored("main")) == keys
    assert set(site.stored("backup")) == keys


def nothing_is_between(site) -> bool:
    """Sweeps again only if there is something to sweep: each is a process."""
    states = {state for (state,) in site.query("SELECT DISTINCT state FROM storage_storedfile")}
    if states <= {"stored", "deleted"} and not any((site.directory / "staging").iterdir()):
        return True
    sweep(site)
    return False


def half_written(site) -> list:
    """Copies that are being written right now, or were when their writer died."""
    return list(site.directory.glob("storage/*/.partial/*"))


def count_waiting(site) -> int:
    return site.query("SELECT count(*) FROM albums_picture WHERE state = 'waiting'")[0][0]


def is_up(site) -> bool:
    try:
        return requests.get(f"{site.url}/healthz", timeout=5).ok
    except requests.RequestException:
        return False


def upload_what_takes_long(family: Family) -> None:
    """A telephone's photo among small ones: seconds of work, and some of it is always begun."""
    phone = family.chance.choice(phone_photos())
    small = [family.chance.choice(family.sources) for _ in range(3)]
    family.upload(*map(one_of_a_kind, [phone, *small]))


def test_worker_killed_while_it_develops(site, family, chance, record_property):
    kills = 0
    for number in range(2):
        wait_for(lambda: site.members()["worker"])
        upload_what_takes_long(family)
        time.sleep(chance.uniform(0.1, 2.5))
        if not count_waiting(site):
            upload_what_takes_long(family)
        before = site.members()["worker"]
        if not before:
            continue
        if number % 2:
            # The parent alone: its pool goes on for a moment beside the next worker, with the same messages.
            kill(before[0])
        else:
            site.kill("worker")
        kills += 1
        wait_for(lambda before=before: set(site.members()["worker"]) - set(before))
    assert kills
    record_property("kills", kills)
    assert_nothing_left_behind(site, family)


def test_web_killed_in_the_middle_of_an_upload(site, family, chance, record_property):
    enough = threading.Event()
    daughter = threading.Thread(target=be_busy, args=(family, enough))
    daughter.start()
    try:
        for number in range(3):
            wait_for(lambda: len(site.members()["web"]) > 1)
            if number == 2:
                # Right in the middle of writing a copy.
                wait_for(lambda: half_written(site), pause=0.001)
            else:
                time.sleep(chance.uniform(0.2, 1.5))
            [master, *children] = site.members()["web"]
            if number == 1:
                kill(chance.choice(children))  # One of its processes; gunicorn starts another.
            else:
                site.kill("web")
                # Until then a process that was just being forked may answer for a moment.
                wait_for(lambda master=master: set(site.members()["web"][:1]) - {master})
            wait_for(lambda: is_up(site))
    finally:
        enough.set()
        daughter.join()
    record_property("kills", 3)
    assert_nothing_left_behind(site, family)


def begin_upload(family: Family, port: int) -> socket.socket:
    """A connection on which somebody signed in sends a photo, and stops in its middle."""
    cookies = "; ".join(f"{one.name}={one.value}" for one in family.person.session.cookies)
    head = (
        f"POST {family.album}add/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(head.encode())
    return connection


@pytest.mark.wide
def test_the_master_of_web_killed_alone_in_the_middle_of_an_upload(site, family, record_property):
    """The processes that it leaves hold the port while they wait for the upload: they end, and the next one starts."""
    family.upload(one_of_a_kind(family.sources[0]))
    [master, *_] = wait_for(lambda: len(site.members()["web"]) > 1 and site.members()["web"])
    with begin_upload(family, site.port):
        time.sleep(0.5)
        kill(master)
        # Its successor has processes of its own, and not only those of before answer.
        wait_for(lambda: master not in site.members()["web"] and len(site.members()["web"]) > 2)
        wait_for(lambda: is_up(site))
        assert "in use" not in site.log.read_text()
    record_property("kills", 1)
    assert_promises_kept(site, family)


def test_beat_killed(site, family, chance, record_property):
    before = site.members()["beat"]
    site.kill("beat")
    family.upload(one_of_a_kind(family.sources[0]))
    wait_for(lambda: set(site.members()["beat"]) - set(before))
    # The beat is the guarantee: a message whose nudge was lost is sent by its tick.
    site.manage(
        "shell",
        "-c",
        "from django.db import transaction; import outbox; from django.conf import settings\n"
        "settings.OUTBOX_NUDGE = False\n"
        "with transaction.atomic(): outbox.publish('storage.delete_files', file_ids=[])",
    )
    record_property("kills", 1)
    assert_promises_kept(site, family)


@pytest.mark.wide
def test_everything_killed_again_and_again(site, family, chance, record_property):
    """Uploads and deletions go on while all processes die at once; then `run` again, on what is there."""
    kills = 0
    for _ in range(2 if os.environ.get("KILL_SCALE") else 1):
        enough = threading.Event()
        daughter = threading.Thread(target=be_busy, args=(family, enough))
        daughter.start()
        wait_for(lambda: family.deleted)
        time.sleep(chance.uniform(0.3, 3))
        site.kill()
        enough.set()
        daughter.join()
        kills += 1
        site.start()
    record_property("kills", kills)
    assert family.kept and family.deleted
    assert_nothing_left_behind(site, family)


@pytest.mark.long
def test_everything_killed_while_the_trash_is_emptied(site, family, chance, record_property):
    """All is deleted for good, and everything dies at once while the files go."""
    for picture in sorted(family.kept)[3:]:
        family.person.post(f"{family.album}pictures/{picture}/trash/", form=family.album + "add/")
        family.deleted[picture] = family.kept.pop(picture)
    family.person.post("/trash/empty/", form=family.album + "add/").raise_for_status()
    time.sleep(chance.uniform(0, 0.3))
    site.kill()
    site.start()
    record_property("kills", 1)
    assert_nothing_left_behind(site, family)
    assert len(site.stored("main")) == 4 * site.query("SELECT count(*) FROM albums_picture")[0][0]


# --- Starting and stopping -------------------------------------------------------------------------------


@pytest.fixture
def lone_site(site):
    """Started again if the test before has stopped it."""
    return site if site.process.poll() is None else site.start()


def everyone(site) -> list[int]:
    return [site.process.pid, *(pid for pids in site.members().values() for pid in pids)]


def wait_for_everyone(site) -> list[int]:
    wait_for(lambda: all(site.members().values()))
    return everyone(site)


def is_at_work(site) -> bool:
    """A tick has come from the beat through the worker, so that neither of them is still starting."""
    return 'task="outbox.dispatch"' in requests.get(f"{site.url}/metrics", timeout=30).text


def test_second_run_on_the_same_data_refuses(site):
    second = subprocess.run(
        [sys.executable, "manage.py", "run"],
        cwd=REPOSITORY,
        env=site.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert second.returncode != 0
    assert "running already" in second.stderr
    assert "Traceback" not in second.stderr
    assert is_up(site)


def test_worker_that_is_killed_leaves_no_process(site, record_property):
    """Its pool and its decoders end too, whatever they had in hand."""
    [parent, *children] = wait_for(lambda: len(site.members()["worker"]) > 1 and site.members()["worker"])
    kill(parent)
    wait_for(lambda: not alive(children), 30)
    record_property("kills", 1)


@pytest.mark.wide
def test_runner_killed_alone(lone_site, record_property):
    """Nobody is left to stop the members: they end by themselves, and the port is free for the next start."""
    site = lone_site
    pids = wait_for_everyone(site)
    site.process.kill()
    site.process.wait()
    wait_for(lambda: not alive(pids), 30)
    site.start()
    assert Person(site.url).sign_up("again@example.com").get("/").status_code == 200
    record_property("kills", 1)


@pytest.mark.wide
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stops_when_asked(lone_site, number):
    site = lone_site
    pids = wait_for_everyone(site)
    wait_for(lambda: is_at_work(site))
    before = site.log.stat().st_size
    os.kill(site.process.pid, number)
    site.process.wait(120)
    wait_for(lambda: not alive(pids))
    written = site.log.read_bytes()[before:].decode()
    assert "Traceback" not in written, written
