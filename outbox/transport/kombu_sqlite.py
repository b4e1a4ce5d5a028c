"""kombu's SQLite transport, changed for one machine: it polls often, and leaves durability to the outbox.

kombu's own marks delivered messages as hidden, keeps them, and searches all of them for the next one: after 6,000
messages the worker did nothing else any more. This one deletes a message when it is delivered, and finds the next by an
index on its queue.
"""

import time
from queue import Empty

from kombu.transport import sqlalchemy
from kombu.utils.encoding import bytes_to_str
from kombu.utils.json import loads
from sqlalchemy import event, text

# Seconds between two polls. kombu's own is 1: a parent would watch a placeholder for that long.
LOOK_SECONDS, BUSY_LOOK_SECONDS = 0.1, 0.01
BY_QUEUE = text("CREATE INDEX IF NOT EXISTS messages_by_queue ON kombu_message (queue_id, id)")
OLDEST = text("SELECT id FROM kombu_message WHERE queue_id = :queue_id ORDER BY id LIMIT 1")
# Two workers never get the same message, because SQLite has one writer at a time.
LOCK = text("BEGIN IMMEDIATE TRANSACTION")
PAYLOAD = text("SELECT payload FROM kombu_message WHERE id = :id")
TAKE_AWAY = text("DELETE FROM kombu_message WHERE id = :id")


def skip_sync(connection, record) -> None:
    """Let SQLite not wait for the disk: every message in the broker is in the outbox too."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA busy_timeout=10000")


class Channel(sqlalchemy.Channel):
    """kombu's channel with an index on the queue, and with messages deleted when they are delivered."""

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

    def _get(self, queue):
        parameters = {"queue_id": self._get_or_create(queue).id}
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
    """Poll every LOOK_SECONDS, and every BUSY_LOOK_SECONDS for a second after each message: otherwise every message of
    a burst would wait for its poll, though the one before it was done long ago."""

    Channel = Channel
    busy_until = 0.0

    def _deliver(self, message, queue):
        self.busy_until = time.monotonic() + 1
        super()._deliver(message, queue)

    @property
    def polling_interval(self) -> float:  # type: ignore[override]
        return BUSY_LOOK_SECONDS if time.monotonic() < self.busy_until else LOOK_SECONDS
