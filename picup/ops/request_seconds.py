"""The histogram of response times for /metrics."""

from django.conf import settings
from prometheus_client import Histogram

SECONDS = (0.025, 0.1, 0.25, 0.5, 1, 2.5, 10, 30)
REQUESTS = Histogram(
    "picup_request_seconds", "Answers by the address's name.", ["address", "status"], buckets=SECONDS
)


def observe(request, response, seconds: float) -> None:
    """Count an answer under the name of its url. Paths hold ids and tokens, and there is no end of them."""
    REQUESTS.labels(address_name(request), f"{response.status_code // 100}xx").observe(seconds)


def address_name(request) -> str:
    """Return the url's name; "admin" for all of the admin, "static", or "none" if no url matched."""
    if match := request.resolver_match:
        return "admin" if "admin" in match.namespaces else match.url_name or "unnamed"
    return "static" if request.path.startswith(settings.STATIC_URL) else "none"
