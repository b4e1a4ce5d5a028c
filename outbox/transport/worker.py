"""Celery's consumer, changed so that a message that cannot be read is dead-lettered.

Celery's own acknowledges such a message, and so loses it, or dies of it.
"""

import logging

from celery.worker.consumer import Consumer as CeleryConsumer

logger = logging.getLogger(__name__)
# Raised while Celery reads a body that has another shape than a task's.
MALFORMED = (ValueError, TypeError, KeyError, AttributeError)


class Consumer(CeleryConsumer):
    """Reject unreadable messages: the broker dead-letters them, and outbox/broker_dead_letters.py collects them."""

    def on_decode_error(self, message, exc) -> None:
        logger.error("A message from %s cannot be read: %r", message.delivery_info.get("routing_key"), exc)
        message.reject_log_error(logger, self.connection_errors)

    def create_task_handler(self, *args, **kwargs):
        """Return Celery's handler of messages, which here rejects a body of the wrong shape instead of raising."""
        handle = super().create_task_handler(*args, **kwargs)

        def handle_or_reject(message):
            try:
                handle(message)
            except MALFORMED as error:
                self.on_decode_error(message, error)

        return handle_or_reject
