"""A message that is handled for hours is not sent again, and soon is if its worker dies."""

import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

import outbox
from outbox import renewal
from outbox.consuming import HANDLERS, consume, handler
from outbox.dispatching import claim
from outbox.models import Message
from tests.support.site import wait_for

pytestmark = pytest.mark.django_db(transaction=True)
ENDED, BEGUN = threading.Event(), threading.Event()


@handler("tests.take_long", queue="files", seconds=100)
def take_long(delivery, *, number):
    BEGUN.set()
    assert ENDED.wait(60)


@pytest.fixture
def message(monkeypatch):
    monkeypatch.setattr(renewal, "RENEW_SECONDS", 0.05)
    ENDED.clear()
    BEGUN.clear()
    with transaction.atomic():
        return outbox.publish("tests.take_long", number=1)


def row(message) -> Message:
    return Message.objects.get(pk=message.pk)


def make_due(message) -> None:
    """As if its lease had passed."""
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now() - timedelta(seconds=1))


def has_lease(message) -> bool:
    return row(message).due_at > timezone.now() + renewal.LEASE / 2


def test_it_works(message):
    Message.objects.update(state="sent")
    worker = threading.Thread(
        target=lambda: consume(take_long, uid=str(message.uid), arguments={"number": 1}, is_long=True)
    )
    worker.start()
    try:
        assert BEGUN.wait(30)
        for _ in range(3):
            make_due(message)
            assert wait_for(lambda: has_lease(message), 30)
        assert claim() == []
        assert row(message).deliveries == 1
    finally:
        ENDED.set()
        worker.join()
    assert row(message).state == "done"


def test_nobody_renews_it_any_more(message):
    with renewal.renewed(str(message.uid)):
        assert wait_for(lambda: has_lease(message), 30)
    assert not [each for each in threading.enumerate() if str(message.uid) in each.name]
    make_due(message)
    assert claim() == [message]


def test_a_failed_renewal_is_tried_again(message, monkeypatch):
    failed = []
    renew = renewal.renew

    def fail_once(uid):
        if not failed:
            failed.append(uid)
            raise DatabaseError("away")
        renew(uid)

    monkeypatch.setattr(renewal, "renew", fail_once)
    with renewal.renewed(str(message.uid)):
        assert wait_for(lambda: has_lease(message), 30)
    assert failed


def test_a_finished_message_is_left_alone(message):
    Message.objects.update(state="done")
    before = row(message).due_at
    renewal.renew(str(message.uid))
    assert row(message).due_at == before


def test_a_lease_is_shorter_than_what_a_clock_that_jumped_back_leaves():
    """`mend_clock` takes what is due much later for a fault."""
    assert timedelta(hours=1) > renewal.LEASE and renewal.LEASE.total_seconds() > 3 * renewal.RENEW_SECONDS
    assert HANDLERS["tests.take_long"].queue == "files"
