"""Read the rest of a proxy's request before the response is sent.

nginx that is still sending a body loses a response that was closed behind: it answers 502. "Sign in again" would reach
the uploader as "the site is resting", and it would retry for ever. Callers without a proxy get the answer by the web
server (`worker.py`, linger), which takes no thread for it. Neither Django nor gunicorn has a setting for it.
"""

import socket
import threading
import time
from contextlib import contextmanager, suppress

from django.conf import settings

BLOCK = 64 * 1024
# A refusal is not worth a thread for longer. A slower body is cut off.
SECONDS = 5
# Threads of this process that may wait SECONDS. If more uploads are refused at once, the others wait MOMENT_SECONDS,
# which is enough on a fast line, because pages need the threads.
PATIENT = 2
MOMENT_SECONDS = 0.25


class UnreadBodyMiddleware:
    """Read unread bodies that come through TRUSTED_PROXIES.

    Place early, so that every refusal passes through it, and before the caller's address is set.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.patient = threading.BoundedSemaphore(PATIENT)

    def __call__(self, request):
        is_proxied = request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES
        response = self.get_response(request)
        if is_proxied and request.method not in ("GET", "HEAD"):
            self.discard_body(request)
        return response

    def discard_body(self, request) -> None:
        """Read the rest of the body for some seconds, for a moment only if others wait already."""
        connection = request.META.get("gunicorn.socket")
        if self.patient.acquire(blocking=False):
            try:
                read_or_cut(request, connection, SECONDS)
            finally:
                self.patient.release()
        else:
            read_or_cut(request, connection, MOMENT_SECONDS)


def read_or_cut(body, connection: socket.socket | None, seconds: float) -> None:
    """Read `body` for at most `seconds`, then shut the connection's reading side down."""
    with time_limit(connection, seconds):
        if not read_to_the_end(body, seconds) and connection:
            # gunicorn would wait for the rest in its main thread, which accepts all connections.
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RD)


def read_to_the_end(body, seconds: float) -> bool:
    """Read `body` and throw it away. Return False if there may be more after `seconds`."""
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            if not body.read(BLOCK):
                return True
    except OSError:
        # The caller sends nothing, or is gone.
        pass
    return False


@contextmanager
def time_limit(connection: socket.socket | None, seconds: float):
    """Bound each read to `seconds`. Otherwise a silent caller would hold the thread for ever."""
    if connection is None:
        yield
        return
    before = connection.gettimeout()
    connection.settimeout(seconds)
    try:
        yield
    finally:
        connection.settimeout(before)
