import fcntl
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.conf import settings as site_settings
from prometheus_client.parser import text_string_to_metric_families

from outbox.models import DeadLetter, Message
from outbox.monitoring import DISPATCHED, count
from picup.ops import counters
from picup.ops.health import monitor


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


def test_a_scrape_costs_seven_queries_whatever_waits(client, db, django_assert_num_queries):
    states = [("pending", "pictures"), ("pending", "mail"), ("sent", "files"), ("done", "files")]
    for state, queue in states * 20:
        Message.objects.create(task="x", queue=queue, state=state)
    DeadLetter.objects.create(fingerprint="a")
    DeadLetter.objects.create(fingerprint="b", state=DeadLetter.State.CLOSED)
    monitor.read()
    # Messages, dead letters, usage, damaged copies, and the oldest verification in each of two storages.
    with django_assert_num_queries(7):
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
    settings.MONITORING_NETWORKS = [
        ip_network("10.0.0.0/8"),
        ip_network("192.168.0.0/16"),
        ip_network("127.0.0.1"),
    ]
    assert client.get("/metrics", **headers).status_code == status


@pytest.mark.parametrize(("address", "status"), [("127.0.0.1", 200), ("::1", 200), ("192.168.0.10", 404)])
def test_by_itself_only_this_machine(client, db, address, status):
    assert client.get("/metrics", REMOTE_ADDR=address).status_code == status


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


class Processes:
    """Forks that count three messages each, and live until they are told."""

    def __init__(self, directory):
        self.directory = directory
        self.running: list[int] = []

    def start(self) -> int:
        inlet, outlet = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                self.live(outlet)
            finally:
                os._exit(1)
        os.close(outlet)
        self.running.append(pid)
        with open(inlet) as told:
            assert told.readline() == "counted\n"
        return pid

    def live(self, outlet: int) -> None:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(self.directory)
        counters.reserve()
        count(DISPATCHED, "outbox.dispatch", 2)
        count(DISPATCHED, "nonsense" * 1000)
        os.write(outlet, b"counted\n")
        signal.pause()

    def end(self, *pids: int) -> None:
        for pid in pids or tuple(self.running):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            self.running.remove(pid)


@pytest.fixture
def processes(tmp_path, settings):
    settings.METRICS_DIR = tmp_path
    processes = Processes(tmp_path)
    yield processes
    processes.end()


def counted() -> dict[tuple, float]:
    return read(counters.render_counts().decode())


def test_the_dead_count(processes):
    processes.start()
    for _ in range(3):
        processes.end(processes.start())
    processes.start()
    found = counted()
    assert found["picup_messages_dispatched_total", "outbox.dispatch"] == 5 * 2
    assert found["picup_messages_dispatched_total", "unknown"] == 5


def test_counting_starts_anew(processes):
    processes.end(processes.start())
    counters.reset_counts()
    assert not counted()
    processes.start()
    assert counted()["picup_messages_dispatched_total", "outbox.dispatch"] == 2


@pytest.mark.parametrize("is_running", [False, True])
def test_a_site_that_starts_counts_anew(tmp_path, is_running):
    """Its port is taken: it ends before anybody counts. Where one is running, its counts stay."""
    (tmp_path / "metrics").mkdir()
    old = tmp_path / "metrics" / "counter_1.db"
    old.touch()
    with socket.create_server(("127.0.0.1", 0)) as server, (tmp_path / "run.lock").open("w") as lock:
        if is_running:
            fcntl.flock(lock, fcntl.LOCK_EX)
        own = {
            "DATA_DIR": str(tmp_path),
            "METRICS_DIR": str(old.parent),
            "PORT": str(server.getsockname()[1]),
        }
        run = subprocess.run(
            [sys.executable, "manage.py", "run", "--skip-checks"],
            cwd=site_settings.BASE_DIR,
            env={**os.environ, **own},
            capture_output=True,
            text=True,
        )
    assert ("is running already" if is_running else "cannot be used") in run.stderr
    assert old.exists() == is_running


def test_room_is_taken_before_anything_is_counted(processes):
    """A page that is not on the disk yet would be looked for when it is full."""
    processes.start()
    files = {path.name.partition("_")[0]: path.stat() for path in processes.directory.glob("*.db")}
    for kind, size in counters.RESERVED.items():
        # The file is longer where tests before this one have counted in the process that it forks.
        assert files[kind].st_size >= size and files[kind].st_blocks * 512 >= size


FULL = """
import django
django.setup()
from picup.ops import counters
from outbox.monitoring import DISPATCHED, count
counters.reserve()
count(DISPATCHED, "outbox.dispatch", 2)
print("counted")
"""


def test_a_full_disk_stops_the_counting_and_nothing_else(tmp_path, settings):
    """A limit of the kernel's on the size of files stands for the disk."""
    settings.METRICS_DIR = tmp_path / "metrics"
    own = {"DATA_DIR": str(tmp_path), "METRICS_DIR": str(settings.METRICS_DIR)}
    run = subprocess.run(
        [sys.executable, "-c", FULL],
        cwd=site_settings.BASE_DIR,
        env={**os.environ, **own, "DJANGO_SETTINGS_MODULE": "picup.settings"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
        capture_output=True,
        text=True,
    )
    assert run.stdout == "counted\n" and "This process counts nothing" in run.stderr
    assert not counted()
