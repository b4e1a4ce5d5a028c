"""What web, worker and beat of a running site write: every line JSON, and one id from the browser to the
worker. And that an alert of theirs arrives."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter

import psutil
import pytest
import requests

from tests.browser import Person
from tests.listener import Listener
from tests.photos import draw
from tests.site import REPOSITORY, Site, wait_for

ID = "from-the-browser-1"


class LoudSite(Site):
    """Web and worker (with the beat in it) as processes of this test, each with a log of its own."""

    def __init__(self, **environment: str):
        super().__init__(**environment)
        self.processes: dict[str, subprocess.Popen] = {}

    def start(self) -> "LoudSite":
        schedule = str(self.directory / "schedule")
        worker = ["celery", "--quiet", "-A", "picup", "worker", "-B", "--schedule", schedule]
        worker += ["--queues", "ticks,pictures,files,mail", "--concurrency", "1", "--loglevel", "INFO"]
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

    def stop(self) -> None:
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
    site = LoudSite(SLOW_REQUEST_SECONDS="0.0001", **environment)
    try:
        yield site.start()
    finally:
        site.remove()


@pytest.fixture(scope="module")
def upload(site):
    """A photo that the worker has developed; its request had the id `ID`."""
    person = Person(site.url).sign_up("jieun@example.com")
    album = person.new_album("Jeju")
    person.session.headers["X-Request-ID"] = ID
    assert person.upload(album, ("sea.jpg", draw(1))).json()["results"][0]["status"] == "added"
    del person.session.headers["X-Request-ID"]
    wait_for(lambda: any(" succeeded in " in line["event"] for line in of_request(site, "worker")))
    return person


def of_request(site, name: str) -> list[dict]:
    return [line for line in site.lines(name) if line["request_id"] == ID]


def test_it_works(site, upload):
    """The browser's id stands in the web's line and in the worker's."""
    (line,) = [line for line in of_request(site, "web") if line.get("method") == "POST"]
    assert (line["logger"], line["route"], line["status"]) == ("picup.access", "album_add", 200)
    done = [line["event"] for line in of_request(site, "worker") if " succeeded in " in line["event"]]
    assert any(event.startswith("Task albums.make_derivatives[") for event in done)


def test_nothing_is_printed_twice(site, upload):
    ends = Counter(line["event"] for line in site.lines("worker") if " succeeded in " in line["event"])
    assert ends and set(ends.values()) == {1}
    assert {line["logger"] for line in site.lines("worker") if " succeeded in " in line["event"]} == {
        "celery.app.trace"
    }


def test_a_tick_belongs_to_no_request(site, upload):
    ticks = wait_for(lambda: [line for line in site.lines("worker") if "outbox.dispatch[" in line["event"]])
    assert {line["request_id"] for line in ticks} == {"-"}


def test_an_alert_arrives(site, upload, listener):
    """Through the web's reporter, the database, the beat and the worker."""
    text = wait_for(lambda: next(iter(listener.texts), ""), 30)
    assert text.startswith("Pic-up: slow requests: ") and " × " in text and "/admin/alerts/alert/" in text
    for name in ("web", "worker"):
        assert "the-secret-of-the-channel" not in site.log_of(name).read_text()


def test_a_personal_link_is_in_no_line(site, upload):
    requests.get(f"{site.url}/open/the-secret-token/more", timeout=10)
    seen = wait_for(lambda: [line for line in site.lines("web") if line.get("path") == "/open/[secret]"])
    assert seen and "the-secret-token" not in site.log_of("web").read_text()


def test_gunicorns_own_lines(site, upload):
    """Its master tells that a process was killed."""
    child = psutil.Process(site.processes["web"].pid).children()[0]
    os.kill(child.pid, signal.SIGKILL)
    line = wait_for(lambda: next((x for x in site.lines("web") if x["logger"] == "gunicorn.error"), None))
    assert str(child.pid) in line["event"] and line["level"] in ("error", "warning")
