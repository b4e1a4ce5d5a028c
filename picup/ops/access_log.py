"""The access log: one line `request_finished` for each request, and `request_failed` if a view raised.

django-structlog's RequestMiddleware writes the lines. These receivers of its signals replace its fields, which hold
the whole address with tokens and query.
"""

import time
from typing import Any
from urllib.parse import quote

from django.dispatch import receiver
from django.utils.functional import SimpleLazyObject
from django_structlog.signals import (
    bind_extra_request_failed_metadata,
    bind_extra_request_finished_metadata,
    bind_extra_request_metadata,
    update_failure_response,
)

from picup.core.request_id import request_id
from picup.ops.redact import redact
from picup.ops.request_seconds import observe
from picup.ops.slow_requests import warn_if_slow

# Machines request these every few seconds, so they get no line.
FOR_MACHINES = ("/healthz", "/readyz", "/metrics")


@receiver(bind_extra_request_metadata)
def start_timer(request, **kwargs) -> None:
    request.begun_at = time.perf_counter()


@receiver(bind_extra_request_failed_metadata)
def describe_failure(request, log_kwargs, **kwargs) -> None:
    log_kwargs.clear()
    log_kwargs |= request_fields(request)


@receiver(bind_extra_request_finished_metadata)
def finish(request, response, logger, log_kwargs, **kwargs) -> None:
    """Measure an answered request and fill its line in."""
    measure(request, response)
    log_kwargs.clear()
    log_kwargs |= response_fields(request, response)
    if request.path in FOR_MACHINES:
        log_kwargs["skip"] = True
    elif response.streaming:
        # Its time is known only when it is closed.
        log_kwargs["skip"] = True
        log_when_closed(request, response, logger)


@receiver(update_failure_response)
def finish_failed(request, response, logger, **kwargs) -> None:
    """Write `request_finished` for a view that raised, which the library does not do."""
    measure(request, response)
    logger.error("request_finished", **response_fields(request, response))


def measure(request, response) -> None:
    """Count the answer and its time, warn if it was slow, and add the request id to it."""
    seconds = time.perf_counter() - request.begun_at
    response["X-Request-ID"] = request_id.get()
    observe(request, response, seconds)
    warn_if_slow(request, response.status_code, route_name(request), seconds)


def log_when_closed(request, response, logger) -> None:
    """Have a streaming response write its line when it is closed."""
    close, own_id = response.close, request_id.get()

    def log_and_close():
        if not response.closed:
            logger.info("request_finished", **response_fields(request, response), request_id=own_id)
        close()

    response.close = log_and_close


def request_fields(request) -> dict[str, Any]:
    """Return the fields of a line that are known from the request."""
    # Quoted again, as on the wire: a path may hold line breaks.
    return {
        "method": request.method,
        "path": redact(quote(request.path)),
        "route": route_name(request),
        "user": user_public_id(request),
    }


def response_fields(request, response) -> dict[str, Any]:
    """Return all fields of an answered request's line."""
    return request_fields(request) | {
        "status": response.status_code,
        "bytes": response_size(response),
        "milliseconds": round((time.perf_counter() - request.begun_at) * 1000, 1),
    }


def route_name(request) -> str:
    """Return the url's name, such as `album`, or "-" if none matched. Unlike the path it holds no id."""
    match = request.resolver_match
    return (match.view_name if match else "") or "-"


def response_size(response) -> int | None:
    """Return the bytes of the body; of a stream those that it announces, or None."""
    if not response.streaming:
        return len(response.content)
    announced = response.get("Content-Length", "")
    return int(announced) if announced.isdecimal() else None


def user_public_id(request) -> str:
    """Return the public id of the person, or "-". Query nothing: use the person only if the request looked it up."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        # AuthenticationMiddleware caches the person here.
        user = getattr(request, "_cached_user", None)
    return getattr(user, "public_id", "") or "-"
