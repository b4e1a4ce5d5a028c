"""Moving the broker's own dead letters into the table.

The failure of a handler is written on the message's row (retries.py). The broker's queue `dead` has the rest: messages
whose workers died, whose task no worker knows, whose body cannot be read, or whose row could not be written.
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
    """A worker returned the message to the broker without an effect. While a site is updated, it may be an older one.

    The message is replayed by the clock: the next worker may know its task.
    """

    outage = True


class NoSuchTask(Exception):
    """No worker knows a task of this name. An older or newer version of the program published it.

    It is replayed by the clock, as Rejected is.
    """

    outage = True


class KilledItsWorkers(Exception):
    """The message came back as often as the broker allows, and each time its worker had died."""


def collect(*, most: int = 10_000) -> int:
    """Move up to `most` letters from the broker's queue `dead` into the table. Return how many.

    A letter is acknowledged after its row is committed. A crash between the two collects it twice, which changes
    nothing. A letter that cannot be recorded stays in the broker and stops no other. Raise an error of the connection
    if the broker is away.
    """
    if settings.BROKER_IS_EMBEDDED:
        return 0
    collected = 0
    # A connection of its own: when it closes, the broker puts back into the queue what was not acknowledged.
    with current_app.connection_for_read() as connection:
        queue = DEAD(connection.default_channel)
        queue.declare()
        while collected < most and (letter := queue.get(accept=None)):
            try:
                record_letter(letter)
            except DatabaseError:
                logger.exception("A dead letter stays in the broker: the database does not take it")
                if not is_database_reachable():
                    break
                continue
            letter.ack()
            collected += 1
    return collected


def record_letter(letter) -> None:
    """Retry or give up the message that a letter is about. Keep a letter without a message of ours as it came."""
    task, queue, cause = str(letter.headers.get("task", "")), *read_death(letter)
    message = find_message(letter)
    if message is None:
        dead_letters.create_foreign_dead_letter(
            task=task[:200],
            queue=queue[:100],
            body=read_body(letter),
            headers=describe_headers(letter),
            error=cause,
        )
    elif message.state in Message.OPEN:
        retry_or_give_up(message, cause)
    logger.warning("Dead letter %s (%s) from %s: %s", message.uid if message else "-", task, queue, cause)


def retry_or_give_up(message: Message, cause: str) -> None:
    """Write the death of an open message on its row, and retry it or give it up."""
    if message.deliveries >= MAX_DELIVERIES:
        give_up(message, KilledItsWorkers(cause))
    elif message.task not in HANDLERS:
        schedule_retry(message.uid, NoSuchTask(message.task))
    else:
        # Perhaps not its fault: its worker had taken it in advance, and was killed by another message.
        schedule_retry(message.uid, Rejected(cause))


def read_death(letter) -> tuple[str, str]:
    """Return the queue that the letter came from, and why it died, by the broker's header `x-death`."""
    death = (letter.headers.get("x-death") or [{}])[0]
    queue = str(death.get("queue", letter.delivery_info.get("routing_key", "")))
    return (
        queue,
        f"{death.get('reason', 'unknown')}, after {letter.headers.get('x-delivery-count', 0)} returns",
    )


def find_message(letter) -> Message | None:
    """Return the message whose uid is the letter's Celery id, or None."""
    try:
        return Message.objects.filter(uid=uuid.UUID(str(letter.headers.get("id", "")))).first()
    except ValueError:
        return None


def read_body(letter) -> bytes:
    return letter.body if isinstance(letter.body, bytes) else str(letter.body).encode(errors="replace")


def describe_headers(letter) -> str:
    """Return the sender's headers as JSON of up to 2,000 characters, without the broker's own."""
    own = {name: value for name, value in letter.headers.items() if not name.startswith("x-")}
    return json.dumps({"content_type": letter.content_type, **own}, default=str, ensure_ascii=False)[:2000]


def is_database_reachable() -> bool:
    """Return whether the database answers: then one row was refused, and the next letter may be taken."""
    try:
        return Message.objects.filter(pk=0).exists() is False
    except DatabaseError:
        return False
