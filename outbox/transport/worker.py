"""The consumer of Celery's worker, which rejects malformed messages to the dead letters.

Celery's own acknowledges a message that it cannot decode, so it is lost; and a body of another shape than a task's
raises in its handler, so the worker ends, restarts and meets the same message again. Both have no setting.
"""

import logging

from celery.worker.consumer import Consumer as CeleryConsumer

logger = logging.getLogger(__name__)
# Errors that a body of another shape than a task's raises.
MALFORMED = (ValueError, TypeError, KeyError, AttributeError)


class Consumer(CeleryConsumer):
    def on_decode_error(self, message, exc) -> None:
        """Reject the message, so that it becomes a dead letter."""
        logger.error("A message from %s cannot be read: %r", message.delivery_info.get("routing_key"), exc)
        message.reject_log_error(logger, self.connection_errors)

    def create_task_handler(self, *args, **kwargs):
        """Return Celery's handler of messages, which rejects those that raise an error of MALFORMED."""
        handle = super().create_task_handler(*args, **kwargs)

        def handle_or_reject(message):
            try:
                handle(message)
            except MALFORMED as error:
                self.on_decode_error(message, error)

        return handle_or_reject
