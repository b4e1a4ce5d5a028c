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
    """A message was published outside a transaction: it could be sent although its cause is never committed."""


def record(task: str, arguments: dict) -> Message:
    """Insert a message into the current transaction, to be sent on its commit. See `outbox.publish`."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"outbox.publish({task!r}) needs a transaction around it and its cause.")
    message = Message(task=task, arguments=arguments, queue=HANDLERS[task].queue, request_id=request_id.get())
    insert(message)
    # Only for speed: if this process dies before the commit hook runs, the beat finds the row.
    transaction.on_commit(nudge, robust=True)
    return message


def record_unless_open(task: str, arguments: dict) -> bool:
    """Insert a message, or replay one that was given up. See `outbox.publish_unless_open`."""
    same_arguments = {f"arguments__{name}": value for name, value in arguments.items()}
    messages = Message.objects.filter(task=task, **same_arguments)
    if messages.filter(state__in=Message.OPEN).exists():
        return False
    if not replay_given_up(messages):
        record(task, arguments)
    return True


def replay_given_up(messages: QuerySet[Message]) -> bool:
    """Replay the open dead letter of one of `messages`. Return False if there is none."""
    failed = messages.filter(state=Message.State.FAILED)
    letter = DeadLetter.objects.filter(message__in=failed, state=DeadLetter.State.OPEN).first()
    if letter is None:
        return False
    try:
        replay(letter, by="")
    except CannotResolve:  # An administrator has just resolved it, perhaps by closing it.
        return False
    return True


def insert(message: Message) -> None:
    """Insert a new message by one hand-written INSERT, and set its primary key.

    `message.save()` also builds the SQL anew and sends signals that nobody receives. Measured
    (docs/measurements/messages.md): a transaction with one `publish()` takes 1.16 times as long as one with a bare
    INSERT of the same row; with `save()` it took half as long again.
    """
    connection = transaction.get_connection()
    values = [field.get_db_prep_save(getattr(message, field.attname), connection) for field in COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(insert_statement(connection.vendor), values)
        message.pk = cursor.lastrowid
    message._state.adding, message._state.db = False, connection.alias


@cache
def insert_statement(vendor: str) -> str:
    """Return the INSERT with a placeholder for each column. Cached by vendor, because vendors quote differently."""
    quote = transaction.get_connection().ops.quote_name
    columns = ", ".join(quote(field.column) for field in COLUMNS)
    placeholders = ", ".join(["%s"] * len(COLUMNS))
    return f"INSERT INTO {quote(Message._meta.db_table)} ({columns}) VALUES ({placeholders})"  # noqa: S608
