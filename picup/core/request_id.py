"""One id for everything that a request causes: its log lines and the messages that it publishes."""

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
    """Keep the id that django-structlog took from X-Request-ID if it is well formed; make one otherwise."""
    given = structlog.contextvars.get_contextvars()["request_id"]
    own = given if WELL_FORMED.fullmatch(given) else str(uuid.uuid4())
    structlog.contextvars.bind_contextvars(request_id=own)
    request_id.set(own)


@receiver(request_finished)
def reset_request_id(**kwargs) -> None:
    """Not when the last middleware is done, as django-structlog does: a file's bytes are read after it, and what is
    found then is recorded under this id."""
    request_id.set(NONE)
