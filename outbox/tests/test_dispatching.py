"""Dispatch to a real broker (kombu's SQLite transport), read back with a real consumer."""

import os
import socket
import subprocess
import sys
import threading
import uuid
from datetime import timedelta

import pytest
from celery import current_app
from django.conf import settings
from django.db import connection
from django.utils import timezone

from outbox.dispatching import claim, dispatch, mark_sent, mend_clock, reopen_sent
from outbox.models import Message, at_once


@pytest.fixture
def delivered():
    """The uids that wait in the broker's `files` queue, taken out."""

    def take() -> list[str]:
        with current_app.connection_for_read() as broker, broker.SimpleQueue("files") as queue:
            taken = []
            while True:
                try:
                    message = queue.get(block=False)
                except queue.Empty:
                    return taken
                message.ack()
                taken.append(message.headers["id"])

    take()
    return take


def test_it_works(publish, delivered):
    message = publish(number=1)
    assert dispatch() == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.lease) == ("sent", 1, None)
    assert delivered() == [str(message.uid)]


def test_a_sent_message_is_not_sent_again_at_once(publish, delivered):
    publish(number=1)
    dispatch()
    assert dispatch() == 0
    assert len(delivered()) == 1


def test_what_was_sent_but_not_finished_is_sent_again(publish, delivered):
    message = publish(number=1)
    dispatch()
    Message.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    assert dispatch() == 1
    assert delivered() == [str(message.uid)] * 2
    message.refresh_from_db()
    assert message.attempts == 2


def test_reopening_makes_sent_messages_due(publish, delivered):
    publish(number=1)
    dispatch()
    assert reopen_sent() == 1
    assert dispatch() == 1


def test_a_finished_message_stays_finished(publish):
    """A consumer may be quicker than the dispatcher that still has to mark its row."""
    publish(number=1)
    [claimed] = claim()
    Message.objects.update(state=Message.State.DONE)
    mark_sent([claimed])
    assert Message.objects.get().state == "done"


def test_a_message_not_yet_due_waits(publish):
    publish(number=1)
    Message.objects.update(due_at=timezone.now() + timedelta(minutes=1))
    assert dispatch() == 0


def test_a_crash_between_claim_and_mark_costs_only_the_lease(publish, delivered, settings):
    settings.OUTBOX_LEASE_SECONDS = 0
    publish(number=1)
    assert len(claim()) == 1  # and this dispatcher dies here
    assert dispatch() == 1
    assert len(delivered()) == 1


def test_one_bad_row_does_not_stop_the_others(publish, delivered, monkeypatch):
    bad, good = publish(number=1), publish(number=2)
    send_task = current_app.send_task

    def refuse_the_bad_one(*args, task_id, **kwargs):
        if task_id == str(bad.uid):
            raise ValueError("this one cannot be encoded")
        return send_task(*args, task_id=task_id, **kwargs)

    monkeypatch.setattr(current_app, "send_task", refuse_the_bad_one)
    assert dispatch() == 1
    bad.refresh_from_db()
    assert (bad.state, bad.attempts) == ("pending", 1)
    assert "cannot be encoded" in bad.error
    assert delivered() == [str(good.uid)]


def environment_of(broker: str) -> dict[str, str]:
    """For another process on this test's database."""
    server = os.environ.get("DATABASE_URL", "sqlite:////").rpartition("/")[0]
    database = f"{server}/{connection.settings_dict['NAME'].lstrip('/')}"
    return {**os.environ, "CELERY_BROKER_URL": broker, "DATABASE_URL": database}


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_holds_up_only_the_row_in_hand(publish):
    """It may be what the broker cannot take. All others are due the moment that it is back."""
    messages = [publish(number=number) for number in range(3)]
    # Another process, as in life, whose broker's port is one that nobody listens on.
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    environment = environment_of(f"amqp://127.0.0.1:{port}//")
    code = "from outbox.dispatching import dispatch; print('sent', dispatch())"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    answer = subprocess.run(
        command, env=environment, capture_output=True, text=True, cwd=settings.BASE_DIR, timeout=60
    )
    assert "sent 0" in answer.stdout, answer.stderr
    for message in messages:
        message.refresh_from_db()
        assert (message.state, message.lease) == ("pending", None) and message.error
    assert [message.attempts for message in messages] == [1, 0, 0]
    assert [message.due_at == at_once() for message in messages] == [False, True, True]


def test_a_clock_that_jumps_back_an_hour_holds_up_nothing(publish, delivered):
    """Which is the same as rows whose times are an hour ahead."""
    new, leased, waiting, sent = (publish(number=number) for number in range(4))
    later = timezone.now() + timedelta(hours=1)
    Message.objects.filter(pk=new.pk).update(created_at=later)
    Message.objects.filter(pk=leased.pk).update(lease=uuid.uuid4(), due_at=later + timedelta(seconds=30))
    Message.objects.filter(pk=waiting.pk).update(failures=2, due_at=later + timedelta(seconds=9))
    Message.objects.filter(pk=sent.pk).update(state="sent", due_at=later + timedelta(seconds=300))
    mend_clock()
    assert dispatch() == 4
    assert sorted(delivered()) == sorted(str(message.uid) for message in (new, leased, waiting, sent))


def test_mending_the_clock_leaves_what_waits_rightly(publish):
    publish(number=1)
    soon = timezone.now() + timedelta(seconds=70)
    Message.objects.update(due_at=soon)
    assert mend_clock() == 0
    assert Message.objects.get().due_at == soon


@pytest.mark.django_db(transaction=True)
def test_several_dispatchers_send_each_message_once(publish, delivered):
    messages = [publish(number=number) for number in range(40)]
    start = threading.Barrier(4)

    def run():
        start.wait()
        dispatch()
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(delivered()) == sorted(str(message.uid) for message in messages)


@pytest.mark.parametrize("count", [1, 30])
def test_the_queries_do_not_grow_with_the_batch(publish, delivered, django_assert_max_num_queries, count):
    for number in range(count):
        publish(number=number)
    with django_assert_max_num_queries(10):
        dispatch()
