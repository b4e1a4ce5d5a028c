"""Our scheduler beside Celery's own, each with the site's schedule and a clock that can be turned."""

from datetime import timedelta

import pytest
from celery.beat import PersistentScheduler

from outbox.transport.beat import Scheduler
from picup.celery import app

HOUR = timedelta(hours=1)


class Clock:
    """The machine's, and as much ahead as a test says."""

    def __init__(self):
        self.ahead, self.real = timedelta(), app.now

    def now(self):
        return self.real() + self.ahead


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(app, "now", clock.now)
    return clock


@pytest.fixture
def make(clock, tmp_path):
    """`make(scheduler_class)`: one that keeps its schedule in a file, as in life, on the turned clock."""
    made = []

    def make(kind):
        scheduler = kind(app, schedule_filename=str(tmp_path / f"schedule-{len(made)}"))
        made.append(scheduler)
        return scheduler

    yield make
    for scheduler in made:
        scheduler.close()


def sent(scheduler) -> set[str]:
    """The names of what it sends until nothing more is due, to a broker that is there."""
    names = set()
    scheduler.apply_entry = lambda entry, producer=None: names.add(entry.name)
    for _ in range(3 * len(scheduler.schedule)):
        scheduler.tick()
    return names


def pass_time(clock, scheduler, seconds: int) -> set[str]:
    """What it sends in so many seconds of its clock."""
    names = set()
    for _ in range(seconds):
        clock.ahead += timedelta(seconds=1)
        names |= sent(scheduler)
    return names


def test_it_works(make, clock):
    scheduler = make(Scheduler)
    sent(scheduler)
    clock.ahead += 50 * HOUR
    assert sent(scheduler) == set(scheduler.schedule)


@pytest.mark.parametrize("back", [timedelta(seconds=90), HOUR, 30 * HOUR], ids=str)
def test_a_clock_that_jumps_back_stops_no_tick(make, clock, back):
    scheduler = make(Scheduler)
    assert "dispatch" in pass_time(clock, scheduler, 3)
    clock.ahead -= back
    assert "dispatch" in pass_time(clock, scheduler, 3)
    for entry in scheduler.schedule.values():
        assert entry.last_run_at <= entry.default_now()


def test_celerys_own_stops(make, clock):
    """Why there is a outbox/transport/beat.py. If this fails, a newer Celery copes: delete the file."""
    own = make(PersistentScheduler)
    assert "dispatch" in pass_time(clock, own, 3)
    clock.ahead -= HOUR
    assert not pass_time(clock, own, 60)
    clock.ahead += HOUR
    assert "dispatch" in pass_time(clock, own, 3)


@pytest.mark.parametrize("kind", [Scheduler, PersistentScheduler])
def test_a_clock_that_jumps_on_stops_neither(make, clock, kind):
    scheduler = make(kind)
    sent(scheduler)
    clock.ahead += HOUR
    assert "dispatch" in pass_time(clock, scheduler, 3)
