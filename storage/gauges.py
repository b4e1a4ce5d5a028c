"""How much is stored, and how well."""

from collections.abc import Iterator

from django.db.models import Count, Sum
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from storage.backends import get_backends
from storage.models import FileCopy, Usage


def collect() -> Iterator[GaugeMetricFamily]:
    """Two queries, and one for each storage: over a row for each family, over damaged copies, over none."""
    used = Usage.objects.aggregate(used=Sum("used_bytes"))["used"] or 0
    yield GaugeMetricFamily("picup_used_bytes", "Originals of all families.", value=used)
    yield count_damaged()
    yield age_verifications()


def count_damaged() -> GaugeMetricFamily:
    """Every storage and damage is there from the start: an alert rule needs the zeros."""
    gauge = GaugeMetricFamily(
        "picup_copies_damaged", "Copies that wait to be healed, or cannot be.", labels=["storage", "damage"]
    )
    # Greater than blank, for an index cannot serve "not blank".
    damaged = FileCopy.objects.filter(damage__gt="").order_by().values_list("storage", "damage")
    counts = {(storage, damage): count for storage, damage, count in damaged.annotate(Count("pk"))}
    for storage in get_backends():
        for damage in FileCopy.Damage.values:
            gauge.add_metric([storage, damage], counts.get((storage, damage), 0))
    return gauge


def age_verifications() -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(
        "picup_oldest_verification_seconds", "Since the oldest look at a copy.", labels=["storage"]
    )
    for storage in get_backends():
        copies = FileCopy.objects.filter(storage=storage).order_by("verified_at")
        if oldest := copies.values_list("verified_at", flat=True).first():
            gauge.add_metric([storage], max(0, (timezone.now() - oldest).total_seconds()))
    return gauge
