"""Rows and queues that all three figures use."""

from django.conf import settings
from django.db import connection
from kombu import Connection, Queue

from outbox.models import Message
from outbox.transport.queues import work_queue

TASK, QUEUE = "bench.note", "files"
# Of the same kind as the queues of work, and nobody else's.
BARE_QUEUE = work_queue("bare")


def row() -> Message:
    return Message(
        task=TASK, queue=QUEUE, arguments={"file": "/nowhere", "number": 0}, request_id="bench-0123456789"
    )


def connect(*, confirm_publish: bool = True) -> Connection:
    """Connect to the broker. With `confirm_publish` every publish waits for the broker's confirm."""
    return Connection(settings.CELERY_BROKER_URL, transport_options={"confirm_publish": confirm_publish})


def begin_empty(*queues: Queue) -> None:
    # Dead letters point at messages; there are none here.
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE TABLE {Message._meta.db_table}")
    with connect() as broker:
        for queue in queues:
            queue(broker.default_channel).declare()
            queue(broker.default_channel).purge()
