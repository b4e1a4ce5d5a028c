"""Sending messages to the broker: claim rows by a lease, publish them outside any transaction, mark them as sent.

A crash between publishing and marking sends a message twice; consumers are made for that. A crash anywhere else loses
nothing: the lease ends and the row is due again.

A lease is a random id on the claimed rows, together with a `due_at` in the near future. All later updates of those
rows ask for the id, so a dispatcher whose lease has ended changes nothing.
"""

import logging
import random
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from outbox import monitoring
from outbox.errors import describe
from outbox.models import Message, at_once
from outbox.transport.broker import Unroutable, broker, broker_errors

logger = logging.getLogger(__name__)
# Rows that are claimed and sent together.
BATCH = 100
# The farthest from now that `due_at` can be by a lease, a backoff, or a wait for room or for a consumer: the settings
# for them have bounds.
LONGEST = {
    Message.State.PENDING: timedelta(minutes=2),
    Message.State.SENT: timedelta(seconds=3600),
}


def dispatch(*, most: int = 10_000) -> int:
    """Send every due message, but stop soon after `most`. Return how many were sent."""
    sent = 0
    while sent < most and (messages := claim()):
        sent_now = send(messages)
        sent += sent_now
        if not sent_now:  # The broker is away, or takes none of these. A later tick tries again.
            break
    return sent


def claim(limit: int = BATCH) -> list[Message]:
    """Lease up to `limit` due messages to this caller alone. Return them in the order of their ids.

    New messages come before those that are sent again. The UPDATE decides: of two dispatchers that read the same rows,
    the second changes none, because the first has moved `due_at` to the end of its lease. SKIP LOCKED (MariaDB) only
    saves the second one from waiting.
    """
    for state in Message.OPEN:
        if messages := claim_in_state(state, limit):
            return messages
    return []


def claim_in_state(state: str, limit: int) -> list[Message]:
    """Lease due messages of one state, in the order of the index `messages_due`.

    The database then reads and locks `limit` rows. For two states it would read all that wait, to sort them.
    """
    now = timezone.now()
    due = Message.objects.filter(state=state, due_at__lte=now)
    lease = uuid.uuid4()
    # Asked first without a transaction: on SQLite a tick that finds nothing must not take the write lock.
    if not due.exists():
        return []
    with transaction.atomic():
        rows = due.order_by("due_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        ids = list(rows.values_list("id", flat=True)[:limit])
        claimed = due.filter(id__in=ids).update(
            lease=lease, due_at=now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
        )
    return list(Message.objects.filter(lease=lease).order_by("id")) if claimed else []


def send(messages: list[Message]) -> int:
    """Publish claimed messages, and mark those that the broker confirms. Return how many it confirmed.

    Call it outside a transaction, so that no row is locked while the broker takes its time.
    """
    broker.begin()
    try:
        for message in messages:
            send_one(message)
        broker.wait_for_confirms()
    except broker_errors() as error:
        broker.disconnect()
        release_unconfirmed(messages, error)
    finally:
        mark_sent(broker.confirmed)
    push_forward_refused(broker.refused.values())
    return len(broker.confirmed)


def send_one(message: Message) -> None:
    """Publish one message. Raise one of `broker_errors()` when the broker is away.

    Note every other error in `broker.refused`: one row that cannot be published must not stop the others.
    """
    try:
        broker.send(message)
    except broker_errors():
        raise
    except Exception as error:
        broker.refused[str(message.uid)] = (message, error)


def push_forward_refused(refused: Iterable[tuple[Message, Exception]]) -> None:
    """Log, count and push forward each message that the broker refused."""
    for message, error in refused:
        logger.error("Message %s (%s) could not be published", message.pk, message.task, exc_info=error)
        monitoring.count(monitoring.UNPUBLISHABLE, message.task)
        push_forward(message, error)
        if isinstance(error, Unroutable):  # A queue is gone: a new connection declares all of them again.
            broker.disconnect()


def release_unconfirmed(messages: list[Message], error: Exception) -> None:
    """End the lease of messages that the broker neither confirmed nor refused, and make them due at once.

    Push the first one forward instead: it may be the message that breaks the connection, and would otherwise be
    the first to be tried for ever.
    """
    answered = {message.pk for message in broker.confirmed}
    answered |= {message.pk for message, _ in broker.refused.values()}
    waiting = [message for message in messages if message.pk not in answered]
    logger.warning("The broker is not reachable; %d messages wait: %s", len(waiting), describe(error))
    if waiting:
        push_forward(waiting[0], error)
        Message.objects.filter(lease=waiting[0].lease, id__in=[message.pk for message in waiting[1:]]).update(
            lease=None, error=describe(error), due_at=at_once()
        )


def mark_sent(messages: list[Message]) -> None:
    """Mark confirmed messages as sent, if they are still under our lease: a consumer may have finished one already."""
    now = timezone.now()
    for task, count in Counter(message.task for message in messages).items():
        monitoring.count(monitoring.DISPATCHED, task, count)
    # One UPDATE for each number of attempts, because the delay depends on it. Almost always there is one.
    for attempts in {message.attempts for message in messages}:
        group = [message for message in messages if message.attempts == attempts]
        Message.objects.filter(
            id__in=[message.pk for message in group], lease=group[0].lease, state__in=Message.OPEN
        ).update(
            state=Message.State.SENT,
            sent_at=now,
            lease=None,
            attempts=F("attempts") + 1,
            error="",
            due_at=now + resend_delay(attempts),
        )


def resend_delay(attempts: int) -> timedelta:
    """Return how long a sent message may stay unfinished before it is sent again, after `attempts` earlier sendings.

    It doubles with each sending, up to an hour: a long queue must not be sent again and again.
    """
    return timedelta(seconds=min(settings.OUTBOX_RESEND_SECONDS * 2 ** min(attempts, 10), 3600))


def push_forward(message: Message, error: Exception) -> None:
    """Release one unpublished message with the error on its row. It is due after 1, 2, 4 … up to 60 seconds."""
    seconds = min(2 ** min(message.attempts, 6), 60) * random.uniform(0.8, 1.2)  # noqa: S311 (spreads the load)
    Message.objects.filter(pk=message.pk, lease=message.lease, state__in=Message.OPEN).update(
        lease=None,
        attempts=F("attempts") + 1,
        error=describe(error),
        due_at=timezone.now() + timedelta(seconds=seconds),
    )


def reopen_sent() -> int:
    """Make every sent, unfinished message due now. Return how many.

    Call it only while no worker runs. The embedded broker forgets what a killed worker had taken.
    """
    return Message.objects.filter(state=Message.State.SENT).update(due_at=at_once())


def mend_clock() -> int:
    """Make messages due that wait longer than LONGEST, because a clock has jumped back. Return how many."""
    now = timezone.now()
    return sum(mend_due(state, now + longest) for state, longest in LONGEST.items())


def mend_due(state: str, latest: datetime) -> int:
    late = Message.objects.filter(state=state, due_at__gt=latest)
    return late.update(due_at=at_once()) if late.exists() else 0
