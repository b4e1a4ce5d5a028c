"""/metrics: the counts of all processes, and present figures from the database and the health monitor."""

import logging

from django.db import Error
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.core import GaugeMetricFamily

from picup.core import registry
from picup.ops.callers import may_monitor
from picup.ops.counters import render_counts
from picup.ops.health import monitor

logger = logging.getLogger(__name__)


@require_safe
def metrics(request):
    """Return Prometheus's text to MONITORING_NETWORKS. Raise `Http404` for everybody else."""
    if not may_monitor(request):
        raise Http404
    return HttpResponse(
        render_counts() + generate_latest(Gauges()),  # type: ignore[arg-type]
        content_type=CONTENT_TYPE_PLAIN_0_0_4,
        headers={"Cache-Control": "no-store"},
    )


class Gauges:
    """A collector of present figures. Their number of queries does not grow with the data."""

    def collect(self):
        """Yield the figures, as prometheus_client wants them."""
        states = monitor.read()
        up = GaugeMetricFamily("picup_dependency_up", "1 while it answers.", labels=["dependency"])
        for name, state in states.items():
            up.add_metric([name], state.up)
        yield up
        # Do not ask a database that is known to be down: one that hangs would delay this answer.
        found = self.read_database() if states["database"].up else []
        yield GaugeMetricFamily("picup_database_up", "1 if it answered this scrape.", value=bool(found))
        yield from found

    def read_database(self) -> list[GaugeMetricFamily]:
        """Return the apps' figures, or none if the database fails."""
        try:
            return [gauge for collect in registry.collectors for gauge in collect()]
        except Error as error:
            logger.warning("The database did not answer a scrape: %s", type(error).__name__)
            return []
