"""Writing messages."""

from django.db import transaction

from outbox.consuming import HANDLERS
from outbox.models import Message
from outbox.nudging import nudge
from picup.web.request_id import request_id


class OutsideTransaction(Exception):
    """A message outside a transaction could be sent although its cause was never committed."""


def record(task: str, arguments: dict) -> Message:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"outbox.publish({task!r}) needs a transaction around it and its cause.")
    message = Message.objects.create(
        task=task,
        arguments=arguments,
        queue=HANDLERS[task].queue,
        request_id=request_id.get(),
    )
    # Only for speed: if this process dies before the commit hook runs, the beat finds the row.
    transaction.on_commit(nudge, robust=True)
    return message
