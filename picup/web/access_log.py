"""One line for every request, in the log of `picup.access`."""

import logging
import time
from urllib.parse import quote

from django.utils.functional import SimpleLazyObject

from picup.web.redact import redact

logger = logging.getLogger("picup.access")
# Asked by machines every few seconds.
FOR_MACHINES = ("/healthz", "/readyz", "/metrics")


class AccessLogMiddleware:
    """Above everything but the request id, so that it sees every answer, also those of other middleware.

    A streamed answer is logged when it is closed: only then is its time known.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        response = self.get_response(request)
        if response.streaming:
            log_when_closed(request, response, started)
        else:
            log(request, response, started)
        return response


def log_when_closed(request, response, started: float) -> None:
    close = response.close

    def log_and_close():
        if not response.closed:
            log(request, response, started)
        close()

    response.close = log_and_close


def log(request, response, started: float) -> None:
    milliseconds = round((time.perf_counter() - started) * 1000, 1)
    # Quoted again, as on the wire: a path may hold line breaks.
    path = redact(quote(request.path))
    route, size, user = route_name(request), size_of(response), who(request)
    level = logging.DEBUG if request.path in FOR_MACHINES else logging.INFO
    logger.log(
        level,
        "%s %s %d, %s bytes, %.1f ms, %s, by %s",
        request.method,
        path,
        response.status_code,
        "?" if size is None else size,
        milliseconds,
        route,
        user,
        extra={
            "method": request.method,
            "path": path,
            "route": route,
            "status": response.status_code,
            "bytes": size,
            "milliseconds": milliseconds,
            "user": user,
        },
    )


def route_name(request) -> str:
    """The url's name, such as `album`; a dash where no url matched. Unlike the path it holds nobody's id."""
    match = request.resolver_match
    return (match.view_name if match else "") or "-"


def size_of(response) -> int | None:
    if not response.streaming:
        return len(response.content)
    announced = response.get("Content-Length", "")
    return int(announced) if announced.isdecimal() else None


def who(request) -> str:
    """The public id of who is signed in, if the request asked for it: no line is worth a query."""
    user = getattr(request, "user", None)
    if isinstance(user, SimpleLazyObject):
        # Where AuthenticationMiddleware keeps a person that was looked up.
        user = getattr(request, "_cached_user", None)
    return getattr(user, "public_id", "") or "-"
