"""The caller's address and scheme behind our own proxy. Lock-outs count by the address."""

import ipaddress
import logging

from django.conf import settings

logger = logging.getLogger(__name__)
PROTO = "HTTP_X_FORWARDED_PROTO"


class RealAddressMiddleware:
    """Set REMOTE_ADDR from X-Forwarded-For if the request comes from one of TRUSTED_PROXIES.

    Only the last entry counts, which our proxy wrote. The caller may have invented all others. Nobody else is believed
    to speak HTTPS (X-Forwarded-Proto). Place before what asks for the scheme.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.has_warned = False

    def __call__(self, request):
        last = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if request.META.get("REMOTE_ADDR") in settings.TRUSTED_PROXIES:
            if is_address(last):
                request.META["REMOTE_ADDR"] = last
        else:
            request.META.pop(PROTO, None)
            self.warn_of_stranger(request, last)
        return self.get_response(request)

    def warn_of_stranger(self, request, last: str) -> None:
        """Log once that somebody forwards for others, and is not named: one lock-out would then hit all of them."""
        if last and not self.has_warned:
            self.has_warned = True
            logger.warning(
                "%s sends X-Forwarded-For and is not in TRUSTED_PROXIES. If it is your proxy, all people count as one.",
                request.META.get("REMOTE_ADDR"),
            )


def is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
