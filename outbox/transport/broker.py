"""The dispatcher's connection to the broker: one for each thread, kept from one dispatch to the next.

It sends a whole batch and then waits for the confirms of all its messages. Celery's own pool waits after each message.
Measured (docs/measurements/messages.md): 1,261 messages a second against 384 with the pool.

A second reason not to use the pool: after a failure everything that belongs to the lost connection must be forgotten,
the declared queues too, because a broker that lost its data has none of them.
"""

import os
import threading
from contextlib import suppress

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from outbox.models import Message

# A broker that confirms nothing for so long counts as away.
CONFIRM_SECONDS = 3


class Unroutable(Exception):
    """The broker has no queue for the message."""


class NotStored(Exception):
    """The broker could not store the message."""


def broker_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions which say that the connection, its channel or what was declared on it is lost."""
    connection = current_app.connection_for_write()
    return (OperationalError, OSError, *connection.connection_errors, *connection.channel_errors)


class BrokerConnection(threading.local):
    """Publish a batch: `begin()`, `send()` each message, then `wait_for_confirms()`.

    Afterwards each message is in one of three attributes: `confirmed` (the broker has it), `refused` (by uid, with the
    error) or `unconfirmed` (no answer; by the number that the broker gave it).
    """

    def __init__(self):
        self.producer = None
        self.begin()

    def begin(self) -> None:
        """Forget the batch before, and keep the connection."""
        self.unconfirmed: dict[int, Message] = {}
        self.confirmed: list[Message] = []
        self.refused: dict[str, tuple[Message, Exception]] = {}

    def connect(self) -> None:
        """Open a connection, and a channel in confirm mode. Raise one of `broker_errors()`."""
        producer = current_app.amqp.Producer(current_app.connection_for_write())
        if not settings.BROKER_IS_EMBEDDED:
            producer.channel.confirm_select()
            producer.channel.events["basic_ack"].add(self.on_ack)
            producer.channel.events["basic_nack"].add(self.on_nack)
            producer.channel.events["basic_return"].add(self.on_return)
        # The broker numbers the messages of a channel, from one; its confirms name these numbers.
        self.producer, self.number = producer, 0

    def send(self, message: Message) -> None:
        """Publish one message, and connect first if needed.

        Raise one of `broker_errors()` if the broker is away, and any other error for a message that cannot be sent.
        """
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
            # A queue that somebody deleted must be an error here, not a message that is lost.
            mandatory=True,
        )
        self.number += 1
        if settings.BROKER_IS_EMBEDDED:  # The message is in its file already.
            self.confirmed.append(message)
        else:
            self.unconfirmed[self.number] = message

    def wait_for_confirms(self) -> None:
        """Wait until the broker has answered for every message. Raise one of `broker_errors()` if it goes silent."""
        while self.unconfirmed:
            self.producer.connection.drain_events(timeout=CONFIRM_SECONDS)

    def on_ack(self, number: int, multiple: bool) -> None:
        """The broker has stored a message, or all up to its number."""
        for message in self.pop_unconfirmed(number, multiple):
            # The broker acknowledges unroutable messages too, right after it has returned them.
            if str(message.uid) not in self.refused:
                self.confirmed.append(message)

    def on_nack(self, number: int, multiple: bool) -> None:
        """The broker could not store a message, or all up to its number."""
        for message in self.pop_unconfirmed(number, multiple):
            self.refused[str(message.uid)] = (message, NotStored("the broker could not store it"))

    def on_return(self, error, exchange, routing_key, returned) -> None:
        """The broker has no queue for a message, and gives it back."""
        uid = returned.properties.get("correlation_id", "")
        for message in self.unconfirmed.values():
            if str(message.uid) == uid:
                self.refused[uid] = (message, Unroutable(f"no queue for {routing_key}"))

    def pop_unconfirmed(self, number: int, multiple: bool) -> list[Message]:
        """Remove and return the message of a number; with `multiple`, all messages up to it."""
        numbers = [one for one in self.unconfirmed if one <= number] if multiple else [number]
        return [self.unconfirmed.pop(one) for one in numbers if one in self.unconfirmed]

    def disconnect(self) -> None:
        """Close the connection, if there is one. Raise nothing: the broker may be gone."""
        producer, self.producer = self.producer, None
        if producer is not None:
            with suppress(Exception):
                producer.connection.collapse()


broker = BrokerConnection()
# Connections of parent processes. A reference keeps them from the garbage collector, which would close the parent's
# socket.
inherited: list = []


def forget_inherited() -> None:
    """In a forked child: drop the connection, which is the parent's, without closing it."""
    inherited.append(broker.producer)
    broker.producer = None


os.register_at_fork(after_in_child=forget_inherited)
