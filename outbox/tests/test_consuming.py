import uuid

import pytest
from celery import current_app
from django.db import transaction
from django.utils import timezone

from outbox.consuming import MAX_DELIVERIES, Delivery, consume, start_delivery
from outbox.models import DeadLetter, Message
from outbox.retries import retry_delay
from outbox.tests.conftest import record


def deliver(message):
    consume(record, uid=str(message.uid), arguments=message.arguments)
    message.refresh_from_db()


def test_it_works(publish, calls):
    message = publish(number=1)
    deliver(message)
    assert message.state == "done" and message.done_at
    assert calls == [{"number": 1}]


def test_a_repeat_of_a_finished_message_calls_nothing(publish, calls):
    message = publish(number=1)
    deliver(message)
    deliver(message)
    assert len(calls) == 1


def test_a_message_without_a_row_is_dropped(db, calls):
    consume(record, uid=str(uuid.uuid4()), arguments={"number": 1})
    assert not calls


def test_while_a_long_handler_runs_its_message_is_not_sent_again(publish, calls):
    message = publish(number=1)
    Message.objects.update(state="sent", due_at=timezone.now())
    started = start_delivery(str(message.uid), is_long=True)
    assert started and 80 < (started.due_at - timezone.now()).total_seconds() <= 90
    started = start_delivery(str(message.uid))
    assert started and (started.due_at - timezone.now()).total_seconds() > 80


def test_only_a_long_message_is_forgotten_by_the_broker_when_it_begins():
    tasks = current_app.tasks
    assert not tasks["albums.convert_film"].acks_late
    assert tasks["albums.make_derivatives"].acks_late


def test_a_failure_is_written_on_the_row_and_tried_later(publish, calls):
    message = publish(number=1, fail=True)
    due_before = message.due_at
    deliver(message)
    assert (message.state, message.failures) == ("pending", 1)
    assert "the handler failed" in message.error
    assert message.due_at > due_before


def test_too_many_failures_end_it(publish, settings):
    message = publish(number=1, fail=True)
    for _ in range(settings.OUTBOX_MAX_FAILURES):
        deliver(message)
    assert message.state == "failed"
    assert message.failures == settings.OUTBOX_MAX_FAILURES


def test_a_failure_is_a_dead_letter_at_last(publish, settings):
    message = publish(number=1, fail=True)
    for _ in range(settings.OUTBOX_MAX_FAILURES):
        deliver(message)
    letter = DeadLetter.objects.get(message=message)
    assert (letter.state, letter.task, letter.arguments) == ("open", "tests.record", message.arguments)
    assert letter.count == settings.OUTBOX_MAX_FAILURES
    assert letter.first_failed_at < letter.last_failed_at
    assert "RuntimeError: the handler failed" in letter.error and "in record" in letter.traceback
    assert letter.replay_at is None


def test_what_died_of_an_outage_is_replayed_by_the_clock(publish, settings):
    message = publish(number=1, fail=True, error="ConnectionRefusedError")
    for _ in range(settings.OUTBOX_MAX_FAILURES):
        deliver(message)
    assert DeadLetter.objects.get().replay_at > timezone.now()


def test_a_message_without_room_waits_as_often_as_it_takes(publish, settings):
    """A full disk is no failure of the message."""
    message = publish(number=1, fail=True, error="NoRoom")
    for _ in range(settings.OUTBOX_MAX_FAILURES + 3):
        deliver(message)
        assert (message.state, message.failures, message.deliveries) == ("pending", 0, 0)
        wait = (message.due_at - timezone.now()).total_seconds()
        assert 0 < wait < 2 * settings.OUTBOX_ROOM_SECONDS
    assert "No space left" in message.error
    assert not DeadLetter.objects.exists()


@pytest.mark.parametrize("state", ["failed", "closed"])
def test_a_late_repeat_of_what_was_given_up_calls_nothing(publish, calls, state):
    message = publish(number=1)
    Message.objects.update(state=state)
    deliver(message)
    assert not calls and message.state == state


def test_a_message_that_kills_its_workers_is_given_up(publish, calls):
    """On a broker that does not count deliveries."""
    message = publish(number=1)
    Message.objects.update(deliveries=MAX_DELIVERIES)
    deliver(message)
    assert not calls and message.state == "failed"
    assert "ended 4 times" in DeadLetter.objects.get().error


def test_an_orderly_failure_is_no_death_of_the_worker(publish):
    message = publish(number=1, fail=True)
    deliver(message)
    assert message.deliveries == 0


def test_a_permanent_failure_ends_it_at_once(publish):
    message = publish(number=1, fail=True, permanent=True)
    deliver(message)
    assert message.state == "failed"


def test_arguments_of_another_version_fail_visibly(publish):
    message = publish(number=1, colour="blue")
    deliver(message)
    assert (message.state, message.failures) == ("pending", 1)
    assert "colour" in message.error


def test_the_delay_grows_and_ends():
    assert retry_delay(0).total_seconds() < retry_delay(1).total_seconds() < retry_delay(2).total_seconds()
    assert retry_delay(50).total_seconds() <= 12


@pytest.mark.django_db(transaction=True)
def test_finish_belongs_into_the_transaction_of_the_effect(publish):
    message = publish(number=1)
    with pytest.raises(RuntimeError):
        Delivery(str(message.uid)).finish()


def test_finishing_rolls_back_with_the_effect(publish):
    message = publish(number=1)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert Delivery(str(message.uid)).finish()
        raise ZeroDivisionError
    assert Message.objects.get().state == "pending"


def test_only_the_first_of_two_workers_finishes(publish):
    message = publish(number=1)
    with transaction.atomic():
        assert Delivery(str(message.uid)).finish()
    with transaction.atomic():
        assert not Delivery(str(message.uid)).finish()
