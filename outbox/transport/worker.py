"""The worker, where Celery's own would lose a message, or die of it."""

import logging

from celery.worker.consumer import Consumer as CeleryConsumer

logger = logging.getLogger(__name__)
# What comes of reading a body that has another shape than a task's.
MALFORMED = (ValueError, TypeError, KeyError, AttributeError)


class Consumer(CeleryConsumer):
    def on_decode_error(self, message, exc) -> None:
        """To the dead letters, where somebody sees it; Celery's own acknowledges it."""
        logger.error("A message from %s cannot be read: %r", message.delivery_info.get("routing_key"), exc)
        message.reject_log_error(logger, self.connection_errors)

    def create_task_handler(self, *args, **kwargs):
        handle = super().create_task_handler(*args, **kwargs)

        def handle_or_reject(message):
            try:
                handle(message)
            except MALFORMED as error:
                self.on_decode_error(message, error)

        return handle_or_reject
