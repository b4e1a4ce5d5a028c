"""A site on a MariaDB primary and its replica, which die, freeze, stop and fall behind while parents look.

Each test leaves both servers as it found them.
"""

import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
import requests

from deploy.local.fixtures import member_fixture
from tests.support.browser import Person
from tests.support.photos import draw
from tests.support.site import Site, wait_for

pytest.importorskip("MySQLdb")
mariadb_primary = member_fixture("mariadb-primary", own=True)
mariadb_replica = member_fixture("mariadb-replica", own=True)
LAG_SECONDS = 5
# Of two web processes, each time whichever is free: so often both have been asked, but once in two thousand times.
ASKS = 12
# What parents ask for while something is broken: each of them for all pages, more than once.
LOOKS = 36


@dataclass
class Family:
    site: Site
    jieun: Person
    mother: Person
    album: str
    # What a parent's journey asks for: the shelf, an album, a photo, its bytes.
    pages: list[str]

    def mode(self) -> str:
        return requests.get(f"{self.site.url}/readyz", timeout=5).json()["mode"]

    def all_up(self) -> bool:
        """In each of the two web processes."""
        answers = [requests.get(f"{self.site.url}/readyz", timeout=5).json() for _ in range(ASKS)]
        states = [answer["dependencies"] for answer in answers]
        return all(one[name]["state"] == "up" for one in states for name in ("database", "replica 1"))

    def looks_everywhere(self) -> bool:
        """Often enough to have asked each web process."""
        return all(self.mother.get(page).status_code == 200 for page in self.pages * ASKS)

    def replica_is_left(self) -> bool:
        """By every web process."""
        answers = [requests.get(f"{self.site.url}/readyz", timeout=5).json() for _ in range(ASKS)]
        return all(answer["dependencies"]["replica 1"]["state"] != "up" for answer in answers)

    def is_read_only(self) -> bool:
        """In every web process."""
        return all(self.mode() == "read-only" for _ in range(ASKS))

    def rename(self, title: str) -> requests.Response:
        """As by a button that was on the screen already."""
        token = self.jieun.session.cookies["csrftoken"]
        data = {"title": title, "description": "", "csrfmiddlewaretoken": token}
        return self.jieun.session.post(self.jieun.absolute(self.album + "edit/"), data=data, timeout=60)


@pytest.fixture(scope="module")
def family(mariadb_primary, mariadb_replica):
    site = Site(
        DATABASE_URL=mariadb_primary.url,
        DATABASE_REPLICA_URLS=mariadb_replica.url,
        DATABASE_LAG_SECONDS=str(LAG_SECONDS),
        DATABASE_PIN_SECONDS="1",
        WEB_PROCESSES="2",
        WEB_THREADS="8",
        LOG_LEVEL="INFO",
    )
    try:
        yield move_in(site.start())
    finally:
        print(site.log.read_text()[-5000:])
        site.remove()


def move_in(site: Site) -> Family:
    jieun = Person(site.url).sign_up("jieun@example.com")
    album = jieun.new_album("Summer")
    jieun.upload(album, *((f"{number}.jpg", draw(number)) for number in range(2)))
    fields = {"name": "엄마", "language": "ko", "help_phone": "010-1234-5678"}
    link = re.search(r"/open/[\w-]+/", jieun.post("/family/links/new/", fields).text).group(0)
    mother = Person(site.url, "ko")
    mother.post(link)
    thumbs = wait_for(lambda: re.findall(r"/pictures/[0-9a-f]{20}/file/\w+", mother.get(album).text), 60)
    photo = re.search(rf"{album}pictures/[0-9a-f]{{20}}/", mother.get(album).text).group(0)
    return Family(site, jieun, mother, album, ["/", album, photo, thumbs[0]])


@pytest.fixture(autouse=True)
def all_well(family):
    wait_for(family.all_up, 60)


@dataclass
class Looking:
    """What parents were answered meanwhile, and how long each waited."""

    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def failed(self) -> list[int]:
        return [status for status in self.statuses if status != 200]

    def wait_for_more(self) -> None:
        """Until so much more has been asked for and answered, however quick the machine is."""
        enough = len(self.statuses) + LOOKS
        wait_for(lambda: len(self.statuses) >= enough, 60)


@contextmanager
def parents_looking(family: Family, people: int = 3) -> Iterator[Looking]:
    looking, enough = Looking(), threading.Event()

    def look() -> None:
        session = requests.Session()
        session.cookies.update(family.mother.session.cookies)
        while not enough.is_set():
            for page in family.pages:
                begun = time.monotonic()
                try:
                    status = session.get(family.site.url + page, timeout=60).status_code
                except requests.RequestException:
                    status = 0
                looking.seconds.append(time.monotonic() - begun)
                looking.statuses.append(status)
            # They look at what they see. Without a pause the test would measure the machine.
            enough.wait(0.25)

    threads = [threading.Thread(target=look) for _ in range(people)]
    for thread in threads:
        thread.start()
    try:
        looking.wait_for_more()
        yield looking
        looking.wait_for_more()
    finally:
        enough.set()
        for thread in threads:
            thread.join()


def selects(server) -> int:
    return int(server.run("SHOW GLOBAL STATUS LIKE 'Com_select'").split()[1])


def assert_journey(family: Family, person: Person | None = None) -> None:
    for page in family.pages:
        assert (person or family.mother).get(page).status_code == 200


def selects_of_a_journey(family: Family, server) -> int:
    before = selects(server)
    assert_journey(family)
    return selects(server) - before


def assert_kind_refusal(family: Family) -> None:
    """Warm, on one connection that is open."""
    address = family.site.url + "/text-size/"
    with requests.Session() as session:
        session.post(address, timeout=5)
        seconds = []
        for _ in range(10):
            begun = time.perf_counter()
            answer = session.post(address, headers={"Accept": "application/json"}, timeout=5)
            seconds.append(time.perf_counter() - begun)
            assert answer.status_code == 503 and answer.headers["Retry-After"] == "10"
            assert answer.json()["error"] == "read-only"
        page = session.post(address, headers={"Accept": "text/html"}, timeout=5)
    assert "모든 사진" in page.text or "You can look at every photo" in page.text
    print("refused in", sorted(round(one * 1000, 1) for one in seconds), "ms")
    assert min(seconds) < 0.1, seconds


def wait_until_back(family: Family) -> float:
    begun = time.monotonic()
    wait_for(lambda: family.mode() == "normal" and family.rename("Summer").status_code == 200, 60)
    return time.monotonic() - begun


def test_it_works(family, mariadb_replica):
    # Her first visit pins her to the primary, for seconds.
    wait_for(lambda: selects_of_a_journey(family, mariadb_replica) >= 3)


def test_a_killed_replica_under_load(family, own_stack, mariadb_replica):
    with parents_looking(family) as looking:
        own_stack.kill("mariadb-replica")
        looking.wait_for_more()
        assert family.rename("Without a replica").status_code == 200
        wait_for(family.replica_is_left, 20)
    print(len(looking.statuses), "looks, the slowest", round(max(looking.seconds), 2), "s")
    assert not looking.failed and len(looking.statuses) >= 2 * LOOKS
    own_stack.start("mariadb-replica")


def test_a_killed_primary_under_load(family, own_stack, mariadb_primary):
    with parents_looking(family) as looking:
        own_stack.kill("mariadb-primary")
        wait_for(lambda: family.mode() == "read-only", 10, 0.02)
        assert_journey(family)
        assert_journey(family, family.jieun)
        # When the probes have found it in every process, too.
        wait_for(family.is_read_only, 20)
        assert_kind_refusal(family)
    print(len(looking.statuses), "looks, the slowest", round(max(looking.seconds), 2), "s")
    assert not looking.failed and len(looking.statuses) >= 2 * LOOKS
    begun = time.monotonic()
    own_stack.start("mariadb-primary")
    started = time.monotonic() - begun
    print(f"the server was back after {started:.1f} s, the site {wait_until_back(family):.1f} s later")


@pytest.mark.long
def test_a_replica_that_stops_replicating(family, mariadb_replica):
    mariadb_replica.run("STOP SLAVE")
    try:
        wait_for(family.replica_is_left, 20)
        family.rename("Stopped")
        assert "Stopped" in family.mother.get("/").text
        assert family.mode() == "normal"
    finally:
        mariadb_replica.run("START SLAVE")


@contextmanager
def behind(replica, seconds: int) -> Iterator[None]:
    replica.run(f"STOP SLAVE; CHANGE MASTER TO MASTER_DELAY={seconds}; START SLAVE")
    try:
        yield
    finally:
        replica.run("STOP SLAVE; CHANGE MASTER TO MASTER_DELAY=0; START SLAVE")


@pytest.mark.wide
def test_a_replica_that_is_far_behind(family, mariadb_replica):
    with behind(mariadb_replica, 60):
        family.rename("Far behind")
        wait_for(family.replica_is_left, 30)
        assert "Far behind" in family.mother.get("/").text
        assert family.mode() == "normal"


@pytest.mark.long
def test_a_frozen_replica(family, own_stack):
    try:
        with parents_looking(family) as looking:
            own_stack.signal("mariadb-replica", signal.SIGSTOP)
            wait_for(family.replica_is_left, 20)
            begun = time.monotonic()
            assert_journey(family)
            assert time.monotonic() - begun < 30
    finally:
        own_stack.signal("mariadb-replica", signal.SIGCONT)
    print(len(looking.statuses), "looks, the slowest", round(max(looking.seconds), 2), "s")
    assert not looking.failed and max(looking.seconds) < 45


@pytest.mark.long
def test_a_frozen_primary(family, own_stack):
    try:
        with parents_looking(family) as looking:
            own_stack.signal("mariadb-primary", signal.SIGSTOP)
            wait_for(family.is_read_only, 20)
            assert_journey(family)
            assert_kind_refusal(family)
    finally:
        own_stack.signal("mariadb-primary", signal.SIGCONT)
    print(len(looking.statuses), "looks, the slowest", round(max(looking.seconds), 2), "s")
    assert not looking.failed and max(looking.seconds) < 45
    wait_until_back(family)


def answer_for_a_script(family: Family) -> tuple[int, str]:
    headers = {"Accept": "application/json"}
    answer = requests.post(f"{family.site.url}/text-size/", headers=headers, timeout=5)
    return answer.status_code, answer.json()["error"]


@pytest.mark.wide
def test_both_are_killed(family, own_stack):
    try:
        own_stack.kill("mariadb-replica")
        own_stack.kill("mariadb-primary")
        wait_for(lambda: family.mother.get("/").status_code == 503, 20)
        page = family.mother.get("/")
        assert page.headers["Retry-After"] == "10" and "resting" in page.text
        ready = f"{family.site.url}/readyz"
        wait_for(lambda: all(requests.get(ready, timeout=5).status_code == 503 for _ in range(ASKS)), 20)
        # A web process that was not asked before refuses it for want of a token.
        wait_for(lambda: answer_for_a_script(family) == (503, "resting"), 20)
    finally:
        own_stack.start("mariadb-primary")
        own_stack.start("mariadb-replica")
    wait_until_back(family)
    # One of the web processes may find it some seconds after the other.
    wait_for(family.looks_everywhere, 20)


@pytest.mark.wide
def test_a_person_reads_her_own_writes(family, mariadb_replica):
    """In three tabs, over the two web processes, while the replica is two seconds behind and the pin lasts one: what
    she reads after it comes from the replica as soon, and only when, the replica has it."""
    turns = int(os.environ.get("READ_YOUR_WRITES", "32")) // 8
    writes, reads, stale = 0, 0, []
    with behind(mariadb_replica, 2):
        before = selects(mariadb_replica)

        def person(number: int) -> None:
            nonlocal writes, reads
            someone = Person(family.site.url)
            someone.session.cookies.update(family.jieun.session.cookies)
            album = someone.new_album(f"Album {number}")
            for turn in range(turns):
                title = f"Turn {turn} of {number}"
                someone.post(album + "edit/", {"title": title, "description": ""})
                writes += 1
                until = time.monotonic() + (5 if turn == turns - 1 else 0.3)
                while time.monotonic() < until:
                    reads += 1
                    if title not in someone.get(album).text:
                        stale.append((title, time.monotonic()))
                    time.sleep(0.2)

        people = [threading.Thread(target=person, args=[number]) for number in range(8)]
        for one in people:
            one.start()
        for one in people:
            one.join()
        from_replica = selects(mariadb_replica) - before
    print(f"{writes} writes, {reads} reads, {from_replica} queries of the replica")
    assert writes == 8 * turns and from_replica >= 8
    assert not stale, stale[:5]


@pytest.mark.wide
def test_the_uploader_waits_and_goes_on_by_itself(family, own_stack, chromium):
    """A photo that is chosen while nothing can be written is there afterwards, without another touch."""
    context = chromium.new_context(locale="en-GB")
    cookies = [
        {"name": one.name, "value": one.value, "url": family.site.url} for one in family.jieun.session.cookies
    ]
    context.add_cookies(cookies)
    page = context.new_page()
    try:
        page.goto(family.site.url + family.album + "add/")
        own_stack.kill("mariadb-primary")
        wait_for(family.is_read_only, 20)
        chosen = {"name": "late.jpg", "mimeType": "image/jpeg", "buffer": draw(77)}
        page.set_input_files("#files", chosen)
        page.locator(".upload-row").get_by_text("waits here").wait_for(timeout=20_000)
        own_stack.start("mariadb-primary")
        page.locator(".upload-row.added").wait_for(timeout=40_000)
    finally:
        context.close()
        own_stack.start("mariadb-primary")
