"""Sending messages to the broker: claim by lease, publish outside any transaction, mark.

A crash between publishing and marking sends a message twice; consumers are made for that. A crash
anywhere else loses nothing: the claim runs out and the row is due again.
"""

import logging
import random
import uuid
from datetime import timedelta

from celery import current_app
from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from kombu.exceptions import OperationalError

from outbox.models import Message

logger = logging.getLogger(__name__)
BATCH = 100
BROKER_DOWN = (OperationalError, OSError)


def dispatch(*, most: int = 10_000) -> int:
    """Sends every due message, at most about `most`. Returns how many were sent."""
    sent = 0
    while sent < most:
        messages = claim()
        sent_now = send(messages)
        sent += sent_now
        if sent_now < BATCH:  # Nothing more is due, or the broker is down and its rows wait for a later tick.
            break
    return sent


def claim(limit: int = BATCH) -> list[Message]:
    """Takes up to `limit` due messages for this caller alone, oldest first.

    The UPDATE decides: of two dispatchers that read the same rows, the second changes none, because the
    first has moved `due_at` to the end of its lease. SKIP LOCKED (MariaDB) only spares them the waiting.
    """
    now = timezone.now()
    due = Q(state__in=Message.OPEN, due_at__lte=now)
    lease = uuid.uuid4()
    # Asked first without a transaction: on SQLite a tick that finds nothing must not take the write lock.
    if not Message.objects.filter(due).exists():
        return []
    with transaction.atomic():
        rows = Message.objects.filter(due).order_by("id")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        ids = list(rows.values_list("id", flat=True)[:limit])
        if not ids:
            return []
        Message.objects.filter(due, id__in=ids).update(
            lease=lease, due_at=now + timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
        )
    return list(Message.objects.filter(lease=lease).order_by("id"))


def send(messages: list[Message]) -> int:
    """Publishes claimed messages, in no transaction: no row is locked while the broker takes its time."""
    sent: list[Message] = []
    untried = list(messages)
    try:
        if messages:
            with current_app.producer_or_acquire() as producer:
                for message in messages:
                    if send_one(producer, message):
                        sent.append(message)
                    untried.remove(message)
    except (*BROKER_DOWN, *current_app.connection_for_write().connection_errors) as error:
        logger.warning("The broker is not reachable; %d messages wait: %s", len(untried), error)
        for message in untried:
            push_forward(message, error)
    finally:
        mark_sent(sent)
    return len(sent)


def send_one(producer, message: Message) -> bool:
    """False for a row that cannot be published at all. Raises when the broker is out of reach."""
    try:
        current_app.send_task(
            message.task,
            kwargs={
                "uid": str(message.uid),
                "request_id": message.request_id,
                "arguments": message.arguments,
            },
            queue=message.queue,
            task_id=str(message.uid),
            producer=producer,
            retry=False,
        )
    except (*BROKER_DOWN, *producer.connection.connection_errors):
        raise
    except Exception as error:
        # One row that cannot be published must not stop the others.
        logger.exception("Message %s (%s) could not be published", message.pk, message.task)
        push_forward(message, error)
        return False
    return True


def mark_sent(messages: list[Message]) -> None:
    """Only rows still under our lease: a quick consumer may have finished one already."""
    now = timezone.now()
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


def describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:2000]


def reopen_sent() -> int:
    """Makes every sent, unfinished message due now. For the embedded broker, which forgets what a killed
    worker had in hand: called when a worker starts and no other one runs."""
    return Message.objects.filter(state=Message.State.SENT).update(due_at=Now())
