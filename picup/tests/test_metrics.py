import os
import re
import resource
import shutil
import subprocess
import sys
from contextlib import suppress

import pytest
import requests
from django.conf import settings as site_settings
from prometheus_client.parser import text_string_to_metric_families

from outbox.models import DeadLetter, Message
from picup.health import monitor
from tests.browser import Person
from tests.photos import draw
from tests.site import Site, wait_for


def read(text: str) -> dict[tuple, float]:
    """(name, value of a label, …): value. The labels go by their names' alphabet."""
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def scrape(client, **headers) -> dict[tuple, float]:
    return read(client.get("/metrics", **headers).content.decode())


def check_with_promtool(text: str) -> None:
    if not shutil.which("promtool"):
        pytest.skip("promtool is not installed: see .ci/packages-stack")
    run = subprocess.run(["promtool", "check", "metrics"], input=text, capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_it_works(client, db):
    before = scrape(client).get(("picup_request_seconds_count", "metrics", "2xx"), 0)
    answer = client.get("/metrics")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/plain; version=0.0.4")
    assert not answer.cookies and not answer.has_header("Vary")
    found = read(answer.content.decode())
    assert found["picup_request_seconds_count", "metrics", "2xx"] == before + 1
    assert found["picup_database_up",] == found["picup_dependency_up", "cache"] == 1
    check_with_promtool(answer.content.decode())


def test_a_scrape_costs_six_queries_whatever_waits(client, db, django_assert_num_queries):
    states = [("pending", "pictures"), ("pending", "mail"), ("sent", "files"), ("done", "files")]
    for state, queue in states * 20:
        Message.objects.create(task="x", queue=queue, state=state)
    DeadLetter.objects.create(fingerprint="a")
    DeadLetter.objects.create(fingerprint="b", state=DeadLetter.State.CLOSED)
    monitor.read()
    # Messages, dead letters, usage, damaged copies, and the oldest verification in each of two storages.
    with django_assert_num_queries(6):
        found = scrape(client)
    waiting = {sample[1:]: value for sample, value in found.items() if sample[0] == "picup_messages"}
    assert waiting == {("pictures", "pending"): 20, ("mail", "pending"): 20, ("files", "sent"): 20}
    assert 0 <= found["picup_oldest_message_seconds", "files", "sent"] < 60
    assert found["picup_dead_letters_open",] == 1


def test_without_the_database_the_counters_are_there_still(client):
    """pytest-django refuses a test that did not ask for one."""
    client.get("/healthz")
    found = scrape(client)
    assert found["picup_database_up",] == found["picup_dependency_up", "database"] == 0
    assert found["picup_request_seconds_count", "healthz", "2xx"] >= 1
    assert ("picup_dead_letters_open",) not in found


def test_a_database_that_dies_in_the_middle(client, transactional_db):
    from django.db import connection

    monitor.read()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outbox_deadletter RENAME TO away")
    try:
        answer = client.get("/metrics")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO outbox_deadletter")
    assert answer.status_code == 200 and read(answer.content.decode())["picup_database_up",] == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"REMOTE_ADDR": "192.168.0.10"}, 200),
        ({"REMOTE_ADDR": "::ffff:10.1.2.3"}, 200),
        ({"REMOTE_ADDR": "203.0.113.9"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        # Our own proxy says who asks.
        ({"REMOTE_ADDR": "10.9.9.9", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 404),
        ({"REMOTE_ADDR": "10.9.9.9", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 10.1.2.3"}, 200),
        # A proxy that nobody told us of stands on the same network, and passes on whoever asks.
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.2"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": ""}, 404),
    ],
)
def test_only_our_networks_may_read(client, db, settings, headers, status):
    settings.TRUSTED_PROXIES = ["10.9.9.9"]
    assert client.get("/metrics", **headers).status_code == status


def test_wrong_method(client, db):
    assert client.post("/metrics").status_code == 405


def test_no_path_becomes_a_name(jieun_client):
    paths = "albums/abcdef0123456789abcd/ admin/ static/secret.css secret/ open/secret/"
    for path in paths.split():
        jieun_client.get("/" + path)
    text = jieun_client.get("/metrics").content.decode()
    names = set(re.findall(r'picup_request_seconds_count{address="([^"]+)"', text))
    assert {"album", "admin", "static", "none", "open_link"} <= names
    assert "secret" not in text and "abcdef" not in text


COUNT = """
import os, sys, django
django.setup()
from picup import metrics
from outbox.metrics import DISPATCHED, count
metrics.join()
count(DISPATCHED, "outbox.dispatch", 2)
count(DISPATCHED, "nonsense" * 1000)
print("counted", flush=True)
sys.stdin.read()
"""


class Processes:
    """Processes that count three messages each, and live until they are told."""

    def __init__(self, directory):
        self.directory, self.running = directory, []

    def start(self, **options) -> subprocess.Popen:
        environment = {**os.environ, "DATA_DIR": str(self.directory), "METRICS_DIR": str(self.metrics)}
        environment["DJANGO_SETTINGS_MODULE"] = "picup.settings"
        process = subprocess.Popen(
            [sys.executable, "-c", COUNT],
            cwd=site_settings.BASE_DIR,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )
        self.running.append(process)
        assert process.stdout.readline() == "counted\n"
        return process

    def end(self, *processes: subprocess.Popen) -> None:
        for process in processes or self.running:
            process.kill()
            process.communicate()

    @property
    def metrics(self):
        return self.directory / "metrics"


@pytest.fixture
def processes(tmp_path, settings):
    processes = Processes(tmp_path)
    settings.METRICS_DIR = processes.metrics
    yield processes
    processes.end()


def counted() -> dict[tuple, float]:
    from picup import metrics

    return read(metrics.counted().decode())


def test_the_dead_count_and_leave_few_files(processes):
    stays = processes.start()
    for _ in range(3):
        processes.end(processes.start())
    last = processes.start()
    found = counted()
    assert found["picup_messages_dispatched_total", "outbox.dispatch"] == 5 * 2
    assert found["picup_messages_dispatched_total", "unknown"] == 5
    files = {path.name for path in processes.metrics.glob("counter_*.db")}
    assert files == {"counter_0.db", f"counter_{stays.pid}.db", f"counter_{last.pid}.db"}


def test_counting_begins_anew_when_nothing_runs(processes):
    processes.end(processes.start())
    processes.start()
    assert counted()["picup_messages_dispatched_total", "outbox.dispatch"] == 2


def test_a_full_disk_stops_the_counting_and_nothing_else(processes):
    """A limit of the kernel's on the size of files stands for the disk."""
    full = processes.start(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)))
    assert full.poll() is None
    assert not counted()
    processes.end(full)


@pytest.mark.servers
def test_a_site_adds_up_its_processes_and_forgets_no_dead(tmp_path):
    site = Site().start()
    try:
        person = Person(site.url).sign_up("jieun@example.com")
        album = person.new_album("Jeju")
        photo = ("a.jpg", draw(1))
        for file in (photo, photo, ("b.txt", b"not a picture")):
            person.upload(album, file)
        wait_for(lambda: finished(site) == 1)
        assert scraped(site)["picup_uploads_total", "", "added"] == 1
        assert scraped(site)["picup_uploads_total", "", "duplicate"] == 1
        assert scraped(site)["picup_uploads_total", "not-a-picture", "rejected"] == 1
        assert ("picup_messages", "pictures", "pending") not in scraped(site)
        check_with_promtool(requests.get(f"{site.url}/metrics", timeout=10).text)
        site.kill("web")
        site.wait_until_up()
        again = wait_for(lambda: with_patience(scraped, site))
        assert again["picup_uploads_total", "", "added"] == 1 and again["picup_used_bytes",] == len(photo[1])
        person.upload(album, ("c.jpg", draw(2)))
        wait_for(lambda: scraped(site)["picup_uploads_total", "", "added"] == 2)
    finally:
        site.remove()


def scraped(site) -> dict[tuple, float]:
    return read(requests.get(f"{site.url}/metrics", timeout=10).text)


def with_patience(ask, site):
    with suppress(requests.RequestException):
        return ask(site)


def finished(site) -> float:
    """Runs of the task in a worker; ticks are timed too."""
    found = scraped(site)
    assert found["picup_database_up",] == 1
    ticks = found.get(("picup_task_seconds_count", "outbox.dispatch"), 0)
    return found.get(("picup_task_seconds_count", "albums.make_derivatives"), 0) if ticks else 0
