"""Log a warning for a slow request. The alert is a rule of Prometheus (deploy/monitoring/rules.yml)."""

import logging

from django.conf import settings

from picup.web.upload_limit import is_upload

logger = logging.getLogger(__name__)


def warn_if_slow(request, status: int, route: str, seconds: float) -> None:
    """Log a request that took longer than SLOW_REQUEST_SECONDS, unless it is an upload: phones may send slowly.

    The line has the route's name and never the path, which may hold a token.
    """
    if seconds > settings.SLOW_REQUEST_SECONDS and not is_upload(request):
        logger.warning(
            "Slow request: %s took %.1f s (%d)",
            route,
            seconds,
            status,
            extra={"route": route, "seconds": round(seconds, 3), "status": status},
        )
