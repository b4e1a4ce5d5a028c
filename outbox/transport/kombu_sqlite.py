"""kombu's SQLite transport, tuned for one machine: looks often, and leaves durability to the outbox.

kombu hides what it has delivered and keeps it, and looks for the next message among all that there ever were: after
6,000 of them the worker did nothing else any more. Here a message is taken away, and found by its queue.
"""

import time
from queue import Empty

from kombu.transport import sqlalchemy
from kombu.utils.encoding import bytes_to_str
from kombu.utils.json import loads
from sqlalchemy import event, text

# kombu's own is 1: a parent would watch a placeholder for that long.
LOOK_SECONDS, BUSY_LOOK_SECONDS = 0.1, 0.01
BY_QUEUE = text("CREATE INDEX IF NOT EXISTS messages_by_queue ON kombu_message (queue_id, id)")
OLDEST = text("SELECT id FROM kombu_message WHERE queue_id = :queue_id ORDER BY id LIMIT 1")
# Nobody takes what another has: SQLite has one writer at a time.
LOCK = text("BEGIN IMMEDIATE TRANSACTION")
PAYLOAD = text("SELECT payload FROM kombu_message WHERE id = :id")
TAKE_AWAY = text("DELETE FROM kombu_message WHERE id = :id")


def relax(connection, record) -> None:
    """What is in the broker is in the outbox too, so nothing here is worth waiting for the disk."""
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA busy_timeout=10000")


class Channel(sqlalchemy.Channel):
    def _engine_from_config(self):
        engine = super()._engine_from_config()
        event.listen(engine, "connect", relax)
        return engine

    def _open(self):
        is_new = self.connection.client.hostname not in self._engines
        engine, session = super()._open()
        if is_new:
            with engine.begin() as connection:
                connection.execute(BY_QUEUE)
        return engine, session

    def _get(self, queue):
        of = {"queue_id": self._get_or_create(queue).id}
        try:
            # Most looks find nothing, and lock nothing.
            if self.session.execute(OLDEST, of).first() is None:
                raise Empty
            self.session.commit()
            self.session.execute(LOCK)
            found = self.session.execute(OLDEST, of).first()
            if found is None:
                raise Empty
            payload = self.session.execute(PAYLOAD, {"id": found.id}).scalar_one()
            self.session.execute(TAKE_AWAY, {"id": found.id})
            return loads(bytes_to_str(payload))
        finally:
            self.session.commit()


class Transport(sqlalchemy.Transport):
    """Looks every LOOK_SECONDS, and much more often while there is something to do: else each message would wait for a
    look, though the one before it was done long ago."""

    Channel = Channel
    busy_until = 0.0

    def _deliver(self, message, queue):
        self.busy_until = time.monotonic() + 1
        super()._deliver(message, queue)

    @property
    def polling_interval(self) -> float:  # type: ignore[override]
        return BUSY_LOOK_SECONDS if time.monotonic() < self.busy_until else LOOK_SECONDS
