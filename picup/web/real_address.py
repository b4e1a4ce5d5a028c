"""The caller's address behind our own proxy. Lock-outs count by it."""

import ipaddress

from django.conf import settings


class RealAddressMiddleware:
    """Set REMOTE_ADDR from X-Forwarded-For if the request comes from one of TRUSTED_PROXIES.

    Only the last entry counts, which our proxy wrote. The caller may have invented all others.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES:
            last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            if is_address(last):
                request.META["REMOTE_ADDR"] = last
        return self.get_response(request)


def is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
