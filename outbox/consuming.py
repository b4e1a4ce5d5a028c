"""Consuming messages.

    @handler("albums.make_derivatives", queue="pictures")
    def make_derivatives(delivery, *, picture_id):
        ...                                 # slow work, repeatable
        with transaction.atomic():
            if not delivery.finish():       # another worker was quicker: leave its effect alone
                return
            ...                             # the effect

`finish()` in the transaction of the effect is what makes a repeat harmless. A handler that returns without
it is finished afterwards: right where the effect itself may be repeated, such as deleting a file.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outbox.models import Message
from picup.web.request_id import request_id as current_request_id

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Handler:
    function: Callable
    queue: str


HANDLERS: dict[str, Handler] = {}


class Delivery:
    """One message in the hands of its consumer."""

    def __init__(self, uid: str, failures: int = 0):
        self.uid, self.failures = uid, failures

    def finish(self) -> bool:
        """Marks the message done within the caller's transaction. False when it is done already."""
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("delivery.finish() belongs into the transaction of the effect.")
        return bool(
            Message.objects.filter(uid=self.uid)
            .exclude(state=Message.State.DONE)
            .update(state=Message.State.DONE, done_at=timezone.now(), lease=None, error="")
        )


def handler(task: str, *, queue: str):
    """Registers the consumer of messages for `task`, as a Celery task of that name on `queue`."""

    def register(function):
        def consume_message(**delivered):
            consume(function, **delivered)

        HANDLERS[task] = Handler(function, queue)
        shared_task(name=task)(consume_message)
        return function

    return register


def consume(function: Callable, *, uid: str, request_id: str = "-", arguments: dict) -> None:
    """Calls the handler once for a delivered message; a failure is written on the row, never lost.

    Messages of rows that are gone (rolled-back restores, pruned rows) or done are dropped.
    """
    token = current_request_id.set(request_id or "-")
    try:
        message = Message.objects.filter(uid=uid).exclude(state=Message.State.DONE).first()
        if message is None:
            logger.info("Message %s was done already", uid)
            return
        delivery = Delivery(uid, message.failures)
        function(delivery, **arguments)
        with transaction.atomic():
            delivery.finish()  # False, and harmless, where the handler did it with its effect
    except Exception as error:
        logger.exception("Message %s failed", uid)
        push_back(uid, error)
    finally:
        current_request_id.reset(token)


def push_back(uid: str, error: Exception) -> None:
    """To be sent again later, or `failed` when it is hopeless: too many failures, or a `permanent` error."""
    message = Message.objects.filter(uid=uid, state__in=Message.OPEN).first()
    if message is None:
        return
    hopeless = getattr(error, "permanent", False) or message.failures + 1 >= settings.OUTBOX_MAX_FAILURES
    Message.objects.filter(pk=message.pk, state__in=Message.OPEN).update(
        state=Message.State.FAILED if hopeless else Message.State.PENDING,
        failures=F("failures") + 1,
        error=f"{type(error).__name__}: {error}"[:2000],
        lease=None,
        due_at=timezone.now() + retry_delay(message.failures),
    )


def retry_delay(failures: int) -> timedelta:
    """1 s, 3 s, 9 s … up to ten minutes, with jitter so that a storm does not come back as one."""
    return timedelta(seconds=min(3 ** min(failures, 8), 600) * random.uniform(0.8, 1.2))  # noqa: S311
