"""One id for everything that a request causes: its log lines and the messages that it publishes."""

import logging
import re
import secrets
from contextvars import ContextVar

from django.core.signals import request_finished
from django.dispatch import receiver

NONE = "-"
request_id: ContextVar[str] = ContextVar("request_id", default=NONE)
WELL_FORMED = re.compile(r"[0-9a-zA-Z-]{8,64}")


class RequestIdMiddleware:
    """Takes the proxy's X-Request-ID if it is well formed, makes one otherwise, and answers with it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        own = given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8)
        request_id.set(own)
        response = self.get_response(request)
        response["X-Request-ID"] = own
        return response


@receiver(request_finished)
def forget(**kwargs) -> None:
    """Not earlier: Django logs refusals after the last middleware. Not never: threads serve one request after
    another, and what a thread does between them is nobody's."""
    request_id.set(NONE)


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True
