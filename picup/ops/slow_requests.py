"""A warning for a request that takes too long. The alert is Prometheus's (deploy/monitoring/rules.yml)."""

import logging
import re

from django.conf import settings

logger = logging.getLogger(__name__)
# These wait for the line of a phone, which is slow without anybody's fault.
UPLOADS = re.compile(r"/uploads/|/albums/[^/]+/add/")


def warn_if_slow(request, status: int, route: str, seconds: float) -> None:
    """Log one line under the route's name, never under the path, which may hold a token."""
    if seconds > settings.SLOW_REQUEST_SECONDS and not is_upload(request):
        logger.warning(
            "Slow request: %s took %.1f s (%d)",
            route,
            seconds,
            status,
            extra={"route": route, "seconds": round(seconds, 3), "status": status},
        )


def is_upload(request) -> bool:
    return request.method not in ("GET", "HEAD") and UPLOADS.match(request.path) is not None
