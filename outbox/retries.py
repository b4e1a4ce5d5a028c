"""What becomes of a message whose handling failed: again a little later, and in the end a dead letter.

The row retries, not the broker: so it is the same with every broker, and survives the loss of all of them.
"""

import random
from datetime import timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from outbox import dead_letters
from outbox.errors import describe, trace
from outbox.models import Message


class WorkerDied(Exception):
    """The worker ended in the middle of a message. It says nothing of why: the system's log may."""


def schedule_retry(uid, error: Exception) -> None:
    """To be sent again later; given up when it is hopeless: too many failures, or a `permanent` error."""
    message = Message.objects.filter(uid=uid, state__in=Message.OPEN).first()
    if message is None:
        return
    if getattr(error, "permanent", False) or message.failures + 1 >= settings.OUTBOX_MAX_FAILURES:
        give_up(message, error)
        return
    note_failure(message, error, Message.State.PENDING, due_at=timezone.now() + retry_delay(message.failures))


def give_up(message: Message, error: Exception) -> None:
    """Makes it a dead letter, with its alert, in one transaction."""
    with transaction.atomic():
        if note_failure(message, error, Message.State.FAILED, due_at=message.due_at):
            message.refresh_from_db()
            dead_letters.create_dead_letter(
                message, error=describe(error), traceback=trace(error), outage=is_outage(error)
            )


def note_failure(message: Message, error: Exception, state: str, *, due_at) -> int:
    """0 when somebody else has finished or given it up meanwhile."""
    now = timezone.now()
    return Message.objects.filter(pk=message.pk, state__in=Message.OPEN).update(
        state=state,
        failures=F("failures") + 1,
        first_failed_at=message.first_failed_at or now,
        deliveries=0,
        error=describe(error),
        lease=None,
        due_at=due_at,
    )


def retry_delay(failures: int) -> timedelta:
    """1 s, 3 s, 9 s, then 10 s, with jitter so that a storm does not come back as one (reference.md)."""
    return timedelta(seconds=min(3 ** min(failures, 3), 10) * random.uniform(0.8, 1.2))  # noqa: S311


def is_outage(error: Exception) -> bool:
    """Something outside was not there, so that the same message may well succeed when it is back."""
    away = isinstance(error, ConnectionError | TimeoutError | OperationalError)
    return away or getattr(error, "outage", False)
