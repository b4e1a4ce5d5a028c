"""One id for everything that a request causes: its log lines and the messages that it publishes."""

import logging
import re
import secrets
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")
WELL_FORMED = re.compile(r"[0-9a-zA-Z-]{8,64}")


class RequestIdMiddleware:
    """Takes the proxy's X-Request-ID if it is well formed, makes one otherwise, and answers with it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        token = request_id.set(given if WELL_FORMED.fullmatch(given) else secrets.token_hex(8))
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            return response
        finally:
            # Threads serve one request after another: the next must not inherit this one's id.
            request_id.reset(token)


class RequestIdFilter(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True
