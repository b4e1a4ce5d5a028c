"""Figures for /metrics: leavings that have begun and are not finished."""

from collections.abc import Iterator

from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from accounts.models import Leaving


def collect_gauges() -> Iterator[GaugeMetricFamily]:
    """Yield the age of the oldest leaving that has begun. It is minutes, or longer while a storage is away."""
    gauge = GaugeMetricFamily(
        "picup_oldest_leaving_seconds", "Since who leaves was shut out, and not all is erased."
    )
    begun = Leaving.objects.filter(finished_at=None, begun_at__isnull=False).order_by("begun_at")
    oldest = begun.values_list("begun_at", flat=True).first()
    gauge.add_metric([], max(0, (timezone.now() - oldest).total_seconds()) if oldest else 0)
    yield gauge
