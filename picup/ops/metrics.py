"""/metrics: what the processes counted, and what the database and the health monitor say now."""

import ipaddress
import logging

from django.conf import settings
from django.db import Error
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.core import GaugeMetricFamily

from picup.core import registry
from picup.ops.counters import render_counts
from picup.ops.health import monitor

logger = logging.getLogger(__name__)


@require_safe
def metrics(request):
    """Prometheus text, for the networks of ours; everybody else finds nothing here."""
    if not may_read(request):
        raise Http404
    return HttpResponse(
        render_counts() + generate_latest(Gauges()),  # type: ignore[arg-type]
        content_type=CONTENT_TYPE_PLAIN_0_0_4,
        headers={"Cache-Control": "no-store"},
    )


def may_read(request) -> bool:
    own, forwarded = request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For")
    # Through a proxy that is none of TRUSTED_PROXIES: the address is the proxy's, and the caller is anybody.
    if forwarded is not None and forwarded.rpartition(",")[2].strip() != own:
        return False
    try:
        address = ipaddress.ip_address(own)
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in settings.MONITORING_NETWORKS)


class Gauges:
    """What is true now, with the same few queries whatever there is."""

    def collect(self):
        states = monitor.read()
        up = GaugeMetricFamily("picup_dependency_up", "1 while it answers.", labels=["dependency"])
        for name, state in states.items():
            up.add_metric([name], state.up)
        yield up
        # Not asked while it is known to be down: a server that hangs would hold this answer up.
        found = self.read_database() if states["database"].up else []
        yield GaugeMetricFamily("picup_database_up", "1 if it answered this scrape.", value=bool(found))
        yield from found

    def read_database(self) -> list[GaugeMetricFamily]:
        """Nothing where the database fails in the middle."""
        try:
            return [gauge for collect in registry.collectors for gauge in collect()]
        except Error as error:
            logger.warning("The database did not answer a scrape: %s", type(error).__name__)
            return []
