"""A handler that exists only in tests, and a broker that is a real one: kombu's SQLite transport."""

import builtins
import errno

import pytest
from django.db import transaction

import outbox
from outbox.consuming import HANDLERS, handler
from outbox.models import Message

CALLS: list[dict] = []


@handler("tests.record", queue="files")
def record(delivery, *, number, fail=False, permanent=False, error="RuntimeError"):
    CALLS.append({"number": number})
    if fail:
        if error == "NoRoom":
            raise OSError(errno.ENOSPC, "No space left on device")
        error = getattr(builtins, error)("the handler failed")
        error.permanent = permanent
        raise error


@pytest.fixture(autouse=True)
def calls():
    CALLS.clear()
    return CALLS


@pytest.fixture
def publish(db):
    def publish(**arguments) -> Message:
        with transaction.atomic():
            return outbox.publish("tests.record", **arguments)

    assert "tests.record" in HANDLERS
    return publish
