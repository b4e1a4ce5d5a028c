"""What happens to a message whose handler failed: it is sent again a little later, and in the end is a dead letter.

The row decides when, not the broker. So retries work the same with every broker, and survive the loss of its data.
"""

import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from outbox import dead_letters
from outbox.errors import describe, trace
from outbox.models import Message
from picup.core.full import is_full


class WorkerDied(Exception):
    """The worker process ended in the middle of a message. The reason may be in the system's log (out of memory)."""


def schedule_retry(uid, error: Exception) -> None:
    """Put an open message back to `pending`, due after `retry_delay`.

    Give it up instead if `error.permanent` is true, or after OUTBOX_MAX_FAILURES failures. Do nothing if the message is
    not open. A full disk is no failure: the message waits for room, however long that takes.
    """
    message = Message.objects.filter(uid=uid, state__in=Message.OPEN).first()
    if message is None:
        return
    if is_full(error):
        wait_for_room(message, error)
        return
    if getattr(error, "permanent", False) or message.failures + 1 >= settings.OUTBOX_MAX_FAILURES:
        give_up(message, error)
        return
    note_failure(message, error, Message.State.PENDING, due_at=timezone.now() + retry_delay(message.failures))


def give_up(message: Message, error: Exception) -> None:
    """Mark an open message as failed and create its dead letter, with an alert, in one transaction."""
    with transaction.atomic():
        if note_failure(message, error, Message.State.FAILED, due_at=message.due_at):
            message.refresh_from_db()
            dead_letters.create_dead_letter(
                message, error=describe(error), traceback=trace(error), outage=is_outage(error)
            )


def note_failure(message: Message, error: Exception, state: str, *, due_at: datetime) -> int:
    """Write a failure on the row and move it to `state`. Return 0 if it was finished or given up meanwhile, else 1."""
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


def wait_for_room(message: Message, error: Exception) -> None:
    """Put an open message back to `pending`, due in OUTBOX_ROOM_SECONDS, without counting a failure."""
    Message.objects.filter(pk=message.pk, state__in=Message.OPEN).update(
        state=Message.State.PENDING,
        deliveries=0,
        error=describe(error),
        lease=None,
        due_at=timezone.now() + timedelta(seconds=settings.OUTBOX_ROOM_SECONDS * random.uniform(0.8, 1.2)),  # noqa: S311
    )


def retry_delay(failures: int) -> timedelta:
    """Return how long to wait after `failures` earlier failures: 1, 3, 9, then always 10 seconds, give or take 20 %.

    The random part spreads messages that failed together, so that they do not come back together.
    """
    return timedelta(seconds=min(3 ** min(failures, 3), 10) * random.uniform(0.8, 1.2))  # noqa: S311


def is_outage(error: Exception) -> bool:
    """Return whether `error` means that something outside was not reachable.

    The same message may succeed when that is back. Exceptions of ours say so with `outage = True`.
    """
    is_unreachable = isinstance(error, ConnectionError | TimeoutError | OperationalError)
    return is_unreachable or getattr(error, "outage", False)
