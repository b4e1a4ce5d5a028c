from datetime import timedelta

import pytest

from picup.beat import Scheduler
from picup.celery import app

HOUR = timedelta(hours=1)


@pytest.fixture
def scheduler(tmp_path):
    scheduler = Scheduler(app, schedule_filename=str(tmp_path / "schedule"))
    yield scheduler
    scheduler.close()


def sent(scheduler) -> list[str]:
    """The names of what it sends within one round, to a broker that is there."""
    names = []
    scheduler.apply_entry = lambda entry, producer=None: names.append(entry.name)
    for _ in range(len(scheduler.schedule) + 2):
        scheduler.tick()
    return names


def test_it_works(scheduler):
    for entry in scheduler.schedule.values():
        entry.last_run_at -= 50 * HOUR
    assert "dispatch" in sent(scheduler)


def test_a_clock_that_jumped_back_an_hour_stops_no_tick(scheduler):
    """Which is the same as entries that ran an hour ahead."""
    scheduler.tick()
    for entry in scheduler.schedule.values():
        entry.last_run_at += HOUR
    scheduler.tick()
    for entry in scheduler.schedule.values():
        assert entry.last_run_at <= entry.default_now()
    assert scheduler.tick() <= 1.1
