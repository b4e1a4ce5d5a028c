"""Sending messages to the broker: claim by lease, publish outside any transaction, mark.

A crash between publishing and marking sends a message twice; consumers are made for that. A crash
anywhere else loses nothing: the claim runs out and the row is due again.
"""

import logging
import random
import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from outbox import counters
from outbox.errors import describe
from outbox.models import Message, at_once
from outbox.transport.broker import Unroutable, broker, broker_errors

logger = logging.getLogger(__name__)
BATCH = 100
# No lease, no backoff and no waiting for a consumer puts a row off for longer.
LONGEST = {
    Message.State.PENDING: timedelta(minutes=2),
    Message.State.SENT: timedelta(seconds=3600),
}


def dispatch(*, most: int = 10_000) -> int:
    """Sends every due message, at most about `most`. Returns how many were sent."""
    sent = 0
    while sent < most and (messages := claim()):
        sent_now = send(messages)
        sent += sent_now
        if not sent_now:  # The broker is away, or takes none of these: a later tick goes on.
            break
    return sent


def claim(limit: int = BATCH) -> list[Message]:
    """Takes up to `limit` due messages for this caller alone, oldest first, new ones before repeats.

    The UPDATE decides: of two dispatchers that read the same rows, the second changes none, because the
    first has moved `due_at` to the end of its lease. SKIP LOCKED (MariaDB) only spares them the waiting.
    """
    for state in Message.OPEN:
        if messages := claim_in(state, limit):
            return messages
    return []


def claim_in(state: str, limit: int) -> list[Message]:
    """One state and the order of the index `messages_due`: the database then reads, and locks, `limit` rows
    of a hundred thousand, not all of them to sort."""
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
    """Publishes claimed messages, in no transaction: no row is locked while the broker takes its time.
    Returns how many the broker has confirmed."""
    broker.begin()
    try:
        for message in messages:
            send_one(message)
        broker.wait_for_confirms()
    except broker_errors() as error:
        broker.disconnect()
        leave_waiting(messages, error)
    finally:
        mark_sent(broker.confirmed)
    refuse(broker.refused.values())
    return len(broker.confirmed)


def send_one(message: Message) -> None:
    """Raises only when the broker is away: one row that cannot be published must not stop the others."""
    try:
        broker.send(message)
    except broker_errors():
        raise
    except Exception as error:
        broker.refused[str(message.uid)] = (message, error)


def refuse(refused: Iterable[tuple[Message, Exception]]) -> None:
    for message, error in refused:
        logger.error("Message %s (%s) could not be published", message.pk, message.task, exc_info=error)
        counters.count(counters.UNPUBLISHABLE, message.task)
        push_forward(message, error)
        if isinstance(error, Unroutable):  # The next dispatch connects, and declares, anew.
            broker.disconnect()


def leave_waiting(messages: list[Message], error: Exception) -> None:
    """Gives back what the broker has not confirmed, due at once: that it is away is not their fault. Only the
    first may be what it cannot take, and must not be the first to be tried for ever."""
    settled = {message.pk for message in broker.confirmed}
    settled |= {message.pk for message, _ in broker.refused.values()}
    waiting = [message for message in messages if message.pk not in settled]
    logger.warning("The broker is not reachable; %d messages wait: %s", len(waiting), describe(error))
    if waiting:
        push_forward(waiting[0], error)
        Message.objects.filter(lease=waiting[0].lease, id__in=[message.pk for message in waiting[1:]]).update(
            lease=None, error=describe(error), due_at=at_once()
        )


def mark_sent(messages: list[Message]) -> None:
    """Only rows still under our lease: a quick consumer may have finished one already."""
    now = timezone.now()
    for task, count in Counter(message.task for message in messages).items():
        counters.count(counters.DISPATCHED, task, count)
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
    """Doubles with each sending, up to an hour: a long queue must not be sent again and again."""
    return timedelta(seconds=min(settings.OUTBOX_RESEND_SECONDS * 2 ** min(attempts, 10), 3600))


def push_forward(message: Message, error: Exception) -> None:
    """Backs one unpublished row off on its own, with the reason on it."""
    seconds = min(2 ** min(message.attempts, 6), 60) * random.uniform(0.8, 1.2)  # noqa: S311 (spreads the load)
    Message.objects.filter(pk=message.pk, lease=message.lease, state__in=Message.OPEN).update(
        lease=None,
        attempts=F("attempts") + 1,
        error=describe(error),
        due_at=timezone.now() + timedelta(seconds=seconds),
    )


def reopen_sent() -> int:
    """Makes every sent, unfinished message due now. For the embedded broker, which forgets what a killed
    worker had in hand: called when a worker starts and no other one runs."""
    return Message.objects.filter(state=Message.State.SENT).update(due_at=at_once())


def mend_clock() -> int:
    """Makes due what can only wait for so long because a clock has jumped back. Returns how many."""
    now = timezone.now()
    return sum(mend_due(state, now + longest) for state, longest in LONGEST.items())


def mend_due(state: str, plausible) -> int:
    late = Message.objects.filter(state=state, due_at__gt=plausible)
    return late.update(due_at=at_once()) if late.exists() else 0
