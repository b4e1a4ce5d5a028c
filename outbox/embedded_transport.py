"""kombu's SQLite transport, tuned for one machine: looks often, and leaves durability to the outbox."""

from kombu.transport import sqlalchemy
from sqlalchemy import event


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


class Transport(sqlalchemy.Transport):
    Channel = Channel
    # Seconds. kombu's own is 1: a parent would watch a placeholder for that long.
    polling_interval = 0.1
