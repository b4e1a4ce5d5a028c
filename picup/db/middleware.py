"""Around one request: what it may read from, a second try elsewhere, and what is said when nothing can be written."""

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
# They ask what is true of the primary, also while it is down.
FOR_MACHINES = ("/healthz", "/readyz", "/metrics")
# Reads and writes in turns, and shows what was just written by others.
ADMIN = "/admin/"
# Of a GET: on a replica, then on the primary or, without it, on another replica.
TRIES = 3
PIN = "picup_pin"
# Long enough for every replica that is read from to catch up; those that have not are left out until then.
PIN_AGE_SECONDS = 60
# Signs somebody in or out of this browser.
SESSION_COOKIES = (settings.SESSION_COOKIE_NAME, "picup_parent")


class DatabaseMiddleware:
    """Inside of what counts and logs requests, around all that asks a database."""

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
        """Runs a request that changes nothing, and once more elsewhere where its database failed."""
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
            # As it came: what the first try found out is not believed.
            vars(request).clear()
            vars(request).update(before)
            logger.info("%s is run again on %s", request.method, "a replica" if after.read_only else PRIMARY)
            route = after
        return (unavailable_response(request) if route.failed else response), route

    def run(self, request, route: ReadRoute):
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
    """To whoever wants to change something while the primary is down."""
    return read_only_response(request) if database_monitor.is_read_only() else unavailable_response(request)


def discard(response) -> None:
    """Not `response.close()`, which tells everybody that the request is over."""
    for closer in response._resource_closers:
        with suppress(Exception):
            closer()


def first_route(request) -> ReadRoute:
    if request.path in FOR_MACHINES:
        return ReadRoute(on_primary=True)
    if database_monitor.is_read_only():
        return ReadRoute(read_only=True)
    wrote_at = last_write(request)
    is_pinned = wrote_at > time.time() - settings.DATABASE_PIN_SECONDS
    # What changes something begins from what is true now, not from a moment ago.
    on_primary = request.method not in SAFE or is_pinned or request.path.startswith(ADMIN)
    return ReadRoute(on_primary=on_primary, wrote_at=wrote_at)


def next_route(route: ReadRoute) -> ReadRoute | None:
    """After a failure; None when no database is left."""
    if database_monitor.is_read_only():
        return ReadRoute(read_only=True)
    return None if PRIMARY in route.failed else ReadRoute(on_primary=True)


def is_missing(response, route: ReadRoute) -> bool:
    """What a replica has not got may be too new for it: the primary is asked before anybody is told."""
    return response.status_code == 404 and route.alias not in ("", PRIMARY) and not route.read_only


def last_write(request) -> float:
    """When this browser last wrote, by its own word: who forges it is only sent to the primary."""
    text = request.COOKIES.get(PIN, "")
    return int(text) / 1000 if text.isascii() and text.isdigit() and len(text) < 15 else 0


def pin(response) -> None:
    """From now on, in all tabs and all web processes; a person's other devices see it a moment later."""
    response.set_cookie(
        PIN,
        str(int(time.time() * 1000)),
        max_age=PIN_AGE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE or None,
        httponly=True,
        samesite="Lax",
    )


def keep_session_cookies(response) -> None:
    """A replica that has not heard of her session yet must not sign her out."""
    for name in SESSION_COOKIES:
        response.cookies.pop(name, None)
