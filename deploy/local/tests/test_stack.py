"""`make stack` from nothing to green, a family's first day through nginx, and nothing left behind."""

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest
import requests
from PIL import Image

from deploy.local.control import Stack
from deploy.local.fixtures import check
from deploy.local.members import MEMBERS, all_members
from deploy.local.stack_dir import REPOSITORY, StackDir
from tests.support.browser import Person
from tests.support.site import wait_for

NAMES = [member.name for member in MEMBERS]


class Commands:
    """The stack as a person at a shell has it."""

    def __init__(self):
        self.directory = Path(tempfile.mkdtemp(prefix="pic-up-stack-"))
        self.stack = Stack(self.directory)

    def line(self, *command: str) -> list[str]:
        return [sys.executable, "-m", "deploy.local", "--directory", str(self.directory), *command]

    def run(self, *command: str) -> str:
        run = subprocess.run(self.line(*command), cwd=REPOSITORY, capture_output=True, text=True)
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def supervisor(self) -> psutil.Process:
        return psutil.Process(self.stack.stack_dir.read()["supervisor"]["pid"])

    def processes(self) -> list[psutil.Process]:
        """The guardian and everything below it, named by pid and start time."""
        guardian = self.supervisor().parent()
        return [guardian, *guardian.children(recursive=True)]

    def names(self) -> set[str]:
        found = set()
        for process in self.processes():
            with suppress(psutil.NoSuchProcess):
                found.add(process.name())
        return found

    def remove(self) -> None:
        if self.stack.is_running:
            self.run("down")
        shutil.rmtree(self.directory, ignore_errors=True)


@pytest.fixture(scope="module")
def commands():
    commands = Commands()
    check(all_members(StackDir(commands.directory)).values())
    yield commands
    commands.remove()


@pytest.fixture
def up(commands) -> Commands:
    """The whole stack, green. It stays between tests; a test that ended it pays for the next one's start."""
    if not commands.stack.is_running:
        print(commands.run("up"))
    commands.stack.ask("start", *NAMES)
    return commands


@contextmanager
def nothing_left(processes: list[psutil.Process], seconds: float = 30):
    assert len(processes) > 3
    yield
    wait_for(lambda: not [process for process in processes if process.is_running()], seconds)


def test_it_works(up):
    table = up.run("status")
    for name in NAMES:
        (row,) = [row.split() for row in table.splitlines() if row.startswith(name + " ")]
        assert row[1] == "up" and Path(row[-1]).exists()
    url = up.stack["nginx"].url
    # Each web process asks for itself; the first answer of one may still be a moment old.
    wait_for(lambda: requests.get(url + "/readyz", timeout=10).json().get("all_up"), 30)
    answer = requests.get(url + "/readyz", timeout=10)
    assert answer.ok and answer.json()["mode"] == "normal"
    assert {"database", "replica 1", "cache", "broker", "workers"} < set(answer.json()["dependencies"])
    assert (up.directory / "stack.json").stat().st_mode & 0o077 == 0


def test_prometheus_has_the_sites_metrics(up):
    def ask(query: str) -> list:
        address = up.stack["prometheus"].url + "/api/v1/query"
        return requests.get(address, params={"query": query}, timeout=10).json()["data"]["result"]

    wait_for(lambda: ask("picup_database_up == 1"), 30)
    wait_for(lambda: ask('sum(picup_task_seconds_count{task="outbox.dispatch"}) > 0'), 30)
    wait_for(lambda: len(ask("picup_dependency_up == 1")) >= 7, 30)
    # Through nginx it is only for this machine, and the address is the caller's.
    assert requests.get(up.stack["nginx"].url + "/metrics", timeout=10).status_code == 200


def test_a_familys_first_day(up):
    person = Person(up.stack["nginx"].url).sign_up(f"{os.urandom(4).hex()}@example.com")
    album = person.new_album("Summer in Jeju")
    for number in range(3):
        (result,) = person.upload(album, (f"{number}.png", picture())).json()["results"]
        assert result["status"] == "added", result
    shown = wait_for(lambda: images(person, album, 3), 60)
    answers = [person.get(address) for address in shown]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert all(answer.headers["Content-Type"].startswith("image/") for answer in answers)
    primary, replica = up.stack["mariadb-primary"], up.stack["mariadb-replica"]
    count = "SELECT COUNT(*) FROM picup.albums_picture"
    wait_for(lambda: replica.run(count) == primary.run(count) != "0", 20)
    copies = "SELECT COUNT(*) FROM picup.storage_filecopy"
    main = [path.name for path in (up.directory / "site" / "storage" / "main").glob("*/*")]
    backup = [path.name for path in up.stack["s3"].files.iterdir()]
    assert sorted(main) == sorted(backup) and len(main + backup) == int(primary.run(copies))


def test_a_request_keeps_its_id_and_a_paper_its_token(up):
    url = up.stack["nginx"].url
    answer = requests.get(url + "/open/secret-token/", headers={"X-Request-ID": "by-the-browser"}, timeout=10)
    assert answer.headers["X-Request-ID"] == "by-the-browser"
    assert len(requests.get(url, headers={"X-Request-ID": "<>"}, timeout=10).headers["X-Request-ID"]) == 32
    logs = "".join(log.read_text(errors="replace") for log in up.directory.rglob("*.log"))
    assert "by-the-browser" in logs and "secret-token" not in logs


def test_a_page_full_of_pictures_trips_no_limit_and_a_storm_does(up):
    url = up.stack["nginx"].url
    with requests.Session() as session:
        pictures = [session.get(f"{url}/static/none{n}.css", timeout=10).status_code for n in range(200)]
        assert set(pictures) == {404}
        doors = [session.post(f"{url}/accounts/login/", timeout=10).status_code for _ in range(80)]
    assert doors[0] == 403 and 429 in doors


def test_a_form_that_is_too_large_is_refused_and_an_upload_is_not(up):
    url = up.stack["nginx"].url
    large = b"x" * 2_000_000
    assert requests.post(url + "/albums/new/", data=large, timeout=10).status_code == 413
    # Often: an answer given before the body was read was sometimes lost on its way through nginx.
    for _ in range(20):
        upload = requests.post(f"{url}/albums/{'a' * 20}/add/", data=large, timeout=10, allow_redirects=False)
        assert upload.status_code == 302, (upload.headers, upload.text[:500])


@pytest.mark.parametrize("name", ["redis", "mariadb-replica", "mongo", "s3", "prometheus"])
def test_people_look_on_while_it_is_dead(up, name):
    """The site's own processes take longer to come back: `worker` and `beat` die in test_kills.py, while people upload
    and delete, `web` and `web-uploads` in test_nginx_errors.py."""
    up.run("kill", name)
    assert up.stack.states()[name] == "-"
    assert Person(up.stack["nginx"].url).get("/accounts/login/").status_code == 200
    up.run("start", name)
    assert up.stack.states()[name] == "up"


def test_a_member_that_cannot_start_says_why(up):
    up.run("stop", "redis")
    configuration = up.stack["redis"].directory
    hidden = configuration.with_name("redis.hidden")
    configuration.rename(hidden)
    configuration.write_text("a file where its directory should be")
    try:
        run = subprocess.run(up.line("start", "redis"), cwd=REPOSITORY, capture_output=True, text=True)
        assert run.returncode == 1 and run.stderr.startswith("redis:")
    finally:
        configuration.unlink()
        hidden.rename(configuration)
    up.run("start", "redis")


def test_nothing_outlives_a_supervisor_that_is_killed(up):
    with nothing_left(up.processes()):
        up.supervisor().kill()


# Below, without the broker and the site, which start slowly: they were there in the test before.
QUICK = ("redis", "mariadb-replica", "mongo")


@pytest.mark.wide
def test_down_leaves_no_process(commands):
    commands.run("up", *QUICK)
    with nothing_left(commands.processes()):
        commands.run("down")
    assert "No stack runs" in commands.run("down")


@pytest.mark.wide
def test_nothing_outlives_a_guardian_that_is_killed(commands):
    commands.run("up", *QUICK)
    with nothing_left(commands.processes()):
        commands.supervisor().parent().kill()


@pytest.fixture
def held(commands):
    """A pipe that MariaDB reads to its end before it is ready: however quick the machine is, that is not too early."""
    pipe = commands.directory / "held"
    os.mkfifo(pipe)
    configuration = commands.stack["mariadb-primary"].directory / "more" / "held.cnf"
    configuration.parent.mkdir(parents=True, exist_ok=True)
    configuration.write_text(f"[mariadbd]\ninit-file={pipe}\n")
    yield pipe
    let_go(pipe)
    configuration.unlink()


def let_go(pipe: Path) -> bool:
    """Have whoever reads it come to its end; False if nobody does."""
    try:
        os.close(os.open(pipe, os.O_WRONLY | os.O_NONBLOCK))
    except OSError:
        return False
    return True


@pytest.mark.wide
def test_nothing_outlives_a_starter_that_is_killed_before_all_is_ready(commands, held):
    starter = subprocess.Popen(commands.line("up", *QUICK), cwd=REPOSITORY, stdout=subprocess.DEVNULL)
    wait_for(lambda: commands.stack.is_running and "mariadbd" in commands.names(), 30)
    assert starter.poll() is None
    with nothing_left(commands.processes()):
        starter.send_signal(signal.SIGKILL)
        starter.wait()
        wait_for(lambda: let_go(held), 30)


def images(person: Person, album: str, count: int) -> list[str]:
    """The addresses of the pictures in the album's overview, once all of them are shown."""
    found = re.findall(r'src="(/pictures/[^"]+)"', person.get(album + "overview/").text)
    return found if len(found) == count else []


def picture() -> bytes:
    file = io.BytesIO()
    Image.frombytes("RGB", (600, 400), os.urandom(600 * 400 * 3)).save(file, "PNG")
    return file.getvalue()
