"""RabbitMQ: is it there, and does anybody work for it?"""

from django.conf import settings
from kombu import Connection

from outbox.transport.queues import QUEUES

SECONDS = 1


class NoWorker(Exception):
    """A queue that nobody consumes."""


class Queues:
    """One connection to the broker, kept from one round to the next."""

    def __init__(self):
        self.connection = Connection(
            settings.CELERY_BROKER_URL,
            ssl=settings.CELERY_BROKER_USE_SSL,
            connect_timeout=SECONDS,
            transport_options={"read_timeout": SECONDS, "write_timeout": SECONDS, "max_retries": 0},
        )

    def reach(self) -> None:
        """A channel is opened and closed: the broker must answer for both."""
        try:
            self.connect().channel().close()
        except Exception:
            self.drop()
            raise

    def find_consumers(self) -> None:
        """Asks without declaring anything. A queue that is missing raises too."""
        try:
            with self.connect().channel() as channel:
                found = [queue(channel).queue_declare(passive=True) for queue in QUEUES]
        except Exception:
            self.drop()
            raise
        if not all(queue.consumer_count for queue in found):
            raise NoWorker

    def connect(self) -> Connection:
        return self.connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)

    def drop(self) -> None:
        """Without the farewell of `release`, which a hung broker would keep waiting."""
        self.connection.collect()
