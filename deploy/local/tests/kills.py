"""The site on a stack of its own, for the tests that kill its members. It is asked past the code that is
tested: rows straight from MariaDB, bytes straight from the two storages' directories, messages from the broker itself.

The promises, and the daughter to whom they are made, are those of tests/kills/test_killed.py.
"""

import multiprocessing
import os
import random
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import MySQLdb
import pytest
from amqp.exceptions import NotFound
from kombu import Connection

from deploy.local.fixtures import new_stack, start
from deploy.local.members.site import site_environment
from deploy.local.stack_dir import REPOSITORY
from deploy.local.tests import inside
from tests.kills.test_killed import Family, assert_nothing_left_behind, open_messages
from tests.support.browser import Person
from tests.support.photos import draw, one_of_a_kind, real_photos
from tests.support.site import wait_for
from tests.support.unsealing import open_stored

WORK = ("pictures", "files", "mail", "renderings", "dead")
# Everything that must come by itself does so after a lease (3 s), a resending (RESEND_SECONDS), or the
# pause of a worker between two attempts to reach the broker (up to 30 s); and the machine may be busy.
PATIENCE = 300
# In `make test` each member dies once. KILL_SCALE=3 (`make kills`): as often as the figures in
# docs/measurements/messages.md say.
SCALE = int(os.environ.get("KILL_SCALE") or 0)
RESEND_SECONDS = 20


def times(count: int) -> int:
    """How often something is done that is done `count` times in a run of scale 1."""
    return count * SCALE if SCALE else 1


class StackSite:
    """The stack's site as tests/kills/test_killed.py wants one."""

    def __init__(self, stack):
        self.stack = stack
        self.directory = stack.stack_dir.directory / "site"
        # Not through nginx: a test's load comes from one address, and has limits there.
        self.url = stack["web"].url
        self.environment = {**os.environ, **site_environment(stack.stack_dir)}

    @property
    def log(self) -> Path:
        return self.stack["worker"].log

    def connect(self):
        member = self.stack["mariadb-primary"]
        return MySQLdb.connect(
            host="127.0.0.1", port=member.port, user="picup", passwd=member.stack_dir.secret(), db="picup"
        )

    def query(self, sql: str) -> list[tuple]:
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def count(self, table: str, where: str = "1 = 1") -> int:
        return self.query(f"SELECT count(*) FROM {table} WHERE {where}")[0][0]

    def statements(self, pattern: str) -> list[int]:
        """The connections on which such a statement runs, or waits, just now."""
        where = f"command = 'Query' AND info LIKE '{pattern}'"
        return [
            number for (number,) in self.query(f"SELECT id FROM information_schema.processlist WHERE {where}")
        ]

    def stored(self, storage: str) -> dict[str, bytes]:
        places = {
            "main": (self.directory / "storage" / "main", "*/*"),
            "backup": (self.stack["s3"].files, "*"),
        }
        directory, pattern = places[storage]
        files = {path.name: path.read_bytes() for path in directory.glob(pattern) if path.is_file()}
        return open_stored(files, self.directory)

    def manage(self, *command: str) -> None:
        line = [sys.executable, "manage.py", *command]
        run = subprocess.run(line, cwd=REPOSITORY, env=self.environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr

    def in_broker(self) -> dict[str, int]:
        """How many messages wait in each queue, in no worker's hands."""
        with Connection(self.stack["rabbitmq"].url) as broker:
            return {name: waiting_in(broker, name) for name in WORK}

    @contextmanager
    def process(self, **environment: str) -> Iterator[Callable]:
        """A process with the site's code and settings, beside its members: `call(inside.litter, 100)`."""
        variables = {**self.environment, "OUTBOX_NUDGE": "off", "LOG_LEVEL": "WARNING", **environment}
        with multiprocessing.get_context("spawn").Pool(1, inside.begin, (variables,)) as pool:
            yield lambda function, *arguments: pool.apply(function, arguments)


def waiting_in(broker: Connection, queue: str) -> int:
    try:
        with broker.channel() as channel:
            return channel.queue_declare(queue, passive=True).message_count
    except NotFound:  # Nobody has declared it yet.
        return 0


@contextmanager
def stack_site(*names: str, resend_seconds: int = RESEND_SECONDS) -> Iterator[StackSite]:
    """A site with these members and those that they need, on a stack that nobody else uses."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OUTBOX_RESEND_SECONDS", str(resend_seconds))
        patch.setenv("OUTBOX_LEASE_SECONDS", "3")
        patch.setenv("OUTBOX_OUTAGE_SECONDS", "10")
        stack = new_stack(uuid.uuid4().hex[:12])
        try:
            start(stack, *names)
            yield StackSite(stack)
        finally:
            stack.release()


@contextmanager
def only_dispatcher(site: StackSite) -> Iterator[Callable]:
    """A process whose dispatchers are the only ones: worker and beat are down until the end of the block."""
    wait_for(lambda: not site.count("outbox_message", "state <> 'done'"), PATIENCE)
    wait_for(lambda: not any(site.in_broker().values()), PATIENCE)
    site.stack.kill("worker")
    site.stack.kill("beat")
    with site.process() as call:
        yield call
    site.stack.start("worker", "beat")


def leases(site: StackSite) -> set[str]:
    """Of the claims that are being published, or were when their dispatcher died."""
    return {
        lease for (lease,) in site.query("SELECT DISTINCT lease FROM outbox_message WHERE lease IS NOT NULL")
    }


def new_chance() -> random.Random:
    seed = int(os.environ.get("KILL_SEED") or random.randrange(10**6))
    print(f"KILL_SEED={seed}")
    return random.Random(seed)


def new_family(site: StackSite, chance: random.Random) -> Family:
    person = Person(site.url).sign_up("jieun@example.com")
    photos = [path.read_bytes() for path in real_photos("album/*.jpg")] or [draw(1), draw(2)]
    family = Family(person, person.new_album("Summer"), chance, photos)
    upload(family, 4)
    return family


def upload(family: Family, count: int) -> None:
    family.upload(*(one_of_a_kind(family.chance.choice(family.sources)) for _ in range(count)))


class Evening:
    """What a family did while something was broken: the seconds that each step took."""

    def __init__(self):
        self.seconds: list[float] = []
        self.errors: list[BaseException] = []

    @property
    def steps(self) -> int:
        return len(self.seconds)

    @property
    def quickest(self) -> float:
        """What shows in every step shows in this one, and the machine's other work does not."""
        return min(self.seconds)

    def __str__(self) -> str:
        return (
            f"{self.steps} steps, the quickest {self.quickest:.2f} s, the slowest {max(self.seconds):.2f} s"
        )


@contextmanager
def people_busy(family: Family, pause: float = 1.0) -> Iterator[Evening]:
    """Somebody uploads and deletes, with a pause between, until the end of the block. No step may fail."""
    evening, enough = Evening(), threading.Event()

    def go_on() -> None:
        while not enough.wait(pause):
            begun = time.monotonic()
            try:
                family.act()
            except BaseException as error:
                evening.errors.append(error)
                return
            evening.seconds.append(time.monotonic() - begun)

    person = threading.Thread(target=go_on)
    person.start()
    try:
        yield evening
    finally:
        enough.set()
        person.join()
    if evening.errors:
        raise AssertionError("somebody was not answered") from evening.errors[0]
    assert evening.steps


def assert_everything_happened_once(site: StackSite, family: Family) -> None:
    """Every effect, whatever died; no message waits, in a table or in the broker, and no person's help."""
    try:
        wait_for(lambda: not open_messages(site), PATIENCE)
    except AssertionError:
        raise AssertionError(f"{open_messages(site)[:5]}\n{site.stack['worker'].last_lines(30)}") from None
    assert_nothing_left_behind(site, family)
    wait_for(lambda: not any(site.in_broker().values()), PATIENCE)
    assert site.query("SELECT task, error FROM outbox_deadletter WHERE state = 'open'") == []
    assert set(site.query("SELECT DISTINCT state FROM outbox_message")) == {("done",)}


# Fixtures of the files that kill members, under the names that their tests say.


@pytest.fixture(scope="module", name="site")
def working_site():
    with stack_site("web", "worker", "films", "beat") as site:
        yield site


@pytest.fixture(scope="module", name="chance")
def one_chance():
    return new_chance()


@pytest.fixture(scope="module", name="family")
def one_family(site, chance):
    return new_family(site, chance)


@pytest.fixture(name="dispatcher")
def one_dispatcher(site):
    with only_dispatcher(site) as call:
        yield call
