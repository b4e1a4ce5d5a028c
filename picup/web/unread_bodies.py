"""Reads what is left of a request's body before the answer goes out.

gunicorn closes a connection whose body nobody read. nginx, still sending it, then loses the answer and says
502: "sign in again" would reach the uploader as "the site is resting", and it would try again for ever.
"""

import socket
import threading
import time
from contextlib import contextmanager, suppress

BLOCK = 64 * 1024
# A refusal is not worth a thread for longer: what comes as slowly as this is cut.
SECONDS = 5
# Threads of this process that wait so long. When many are refused at once, the others wait for a moment,
# which is enough on a fast line: pages need the threads.
PATIENT = 2
MOMENT_SECONDS = 0.25


class UnreadBodyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.patient = threading.BoundedSemaphore(PATIENT)

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            self.discard_body(request)
        return response

    def discard_body(self, request) -> None:
        connection = request.META.get("gunicorn.socket")
        if self.patient.acquire(blocking=False):
            try:
                read_or_cut(request, connection, SECONDS)
            finally:
                self.patient.release()
        else:
            read_or_cut(request, connection, MOMENT_SECONDS)


def read_or_cut(body, connection: socket.socket | None, seconds: float) -> None:
    with time_limit(connection, seconds):
        if not read_to_the_end(body, seconds) and connection:
            # gunicorn would wait for the rest in its main thread, which accepts everybody's connections.
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RD)


def read_to_the_end(body, seconds: float) -> bool:
    """Return False if there may be more."""
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline:
            if not body.read(BLOCK):
                return True
    except OSError:
        # The caller sends nothing, or has gone.
        pass
    return False


@contextmanager
def time_limit(connection: socket.socket | None, seconds: float):
    """Bound each read. Without a limit a silent caller would hold the thread for ever."""
    if connection is None:
        yield
        return
    before = connection.gettimeout()
    connection.settimeout(seconds)
    try:
        yield
    finally:
        connection.settimeout(before)
