"""Collecting the broker's dead letters into the table.

A handler that fails writes that on its row (failing.py). What comes here is what could not: messages whose
workers died, that no worker knew, that nobody could read, or whose row could not be written at that moment.
"""

import json
import logging
import uuid

from celery import current_app
from django.conf import settings
from django.db import DatabaseError

from outbox import dead_letters
from outbox.consuming import HANDLERS, MAX_DELIVERIES
from outbox.models import Message
from outbox.retries import give_up, schedule_retry
from outbox.transport.queues import DEAD

logger = logging.getLogger(__name__)


class Rejected(Exception):
    """No worker could work it off."""


class NoSuchTask(Exception):
    """No worker knows a task of this name: an older or newer version of the program published it."""


class KilledItsWorkers(Exception):
    """It came back undone as often as the broker lets a message come back."""


def collect(*, most: int = 10_000) -> int:
    """Moves up to `most` letters from the broker's queue `dead` into the table. Returns how many.

    Each leaves the broker when its row is committed: a crash between the two collects it twice, which changes
    nothing. One that cannot be recorded stays in the broker, and stops no other.
    """
    if settings.BROKER_IS_EMBEDDED:
        return 0
    collected = 0
    # A connection of its own: when it closes, the broker has what was not acknowledged back in the queue.
    with current_app.connection_for_read() as connection:
        queue = DEAD(connection.default_channel)
        queue.declare()
        while collected < most and (letter := queue.get(accept=None)):
            try:
                record_letter(letter)
            except DatabaseError:
                logger.exception("A dead letter stays in the broker: the database does not take it")
                if not is_reachable():
                    break
                continue
            letter.ack()
            collected += 1
    return collected


def record_letter(letter) -> None:
    """A message of ours goes on where its row says; anything else is kept as it came."""
    task, queue, died = str(letter.headers.get("task", "")), *history(letter)
    message = find(letter)
    if message is None:
        dead_letters.create_foreign_dead_letter(
            task=task[:200], queue=queue[:100], body=raw(letter), headers=described(letter), error=died
        )
    elif message.state in Message.OPEN:
        fail(message, died)
    logger.warning("Dead letter %s (%s) from %s: %s", message.uid if message else "-", task, queue, died)


def fail(message: Message, died: str) -> None:
    if message.deliveries >= MAX_DELIVERIES:
        give_up(message, KilledItsWorkers(died))
    elif message.task not in HANDLERS:
        schedule_retry(message.uid, NoSuchTask(message.task))
    else:
        # Not its fault, perhaps: it waited in the hands of a worker that another message killed.
        schedule_retry(message.uid, Rejected(died))


def history(letter) -> tuple[str, str]:
    """Where it came from and why, as the broker tells it."""
    death = (letter.headers.get("x-death") or [{}])[0]
    queue = str(death.get("queue", letter.delivery_info.get("routing_key", "")))
    return (
        queue,
        f"{death.get('reason', 'unknown')}, after {letter.headers.get('x-delivery-count', 0)} returns",
    )


def find(letter) -> Message | None:
    try:
        return Message.objects.filter(uid=uuid.UUID(str(letter.headers.get("id", "")))).first()
    except ValueError:
        return None


def raw(letter) -> bytes:
    return letter.body if isinstance(letter.body, bytes) else str(letter.body).encode(errors="replace")


def described(letter) -> str:
    """What else its sender said of it."""
    own = {name: value for name, value in letter.headers.items() if not name.startswith("x-")}
    return json.dumps({"content_type": letter.content_type, **own}, default=str, ensure_ascii=False)[:2000]


def is_reachable() -> bool:
    try:
        return Message.objects.filter(pk=0).exists() is False
    except DatabaseError:
        return False
