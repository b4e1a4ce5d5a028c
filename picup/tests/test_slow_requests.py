import time

import pytest
from django.db import DatabaseError
from django.http import HttpResponse
from django.urls import path

from picup import urls as real
from picup.alerts.models import Alert
from picup.web import slow_requests
from tests.waiting import waits_less_than

handler404 = real.handler404
SUMMARY = "slow: more than 0.05 s"


def slow(request, **arguments):
    time.sleep(0.1)
    return HttpResponse("at last")


urlpatterns = [
    path("open/<str:token>/", slow, name="slow"),
    path("albums/<str:album>/add/", slow, name="album_add"),
    path("uploads/<str:upload>", slow, name="upload"),
    *real.urlpatterns,
]


@pytest.fixture
def reporter(monkeypatch):
    """One that has told nothing yet. Its thread then waits for ever."""
    reporter = slow_requests.Reporter()
    monkeypatch.setattr(slow_requests, "reporter", reporter)
    return reporter


@pytest.fixture(autouse=True)
def slow_site(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    settings.SLOW_REQUEST_SECONDS = 0.05
    monkeypatch.setattr(slow_requests, "PAUSE_SECONDS", 1)


def wait_for_count(count: int) -> None:
    deadline = time.monotonic() + 20
    while sum(Alert.objects.values_list("count", flat=True)) < count:
        assert time.monotonic() < deadline, list(Alert.objects.values())
        time.sleep(0.02)


def test_it_works(client, transactional_db, reporter, caplog):
    answer = client.get("/open/the-secret-token/")
    assert answer.status_code == 200
    wait_for_count(1)
    alert = Alert.objects.get()
    assert (alert.kind, alert.summary) == ("slow requests", SUMMARY)
    (line,) = [record for record in caplog.records if record.name == "picup.web.slow_requests"]
    assert (line.levelname, line.route, line.status) == ("WARNING", "slow", 200) and line.seconds >= 0.1
    assert "the-secret-token" not in str(vars(line))


def test_a_quick_request_is_none(client, transactional_db, reporter):
    client.get("/healthz")
    assert not reporter.counts and reporter.thread is None


def test_many_are_counted_and_written_seldom(client, transactional_db, reporter):
    """The first at once; all others in one write after the pause, even if no further request comes."""
    for number in range(6):
        client.get(f"/open/token-{number}/")
    wait_for_count(6)
    assert Alert.objects.count() == 1 and Alert.objects.get().count == 6


def test_the_answer_does_not_wait_for_the_database(client, transactional_db, reporter, monkeypatch):
    monkeypatch.setattr(slow_requests, "raise_alert", lambda *args, **kwargs: time.sleep(3))
    with waits_less_than(2):
        assert client.get("/open/x/").status_code == 200


def test_a_database_that_is_down_is_a_line_and_nothing_is_forgotten(
    client, transactional_db, reporter, monkeypatch, caplog
):
    raise_alert = slow_requests.raise_alert

    def down(*args, **kwargs):
        raise DatabaseError("the primary is down")

    monkeypatch.setattr(slow_requests, "raise_alert", down)
    assert client.get("/open/x/").status_code == 200
    deadline = time.monotonic() + 10
    while "could not be written down" not in caplog.text:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    monkeypatch.setattr(slow_requests, "raise_alert", raise_alert)
    client.get("/open/x/")
    wait_for_count(2)


@pytest.mark.parametrize("address", ["/albums/x/add/", "/uploads/x"])
def test_an_upload_may_take_its_time(client, transactional_db, reporter, caplog, address):
    assert client.post(address).status_code == 200
    assert "Slow request" not in caplog.text and reporter.thread is None
    # Its page is a page like any other.
    client.get(address)
    assert "Slow request" in caplog.text


def test_after_a_fork(reporter):
    """The child starts a thread and counts of its own, whatever the parent's held at that moment."""
    import os

    reporter.counts["slow"] = 5
    os.register_at_fork(after_in_child=reporter.reset)
    with reporter.lock:
        child = os.fork()
        if child == 0:
            fresh = not reporter.lock.locked() and not reporter.counts and reporter.thread is None
            os._exit(0 if fresh else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
