"""Reads what is left of a request's body before the answer goes out.

gunicorn closes a connection whose body nobody read. nginx, still sending it, then loses the answer and says
502: "sign in again" would reach the uploader as "the site is resting", and it would try again for ever.
"""

import time

BLOCK = 64 * 1024
# A refusal is not worth a thread for longer: what comes as slowly as this is cut.
SECONDS = 5


class UnreadBodyMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            read_to_the_end(request)
        return response


def read_to_the_end(body) -> None:
    deadline = time.monotonic() + SECONDS
    try:
        while time.monotonic() < deadline and body.read(BLOCK):
            pass
    except OSError:
        # The caller has gone; there is nobody to answer.
        pass
