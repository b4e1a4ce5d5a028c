"""Writing messages."""

from functools import cache

from django.db import transaction

from outbox.consuming import HANDLERS
from outbox.models import Message
from outbox.nudging import nudge
from picup.web.request_id import request_id

COLUMNS = [field for field in Message._meta.concrete_fields if not field.primary_key]


class OutsideTransaction(Exception):
    """A message outside a transaction could be sent although its cause was never committed."""


def record(task: str, arguments: dict) -> Message:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"outbox.publish({task!r}) needs a transaction around it and its cause.")
    message = Message(task=task, arguments=arguments, queue=HANDLERS[task].queue, request_id=request_id.get())
    insert(message)
    # Only for speed: if this process dies before the commit hook runs, the beat finds the row.
    transaction.on_commit(nudge, robust=True)
    return message


def insert(message: Message) -> None:
    """`message.save()` without what a new row of this table has no use for: with it, the whole transaction of
    a person's act took half as long again as with a bare INSERT (docs/measurements/messages.md)."""
    connection = transaction.get_connection()
    values = [field.get_db_prep_save(getattr(message, field.attname), connection) for field in COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(statement(connection.vendor), values)
        message.pk = cursor.lastrowid
    message._state.adding, message._state.db = False, connection.alias


@cache
def statement(vendor: str) -> str:
    quote = transaction.get_connection().ops.quote_name
    columns = ", ".join(quote(field.column) for field in COLUMNS)
    places = ", ".join(["%s"] * len(COLUMNS))
    return f"INSERT INTO {quote(Message._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608
