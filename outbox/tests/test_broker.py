"""Dispatch to a real RabbitMQ: what it confirms, what it cannot route, and what it has lost."""

import subprocess
import sys

import pytest
from django.conf import settings

from outbox.models import Message
from outbox.tests.test_dispatching import environment_of

SCRIPT = """
from django.db import transaction
from kombu import Connection
import outbox
from outbox.dispatching import dispatch
from outbox.models import Message, at_once

def publish(count):
    with transaction.atomic():
        for number in range(count):
            outbox.publish("storage.delete_files", file_ids=[number])

def states():
    return sorted(Message.objects.values_list("state", "attempts"))

{steps}
"""


@pytest.fixture
def run(vhost, transactional_db):
    def run(steps: str) -> list[str]:
        """In a process of its own, whose broker it is. Returns the lines that it printed."""
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", SCRIPT.format(steps=steps)]
        answer = subprocess.run(
            command,
            env={**environment_of(vhost.url), "OUTBOX_NUDGE": "off"},
            capture_output=True,
            text=True,
            cwd=settings.BASE_DIR,
            timeout=120,
        )
        assert answer.returncode == 0, answer.stderr
        return answer.stdout.splitlines()

    return run


def test_it_works(run, vhost):
    assert run("publish(250); print(dispatch())") == ["250"]
    assert set(Message.objects.values_list("state", "attempts")) == {("sent", 1)}
    assert vhost.queues()["files"]["durable"]


def test_a_queue_that_was_deleted_is_made_again(run):
    """What has no queue is no message that nobody gets."""
    lines = run(
        "publish(2); print(dispatch())\n"
        "from django.conf import settings; from outbox.transport.queues import QUEUES\n"
        "with Connection(settings.CELERY_BROKER_URL) as broker:\n"
        "    [queue(broker.default_channel).delete() for queue in QUEUES if queue.name == 'files']\n"
        "publish(3); print(dispatch()); print(states())\n"
        "Message.objects.filter(state='pending').update(due_at=at_once()); print(dispatch()); print(states())"
    )
    assert lines == [
        "2",
        "0",
        str([("pending", 1)] * 3 + [("sent", 1)] * 2),
        "3",
        str([("sent", 1)] * 2 + [("sent", 2)] * 3),
    ]


def test_one_that_cannot_be_encoded_stops_no_other(run):
    lines = run(
        "publish(3)\n"
        "bad = Message.objects.order_by('id')[1]; Message.objects.filter(pk=bad.pk).update(queue='nowhere')\n"
        "print(dispatch()); print(states())"
    )
    assert lines == ["2", str([("pending", 1), ("sent", 1), ("sent", 1)])]
