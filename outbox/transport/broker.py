"""The dispatcher's line to the broker: one connection for each thread, kept from one dispatch to the next.

A batch is sent without a pause, and then the broker's word is awaited for each message of it: waiting after
every single one would halve the rate. Not Celery's pool: after a failure everything that was made with the
lost broker must be forgotten, its declared queues too, because a broker that lost its data has none of them.
"""

import os
import threading
from contextlib import suppress

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from outbox.models import Message

# Without a word from the broker for so long, it counts as away.
CONFIRM_SECONDS = 3


class Unroutable(Exception):
    """The broker has no queue for it."""


class NotTaken(Exception):
    """The broker could not store it."""


def broker_errors() -> tuple[type[Exception], ...]:
    """What says that the connection, its channel or what was declared on it is lost."""
    connection = current_app.connection_for_write()
    return (OperationalError, OSError, *connection.connection_errors, *connection.channel_errors)


class BrokerConnection(threading.local):
    """`send` messages, then `settle`; `confirmed` has those that are safe, `refused` the others with their
    reasons, `open` those of which the broker has said nothing."""

    def __init__(self):
        self.producer = None
        self.begin()

    def begin(self) -> None:
        self.open: dict[int, Message] = {}
        self.confirmed: list[Message] = []
        self.refused: dict[str, tuple[Message, Exception]] = {}

    def connect(self) -> None:
        """Raises `broker_errors()`."""
        producer = current_app.amqp.Producer(current_app.connection_for_write())
        if not settings.BROKER_IS_EMBEDDED:
            producer.channel.confirm_select()
            producer.channel.events["basic_ack"].add(self.take_ack)
            producer.channel.events["basic_nack"].add(self.take_nack)
            producer.channel.events["basic_return"].add(self.take_return)
        # The broker numbers what it gets on a channel, from one.
        self.producer, self.number = producer, 0

    def send(self, message: Message) -> None:
        """Raises `broker_errors()`, and anything else for a message that cannot be sent at all."""
        if self.producer is None:
            self.connect()
        current_app.send_task(
            message.task,
            kwargs={
                "uid": str(message.uid),
                "request_id": message.request_id,
                "arguments": message.arguments,
            },
            queue=message.queue,
            task_id=str(message.uid),
            producer=self.producer,
            retry=False,
            # A queue that somebody deleted is an error here, not a message that nobody gets.
            mandatory=True,
        )
        self.number += 1
        if settings.BROKER_IS_EMBEDDED:  # Its file has it already.
            self.confirmed.append(message)
        else:
            self.open[self.number] = message

    def wait_for_confirms(self) -> None:
        """Waits for the broker's word on everything sent. Raises `broker_errors()`."""
        while self.open:
            self.producer.connection.drain_events(timeout=CONFIRM_SECONDS)

    def take_ack(self, number: int, multiple: bool) -> None:
        for message in self.close(number, multiple):
            # What found no queue is returned first, and acknowledged all the same.
            if str(message.uid) not in self.refused:
                self.confirmed.append(message)

    def take_nack(self, number: int, multiple: bool) -> None:
        for message in self.close(number, multiple):
            self.refused[str(message.uid)] = (message, NotTaken("the broker could not store it"))

    def take_return(self, error, exchange, routing_key, returned) -> None:
        uid = returned.properties.get("correlation_id", "")
        for message in self.open.values():
            if str(message.uid) == uid:
                self.refused[uid] = (message, Unroutable(f"no queue for {routing_key}"))

    def close(self, number: int, multiple: bool) -> list[Message]:
        numbers = [one for one in self.open if one <= number] if multiple else [number]
        return [self.open.pop(one) for one in numbers if one in self.open]

    def disconnect(self) -> None:
        producer, self.producer = self.producer, None
        if producer is not None:
            with suppress(Exception):  # Nobody may be there to say goodbye to.
                producer.connection.collapse()


broker = BrokerConnection()
inherited: list = []


def forget() -> None:
    """In a forked child the connection is the parent's. Kept: its end would close the parent's socket."""
    inherited.append(broker.producer)
    broker.producer = None


os.register_at_fork(after_in_child=forget)
