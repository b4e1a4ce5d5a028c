"""A real full database: SQLite that may not grow by a page."""

import time
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, OperationalError, connection

from outbox import room
from outbox.models import Message
from outbox.room import when_there_is_room

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite can be kept from growing")


@pytest.fixture
def sleep_by(monkeypatch):
    """Replace the sleep of this one module. Threads of earlier tests sleep too."""

    def replace(sleep) -> None:
        monkeypatch.setattr(room, "time", SimpleNamespace(sleep=sleep, monotonic=time.monotonic))

    return replace


@pytest.fixture
def full(transactional_db):
    """Keep the database from growing. Return a function that makes room."""
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA max_page_count").fetchone()[0]
        cursor.execute("PRAGMA max_page_count = 1")  # At once, and not below what there is.

    def make_room(*_) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {pages}")

    yield make_room
    make_room()


def write() -> int:
    """Write more than the free pages of the database hold."""
    with connection.cursor() as cursor:
        pages, size = (
            cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_size")
        )
    Message.objects.create(task="tests.record", arguments={"text": "x" * (pages + 100) * size})
    return Message.objects.count()


def test_it_works(full, sleep_by):
    waits = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            full()

    sleep_by(sleep)
    assert when_there_is_room(write) == 1
    assert len(waits) == 3


def test_in_the_end_the_error(full, settings, sleep_by):
    settings.OUTBOX_RESEND_SECONDS = 0
    sleep_by(lambda seconds: None)
    with pytest.raises(OperationalError, match="full"):
        when_there_is_room(write)


def test_another_error_waits_for_nothing(sleep_by):
    sleep_by(lambda seconds: pytest.fail("waited"))

    def fail() -> None:
        raise DatabaseError("database is locked")

    with pytest.raises(DatabaseError):
        when_there_is_room(fail)
