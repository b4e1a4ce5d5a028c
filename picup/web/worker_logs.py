"""The lines of Celery's worker and beat: written as all others, under the request id of their message."""

import logging

from celery.signals import setup_logging, task_postrun, task_prerun

from picup.web.request_id import NONE, request_id


@setup_logging.connect
def keep_ours(loglevel=None, **kwargs) -> None:
    """A receiver is enough to keep Celery from adding handlers. Its --loglevel is for its own lines."""
    if loglevel:
        logging.getLogger("celery").setLevel(loglevel)


@task_prerun.connect
def know_request(kwargs=None, **signal) -> None:
    """Messages of the outbox carry their id (outbox/consuming.py); a tick belongs to no request."""
    request_id.set((kwargs or {}).get("request_id") or NONE)


@task_postrun.connect
def forget_request(**signal) -> None:
    """After Celery's own line about the end of the task."""
    request_id.set(NONE)
