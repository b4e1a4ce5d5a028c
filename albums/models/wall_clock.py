"""The time that a clock on the family's wall shows."""

from datetime import UTC, datetime

from django.utils import timezone


def wall_clock(moment: datetime) -> datetime:
    """Return what the family's clock showed at a moment, marked as UTC.

    A camera writes the local time without a zone. Those readings are stored as if they were UTC, in `taken_at` and
    `order_time`. A picture without one sorts by the family's own clock.
    """
    return timezone.localtime(moment).replace(tzinfo=UTC)


def wall_clock_now() -> datetime:
    return wall_clock(timezone.now())
