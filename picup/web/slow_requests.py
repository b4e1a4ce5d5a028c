"""An alarm for requests that take too long: a line for each, and alerts that a thread of its own writes.

Alerts are grouped by the route's name, never by the path, which may hold a token.
"""

import logging
import os
import re
import threading
import time
from collections import Counter

from django.conf import settings
from django.db import connections

from picup.alerts import raise_alert
from picup.web.access_log import route_name

logger = logging.getLogger(__name__)
# Each process writes about each route at most once in this time; what happens meanwhile is counted.
PAUSE_SECONDS = 10
# These wait for the line of a phone, which is slow without anybody's fault.
UPLOADS = re.compile(r"/uploads/|/albums/[^/]+/add/")


class SlowRequestMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.monotonic()
        response = self.get_response(request)
        seconds = time.monotonic() - started
        if seconds > settings.SLOW_REQUEST_SECONDS and not is_upload(request):
            tell(route_name(request), seconds, response.status_code)
        return response


def is_upload(request) -> bool:
    return request.method not in ("GET", "HEAD") and UPLOADS.match(request.path) is not None


def tell(route: str, seconds: float, status: int) -> None:
    logger.warning(
        "Slow request: %s took %.1f s (%d)",
        route,
        seconds,
        status,
        extra={"route": route, "seconds": round(seconds, 3), "status": status},
    )
    reporter.note(route)


class Reporter:
    """One thread that writes alerts: the person's answer does not wait for the database, which may be what is
    slow. Started late and again after a fork."""

    def __init__(self):
        self.reset()

    def reset(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[str] = Counter()
        self.wanted = threading.Event()
        self.thread: threading.Thread | None = None

    def note(self, route: str) -> None:
        with self.lock:
            self.counts[route] += 1
            if self.thread is None:
                self.thread = threading.Thread(target=self.run, name="slow-requests", daemon=True)
                self.thread.start()
        self.wanted.set()

    def run(self) -> None:
        while self.wanted.wait():
            self.wanted.clear()
            self.write()
            time.sleep(PAUSE_SECONDS)

    def write(self) -> None:
        """Raises an alert for each route that was slow. What cannot be written is kept for the next time."""
        with self.lock:
            counts, self.counts = self.counts, Counter()
        try:
            while counts:
                route, count = next(iter(counts.items()))
                summary = f"{route}: more than {settings.SLOW_REQUEST_SECONDS:g} s"
                raise_alert("slow requests", summary, count=count)
                del counts[route]
        except Exception:
            logger.exception("Slow requests could not be written down")
            with self.lock:
                self.counts.update(counts)
        finally:
            # Of this thread; it is seldom needed.
            connections.close_all()


reporter = Reporter()
# Neither the thread nor a lock that another thread holds survives a fork in a usable state.
os.register_at_fork(after_in_child=reporter.reset)
