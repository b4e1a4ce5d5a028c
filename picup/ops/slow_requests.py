"""A warning for a request that takes too long. The alert is Prometheus's (deploy/monitoring/rules.yml)."""

import logging

from django.conf import settings

from picup.web.upload_limit import is_upload

logger = logging.getLogger(__name__)


def warn_if_slow(request, status: int, route: str, seconds: float) -> None:
    """Log one line under the route's name, never under the path, which may hold a token.

    An upload waits for the line of a phone, which is slow without anybody's fault.
    """
    if seconds > settings.SLOW_REQUEST_SECONDS and not is_upload(request):
        logger.warning(
            "Slow request: %s took %.1f s (%d)",
            route,
            seconds,
            status,
            extra={"route": route, "seconds": round(seconds, 3), "status": status},
        )
