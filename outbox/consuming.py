"""Consuming messages.

    @handler("albums.make_derivatives", queue="pictures")
    def make_derivatives(delivery, *, picture_id):
        ...                                 # slow work, repeatable
        with transaction.atomic():
            if not delivery.finish():       # another worker was quicker: leave its effect alone
                return
            ...                             # the effect

`finish()` in the transaction of the effect makes a repeat harmless. If a handler returns without calling it, the
message is finished afterwards, in a transaction of its own. That is right where the effect may be repeated, such as
deleting a file.

Messages come in any order and more than once. No handler relies on an order: each reads the rows that it is about and
does what their state asks for now (albums/tests/test_any_order.py).
"""

import logging
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

from celery import shared_task
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outbox import monitoring
from outbox.models import Message
from outbox.renewal import LEASE, renewed
from outbox.retries import WorkerDied, give_up, schedule_retry
from outbox.room import when_there_is_room
from picup.core.request_id import request_id as current_request_id

logger = logging.getLogger(__name__)
# A first delivery and three repeats: as many as the broker's own limit allows (outbox/transport/queues.py).
MAX_DELIVERIES = 4


@dataclass(frozen=True)
class Handler:
    """A task's consumer and the queue of its messages."""

    function: Callable
    queue: str


# By the task's name.
HANDLERS: dict[str, Handler] = {}


class Delivery:
    """One message, as its handler sees it.

    `uid` is the message's id as text; `failures` is how often its handler has failed before.
    """

    def __init__(self, uid: str, failures: int = 0):
        self.uid, self.failures = uid, failures

    def finish(self) -> bool:
        """Mark the message done in the caller's transaction. Return False if it was done or given up already.

        Raise `RuntimeError` outside a transaction.
        """
        if not transaction.get_connection().in_atomic_block:
            raise RuntimeError("delivery.finish() belongs into the transaction of the effect.")
        return bool(
            Message.objects.filter(uid=self.uid, state__in=Message.OPEN).update(
                state=Message.State.DONE, done_at=timezone.now(), lease=None, error=""
            )
        )


def handler(task: str, *, queue: str, seconds: int = 0):
    """Register the decorated function as the consumer of messages for `task`, a Celery task of that name on `queue`.

    The function is called with a `Delivery` and the message's arguments as keywords. It may be called more than once.
    If it raises, the message is tried again later (outbox/retries.py). An error with `permanent = True` gives the
    message up at once; one with `outage = True` lets the dead letter be replayed by the clock.

    `seconds` is how long it may run, if longer than the others (outbox/transport/celeryconfig.py), hours too. The
    broker then forgets its message when it begins: RabbitMQ takes back what nobody acknowledges within 30 minutes. The
    row keeps it: it is not sent again while its worker renews its lease (outbox/renewal.py).
    """

    def register(function):
        def consume_message(**delivered):
            consume(function, is_long=bool(seconds), **delivered)

        HANDLERS[task] = Handler(function, queue)
        options = (
            {"soft_time_limit": seconds, "time_limit": seconds + 20, "acks_late": False} if seconds else {}
        )
        shared_task(name=task, **options)(consume_message)
        return function

    return register


def consume(
    function: Callable, *, uid: str, request_id: str = "-", arguments: dict, is_long: bool = False
) -> None:
    """Call the handler once for a delivered message, and write a failure on its row.

    Drop messages whose rows are gone, done or given up. Wait while the database is full. Raise only `DatabaseError`,
    when the row itself cannot be written: the broker then keeps the message as a dead letter, and
    `broker_dead_letters.py` finds its row later.
    """
    token = current_request_id.set(request_id or "-")
    try:
        message = when_there_is_room(partial(start_delivery, uid, is_long))
        if message is None:
            logger.info("Message %s needs no work: it is done, given up or gone", uid)
        elif message.deliveries > MAX_DELIVERIES:
            give_up(message, WorkerDied(f"its worker ended {MAX_DELIVERIES} times in the middle of it"))
        else:
            with renewed(uid) if is_long else nullcontext():
                run_handler(function, message, arguments)
    finally:
        current_request_id.reset(token)


def start_delivery(uid: str, is_long: bool = False) -> Message | None:
    """Count a delivery on the message's row and return it. Return None if the message is not open.

    The count is committed before the handler runs, so that a worker that dies in the handler leaves it behind. If the
    handler `is_long`, the message is not sent again for a LEASE.
    """
    values: dict = {"deliveries": F("deliveries") + 1}
    if is_long:
        values["due_at"] = timezone.now() + LEASE
    changed = Message.objects.filter(uid=uid, state__in=Message.OPEN).update(**values)
    return Message.objects.filter(uid=uid).first() if changed else None


def run_handler(function: Callable, message: Message, arguments: dict) -> None:
    """Call the handler and finish the message. If the handler raises, schedule the retry."""
    delivery = Delivery(str(message.uid), message.failures)
    try:
        function(delivery, **arguments)
        with transaction.atomic():
            delivery.finish()  # Changes nothing where the handler called it with its effect.
        monitoring.count(monitoring.FINISHED, message.task)
    except Exception as error:
        monitoring.count(monitoring.FAILED, message.task)
        logger.exception("Message %s (%s) failed", message.uid, message.task)
        when_there_is_room(partial(schedule_retry, message.uid, error))
