"""Writing messages."""

from functools import cache

from django.db import transaction
from django.db.models import QuerySet

from outbox.consuming import HANDLERS
from outbox.dead_letters import CannotResolve, replay
from outbox.models import DeadLetter, Message
from outbox.wakeup import nudge
from picup.core.request_id import request_id

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


def record_unless_open(task: str, arguments: dict) -> bool:
    same = {f"arguments__{name}": value for name, value in arguments.items()}
    messages = Message.objects.filter(task=task, **same)
    if messages.filter(state__in=Message.OPEN).exists():
        return False
    if not replay_given_up(messages):
        record(task, arguments)
    return True


def replay_given_up(messages: QuerySet[Message]) -> bool:
    """Return whether one of the messages had an open dead letter, and is open again."""
    failed = messages.filter(state=Message.State.FAILED)
    letter = DeadLetter.objects.filter(message__in=failed, state=DeadLetter.State.OPEN).first()
    if letter is None:
        return False
    try:
        replay(letter, by="")
    except CannotResolve:  # An administrator has just settled it: her answer may have been to close it.
        return False
    return True


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
