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

Messages come in any order and more than once. No handler relies on an order: each reads the rows that it is
about and does what their state asks for now (albums/tests/test_any_order.py).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from celery import shared_task
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outbox import counters
from outbox.models import Message
from outbox.retries import WorkerDied, give_up, schedule_retry
from picup.core.request_id import request_id as current_request_id

logger = logging.getLogger(__name__)
# As often as the broker's own delivery limit lets it (outbox/transport/queues.py): three repeats.
MAX_DELIVERIES = 4


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
            Message.objects.filter(uid=self.uid, state__in=Message.OPEN).update(
                state=Message.State.DONE, done_at=timezone.now(), lease=None, error=""
            )
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

    Messages of rows that are gone, done or given up are dropped. Raises only when the row itself cannot be
    written: the broker then keeps the message as a dead letter, which finds its row later.
    """
    token = current_request_id.set(request_id or "-")
    try:
        message = begin(uid)
        if message is None:
            logger.info("Message %s was settled already", uid)
        elif message.deliveries > MAX_DELIVERIES:
            give_up(message, WorkerDied(f"its worker ended {MAX_DELIVERIES} times in the middle of it"))
        else:
            work(function, message, arguments)
    finally:
        current_request_id.reset(token)


def begin(uid: str) -> Message | None:
    """Counts that a worker has it in hand, which its death cannot take back. None when it is settled."""
    changed = Message.objects.filter(uid=uid, state__in=Message.OPEN).update(deliveries=F("deliveries") + 1)
    return Message.objects.filter(uid=uid).first() if changed else None


def work(function: Callable, message: Message, arguments: dict) -> None:
    delivery = Delivery(str(message.uid), message.failures)
    try:
        function(delivery, **arguments)
        with transaction.atomic():
            delivery.finish()  # False, and harmless, where the handler did it with its effect
        counters.count(counters.FINISHED, message.task)
    except Exception as error:
        counters.count(counters.FAILED, message.task)
        logger.exception("Message %s (%s) failed", message.uid, message.task)
        schedule_retry(message.uid, error)
