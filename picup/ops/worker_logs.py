"""The lines of Celery's worker and beat: written as all others, under the request id of their message."""

import logging

from celery.signals import setup_logging, task_postrun
from django.dispatch import receiver
from django_structlog.celery.signals import bind_extra_task_metadata
from structlog.contextvars import bind_contextvars

from picup.core.request_id import NONE, request_id

# Its own lines, and those that django-structlog writes of its tasks.
LOGGERS = ("celery", "django_structlog.celery")


@setup_logging.connect
def set_log_levels(loglevel=None, **kwargs) -> None:
    """Set the level that Celery was started with. That there is a receiver keeps it from adding handlers."""
    if loglevel:
        for name in LOGGERS:
            logging.getLogger(name).setLevel(loglevel)


@receiver(bind_extra_task_metadata)
def bind_request_id(task, **kwargs) -> None:
    """Messages of the outbox carry their id (outbox/consuming.py); a tick belongs to no request."""
    request_id.set((task.request.kwargs or {}).get("request_id") or NONE)
    bind_contextvars(task=task.name)


@task_postrun.connect
def reset_request_id(**kwargs) -> None:
    """After the last line about the task."""
    request_id.set(NONE)
