"""Choose the database of a request, retry it elsewhere after a failure, and answer for it in read-only mode."""

import logging
import time
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed

from picup.db.config import PRIMARY
from picup.db.health import database_monitor
from picup.db.responses import read_only_response, unavailable_response
from picup.db.routing import ReadRoute, current
from picup.db.state import Condition

logger = logging.getLogger(__name__)
SAFE = ("GET", "HEAD", "OPTIONS")
# These pages report on the primary, also while it is down.
FOR_MACHINES = ("/healthz", "/readyz", "/metrics")
# The admin reads and writes in turns, and shows what others have just written.
ADMIN = "/admin/"
# Tries of a GET: on a replica, then on the primary or, without it, on another replica.
TRIES = 3
PIN = "picup_pin"
# Long enough for every replica to catch up. A replica that has not caught up is not read until then.
PIN_AGE_SECONDS = 60
# Cookies that sign a person in or out.
SESSION_COOKIES = (settings.SESSION_COOKIE_NAME, "picup_parent")


class DatabaseMiddleware:
    """Route the reads of a request. Place after the logging and metrics middleware, before anything that queries."""

    def __init__(self, get_response):
        if not settings.DATABASE_REPLICAS:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        route = first_route(request)
        if request.method in SAFE:
            response, route = self.run_safe(request, route)
        elif (
            database_monitor.verdicts()[PRIMARY].state is Condition.DOWN and request.path not in FOR_MACHINES
        ):
            return refusal(request)
        else:
            response = self.run(request, route)
            if PRIMARY in route.failed and response.status_code >= 400:
                discard(response)
                response = refusal(request)
        if route.read_only:
            keep_session_cookies(response)
        elif route.wrote:
            pin(response)
        return response

    def run_safe(self, request, route: ReadRoute):
        """Run a request that changes nothing. Run it again elsewhere if its database failed.

        Return the response and the route of the last try.
        """
        before = dict(vars(request))
        for _ in range(TRIES):
            response = self.run(request, route)
            if route.failed and response.status_code >= 400:
                after = next_route(route)
            elif is_missing(response, route):
                after = ReadRoute(on_primary=True)
            else:
                return response, route
            if after is None:
                break
            discard(response)
            # Restore the request as it came: results of the first try may be wrong.
            vars(request).clear()
            vars(request).update(before)
            logger.info("%s is run again on %s", request.method, "a replica" if after.read_only else PRIMARY)
            route = after
        return (unavailable_response(request) if route.failed else response), route

    def run(self, request, route: ReadRoute):
        """Return the response of one try on `route`, or the read-only page if the try wanted to write."""
        token = current.set(route)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        if route.refused and not route.failed and response.status_code >= 400:
            discard(response)
            return read_only_response(request)
        return response


def refusal(request):
    """Return the response to a change while the primary is down."""
    return read_only_response(request) if database_monitor.is_read_only() else unavailable_response(request)


def discard(response) -> None:
    """Free a response's resources. `response.close()` would signal the end of the request."""
    for closer in response._resource_closers:
        with suppress(Exception):
            closer()


def first_route(request) -> ReadRoute:
    """Return the route of a request's first try."""
    if request.path in FOR_MACHINES:
        return ReadRoute(on_primary=True)
    if database_monitor.is_read_only():
        return ReadRoute(read_only=True)
    wrote_at = last_write(request)
    is_pinned = wrote_at > time.time() - settings.DATABASE_PIN_SECONDS
    # A change must begin from the present state, which only the primary has.
    on_primary = request.method not in SAFE or is_pinned or request.path.startswith(ADMIN)
    return ReadRoute(on_primary=on_primary, wrote_at=wrote_at)


def next_route(route: ReadRoute) -> ReadRoute | None:
    """Return the route after a failure on `route`, or None if no database is left."""
    if database_monitor.is_read_only():
        return ReadRoute(read_only=True)
    return None if PRIMARY in route.failed else ReadRoute(on_primary=True)


def is_missing(response, route: ReadRoute) -> bool:
    """Tell whether a replica said 404. The object may be too new for it, so the primary must be asked."""
    return response.status_code == 404 and route.alias not in ("", PRIMARY) and not route.read_only


def last_write(request) -> float:
    """Return when this browser last wrote, in epoch seconds; 0 if never. A forged cookie only leads to the primary."""
    text = request.COOKIES.get(PIN, "")
    return int(text) / 1000 if text.isascii() and text.isdigit() and len(text) < 15 else 0


def pin(response) -> None:
    """Remember the write in a cookie, for all tabs and web processes.

    A person's other devices see the change a moment later.
    """
    response.set_cookie(
        PIN,
        str(int(time.time() * 1000)),
        max_age=PIN_AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE or None,
        httponly=True,
        samesite="Lax",
    )


def keep_session_cookies(response) -> None:
    """Remove session cookies from the response: a replica that lacks the session must not sign the person out."""
    for name in SESSION_COOKIES:
        response.cookies.pop(name, None)
