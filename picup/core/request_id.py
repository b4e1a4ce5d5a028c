"""One id for all that a request causes: its log lines and the messages that it publishes."""

import re
import uuid
from contextvars import ContextVar

import structlog
from django.core.signals import request_finished
from django.dispatch import receiver
from django_structlog.signals import bind_extra_request_metadata

NONE = "-"
request_id: ContextVar[str] = ContextVar("request_id", default=NONE)
WELL_FORMED = re.compile(r"[0-9a-zA-Z-]{8,64}")


@receiver(bind_extra_request_metadata)
def choose_request_id(**kwargs) -> None:
    """Use the id that django-structlog took from X-Request-ID if it is well formed, else a new one."""
    given = structlog.contextvars.get_contextvars()["request_id"]
    own = given if WELL_FORMED.fullmatch(given) else str(uuid.uuid4())
    structlog.contextvars.bind_contextvars(request_id=own)
    request_id.set(own)


@receiver(request_finished)
def reset_request_id(**kwargs) -> None:
    """Forget the id when the response is closed.

    django-structlog forgets it after the last middleware. That is too early here: a file's bytes are read later, and
    damage that is found then is recorded under this id.
    """
    request_id.set(NONE)
