"""kombu's SQLite transport, changed for one machine: it polls often, and leaves durability to the outbox.

kombu's own marks delivered messages as hidden, keeps them, and searches all of them for the next one: after 6,000
messages the worker did nothing else any more. This one deletes a message when it is delivered, and finds the next by an
index on its queue. kombu's own also asks for each queue's row at every poll, by SQLAlchemy's ORM: at ten polls a second
an idle worker took a quarter of a processor. This one asks once whether there is any message, and only then by queue.
"""

import time
from queue import Empty

from amqp.exceptions import RecoverableConnectionError
from kombu.transport import sqlalchemy
from kombu.utils.encoding import bytes_to_str
from kombu.utils.json import loads
from sqlalchemy import event, text

from outbox.transport.queues import TICKS

# Seconds between two polls. kombu's own is 1: a parent would watch a placeholder for that long.
LOOK_SECONDS, BUSY_LOOK_SECONDS = 0.1, 0.01
BY_QUEUE = text("CREATE INDEX IF NOT EXISTS messages_by_queue ON kombu_message (queue_id, id)")
ANY = text("SELECT 1 FROM kombu_message LIMIT 1")
OLDEST = text("SELECT id FROM kombu_message WHERE queue_id = :queue_id ORDER BY id LIMIT 1")
# Two workers never get the same message, because SQLite has one writer at a time.
LOCK = text("BEGIN IMMEDIATE TRANSACTION")
PAYLOAD = text("SELECT payload FROM kombu_message WHERE id = :id")
TAKE_AWAY = text("DELETE FROM kombu_message WHERE id = :id")


def skip_sync(connection, record) -> None:
    """Let SQLite not wait for the disk: every message in the broker is in the outbox too."""
    connection.execute("PRAGMA busy_timeout=10000")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")


class Channel(sqlalchemy.Channel):
    """kombu's channel with an index on the queue, and with messages deleted when they are delivered."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.queue_ids: dict[str, int] = {}

    def _engine_from_config(self):
        engine = super()._engine_from_config()
        event.listen(engine, "connect", skip_sync)
        return engine

    def _open(self):
        is_new = self.connection.client.hostname not in self._engines
        engine, session = super()._open()
        if is_new:
            with engine.begin() as connection:
                connection.execute(BY_QUEUE)
        return engine, session

    def _poll(self, cycle, callback, timeout=None):
        try:
            if self.session.execute(ANY).first() is None:
                raise Empty
        finally:
            self.session.commit()
        return super()._poll(cycle, callback, timeout)

    def id_of(self, queue: str) -> int:
        """Return the id of a queue's row, which nothing ever deletes."""
        if queue not in self.queue_ids:
            self.queue_ids[queue] = self._get_or_create(queue).id
        return self.queue_ids[queue]

    def _get(self, queue):
        parameters = {"queue_id": self.id_of(queue)}
        try:
            # Most polls find nothing, and must lock nothing.
            if self.session.execute(OLDEST, parameters).first() is None:
                raise Empty
            self.session.commit()
            self.session.execute(LOCK)
            found = self.session.execute(OLDEST, parameters).first()
            if found is None:
                raise Empty
            payload = self.session.execute(PAYLOAD, {"id": found.id}).scalar_one()
            self.session.execute(TAKE_AWAY, {"id": found.id})
            return loads(bytes_to_str(payload))
        finally:
            self.session.commit()


class Transport(sqlalchemy.Transport):
    """Poll every LOOK_SECONDS, and every BUSY_LOOK_SECONDS for a second after each picture or file: otherwise every
    message of a burst would wait for its poll, though the one before it was done long ago."""

    Channel = Channel
    # What kombu itself raises for a closed channel. kombu's SQLite transport does not list it, so that a producer whose
    # channel was closed after one failure is never given another: beat would send no tick any more.
    connection_errors = (*sqlalchemy.Transport.connection_errors, RecoverableConnectionError)  # type: ignore[assignment]
    busy_until = 0.0

    def _deliver(self, message, queue):
        # A tick comes every second, and no burst follows it: what it sends is of another queue.
        if queue != TICKS.name:
            self.busy_until = time.monotonic() + 1
        super()._deliver(message, queue)

    @property
    def polling_interval(self) -> float:  # type: ignore[override]
        return BUSY_LOOK_SECONDS if time.monotonic() < self.busy_until else LOOK_SECONDS
