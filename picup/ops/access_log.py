"""What django-structlog's RequestMiddleware tells of a request: one `request_finished` for each, and a
`request_failed` with the traceback where a view raised.

Its own fields hold the whole address with its token and its question; they are replaced by ours.
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

# Asked by machines every few seconds: no line.
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
    measure(request, response)
    log_kwargs.clear()
    log_kwargs |= response_fields(request, response)
    if request.path in FOR_MACHINES:
        log_kwargs["skip"] = True
    elif response.streaming:
        # Its time is known, and so is written, only when it is closed.
        log_kwargs["skip"] = True
        log_when_closed(request, response, logger)


@receiver(update_failure_response)
def finish_failed(request, response, logger, **kwargs) -> None:
    """The library writes no `request_finished` where a view raised, whatever another middleware made of it."""
    measure(request, response)
    logger.error("request_finished", **response_fields(request, response))


def measure(request, response) -> None:
    seconds = time.perf_counter() - request.begun_at
    response["X-Request-ID"] = request_id.get()
    observe(request, response, seconds)
    warn_if_slow(request, response.status_code, route_name(request), seconds)


def log_when_closed(request, response, logger) -> None:
    close, own_id = response.close, request_id.get()

    def log_and_close():
        if not response.closed:
            logger.info("request_finished", **response_fields(request, response), request_id=own_id)
        close()

    response.close = log_and_close


def request_fields(request) -> dict[str, Any]:
    # Quoted again, as on the wire: a path may hold line breaks.
    return {
        "method": request.method,
        "path": redact(quote(request.path)),
        "route": route_name(request),
        "user": user_public_id(request),
    }


def response_fields(request, response) -> dict[str, Any]:
    return request_fields(request) | {
        "status": response.status_code,
        "bytes": response_size(response),
        "milliseconds": round((time.perf_counter() - request.begun_at) * 1000, 1),
    }


def route_name(request) -> str:
    """Return the url's name, such as `album`; a dash where no url matched. Unlike the path it holds nobody's id."""
    match = request.resolver_match
    return (match.view_name if match else "") or "-"


def response_size(response) -> int | None:
    if not response.streaming:
        return len(response.content)
    announced = response.get("Content-Length", "")
    return int(announced) if announced.isdecimal() else None


def user_public_id(request) -> str:
    """Return the public id of who is signed in, if the request asked for it: no line is worth a query."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        # Where AuthenticationMiddleware keeps a person that was looked up.
        user = getattr(request, "_cached_user", None)
    return getattr(user, "public_id", "") or "-"
