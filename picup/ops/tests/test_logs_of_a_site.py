"""What web, worker and beat of a running site write: every line JSON, and one id from the browser to the
worker. And that an alert of theirs arrives."""

import json
import subprocess
import sys
from collections import Counter

import pytest
import requests

from picup.ops.tests.test_metrics import check_with_promtool, read
from tests.support.browser import Person
from tests.support.listener import Listener
from tests.support.photos import draw
from tests.support.processes import descendants, processes, send
from tests.support.site import REPOSITORY, Site, wait_for

ID = "from-the-browser-1"


class LoudSite(Site):
    """Web and worker (with the beat in it) as processes of this test, each with a log of its own."""

    def __init__(self, **environment: str):
        super().__init__(**environment)
        self.processes: dict[str, subprocess.Popen] = {}

    def start(self) -> "LoudSite":
        schedule = str(self.directory / "schedule")
        worker = ["celery", "--quiet", "-A", "picup", "worker", "-B", "--schedule", schedule]
        worker += [
            "--queues",
            "ticks,pictures,renderings,files,mail",
            "--concurrency",
            "1",
            "--loglevel",
            "INFO",
        ]
        self.launch("web", "gunicorn", "--config", "picup/gunicornconfig.py", "picup.wsgi")
        self.launch("worker", *worker)
        wait_for(lambda: any(" ready." in line["event"] for line in self.lines("worker")))
        self.wait_until_up()
        return self

    def launch(self, name: str, *command: str) -> None:
        with self.log_of(name).open("w") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=REPOSITORY, env=self.environment, stdout=log, stderr=log
            )

    def log_of(self, name: str):
        return self.directory / f"{name}.log"

    def lines(self, name: str) -> list[dict]:
        """Every finished line, which must be JSON."""
        text = self.log_of(name).read_text()
        return [json.loads(line) for line in text[: text.rfind("\n") + 1].splitlines()]

    def end(self) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            process.wait(30)


@pytest.fixture(scope="module")
def listener():
    with Listener() as listener:
        yield listener


@pytest.fixture(scope="module")
def site(listener):
    environment = {"LOG_FORMAT": "json", "LOG_LEVEL": "INFO", "ALERT_WEBHOOK_URL": listener.url}
    site = LoudSite(SLOW_REQUEST_SECONDS="0.0001", WEB_PROCESSES="2", **environment)
    try:
        yield site.start()
    finally:
        site.remove()


TYPED = ("My-Secret 19610305", "nobody.at.all@example.com")


def test_no_name_of_a_failed_sign_in_is_in_any_log(site):
    """A password may have been typed there."""
    guest = Person(site.url)
    answers = []
    for name in TYPED:
        for _number in range(7):
            answer = guest.post("/accounts/login/", {"username": name, "password": "not-" + name})
            answers.append(answer.status_code)
    guest.post("/accounts/password-reset/", {"email": TYPED[1]})
    guest.post("/admin/login/", {"username": TYPED[0], "password": "not-" + TYPED[0]})
    assert answers[:4] == [422] * 4 and 429 in answers
    lines = wait_for(lambda: lines_with(site, "web", logger="accounts.lock_outs"))
    assert all("127.0.0.1" in line["event"] for line in lines)
    text = "".join(site.log_of(name).read_text() for name in ("web", "worker")).lower()
    assert not [name for name in TYPED if name.lower() in text]


@pytest.fixture(scope="module")
def upload(site):
    """A photo that the worker has developed; its request had the id `ID`."""
    person = Person(site.url).sign_up("jieun@example.com")
    album = person.new_album("Jeju")
    person.session.headers["X-Request-ID"] = ID
    assert person.upload(album, ("sea.jpg", draw(1, 320, 240))).json()["results"][0]["status"] == "added"
    del person.session.headers["X-Request-ID"]
    wait_for(lambda: of_request(site, "worker", event="task_succeeded"))
    return person


def of_request(site, name: str, **fields) -> list[dict]:
    return lines_with(site, name, request_id=ID, **fields)


def lines_with(site, name: str, **fields) -> list[dict]:
    return [line for line in site.lines(name) if line | fields == line]


def test_it_works(site, upload):
    """The browser's id stands in the web's line and in the worker's."""
    (line,) = of_request(site, "web", event="request_finished", method="POST")
    assert (line["logger"], line["route"], line["status"]) == (
        "django_structlog.middlewares.request",
        "album_add",
        200,
    )
    assert of_request(site, "worker", event="task_succeeded", task="albums.make_derivatives")


def test_nothing_is_printed_twice(site, upload):
    ends = Counter(line["task_id"] for line in lines_with(site, "worker", event="task_succeeded"))
    assert ends and set(ends.values()) == {1}
    assert not [line for line in site.lines("worker") if " succeeded in " in line["event"]]
    # Of ID there are two: the uploader's page, and the upload.
    lines = lines_with(site, "web", event="request_finished")
    answers = Counter((line["request_id"], line["method"]) for line in lines)
    assert answers and set(answers.values()) == {1}


def test_a_tick_belongs_to_no_request(site, upload):
    ticks = wait_for(lambda: lines_with(site, "worker", event="task_succeeded", task="outbox.dispatch"))
    assert {line["request_id"] for line in ticks} == {"-"}


def test_a_slow_request_is_a_warning(site, upload):
    """Every request of this site is slow, but for uploads."""
    lines = lines_with(site, "web", logger="picup.ops.slow_requests", level="warning")
    ids = [line["request_id"] for line in lines]
    assert ids.count(ID) == 1, "the uploader's page, not the upload"
    finished = {line["request_id"] for line in lines_with(site, "web", event="request_finished")}
    assert {line["request_id"] for line in lines if line["route"] != "healthz"} <= finished


def test_an_alert_arrives(site, upload, listener):
    """Through the database, the beat and the worker."""
    site.manage("shell", "-c", "from picup.alerts import raise_alert; raise_alert('dead letters', 'a task')")
    text = wait_for(lambda: next(iter(listener.texts), ""), 30)
    assert text == "Pic-up: dead letters: 1\n1 × a task\n/admin/alerts/alert/"
    for name in ("web", "worker"):
        assert "the-secret-of-the-channel" not in site.log_of(name).read_text()


def test_a_personal_link_is_in_no_line(site, upload):
    requests.get(f"{site.url}/open/the-secret-token/more", timeout=10)
    assert wait_for(lambda: lines_with(site, "web", path="/open/[secret]"))
    assert "the-secret-token" not in site.log_of("web").read_text()


def test_what_its_processes_counted_is_added_up_and_outlives_them(site, upload):
    before = wait_for(lambda: finished(site) and scraped(site))
    assert before["picup_uploads_total", "", "added"] == 1
    upload.upload(upload.new_album("Busan"), ("sea.jpg", draw(3, 320, 240)), ("b.txt", b"not a picture"))
    wait_for(lambda: finished(site) == 2)
    for pid in descendants(site.processes["web"].pid, processes()):
        send(pid)
    site.wait_until_up()
    # Her open connections went to the processes that were killed.
    upload.session.close()
    upload.upload(upload.new_album("Seoul"), ("sea.jpg", draw(2, 320, 240)))
    after = scraped(site)
    assert after["picup_uploads_total", "not-a-picture", "rejected"] == 1
    assert after["picup_uploads_total", "", "added"] == 3
    check_with_promtool(requests.get(f"{site.url}/metrics", timeout=10).text)


def test_gunicorns_own_lines(site, upload):
    """Its master tells that a process was killed."""
    child, *_ = descendants(site.processes["web"].pid, processes())
    send(child)
    assert wait_for(
        lambda: [
            line
            for line in lines_with(site, "web", logger="gunicorn.error")
            if str(child) in line["event"] and line["level"] in ("error", "warning")
        ]
    )


def scraped(site) -> dict[tuple, float]:
    return read(requests.get(f"{site.url}/metrics", timeout=10).text)


def finished(site) -> float:
    """How many photos a worker has developed."""
    return scraped(site).get(("picup_task_seconds_count", "albums.make_derivatives"), 0)
