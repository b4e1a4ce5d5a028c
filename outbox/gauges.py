"""How many messages wait, for how long, and how many dead letters nobody has looked after."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily

from outbox.models import DeadLetter, Message


def collect() -> Iterator[GaugeMetricFamily]:
    """Two queries. Finished rows, which are most, are not read: the index `messages_due` leaves them out."""
    count = GaugeMetricFamily("picup_messages", "Messages that wait.", labels=["state", "queue"])
    age = GaugeMetricFamily(
        "picup_oldest_message_seconds", "Age of the oldest that waits.", labels=["state", "queue"]
    )
    now = timezone.now()
    groups = Message.objects.filter(state__in=Message.OPEN).order_by().values_list("state", "queue")
    for state, queue, number, oldest in groups.annotate(number=Count("id"), oldest=Min("created_at")):
        count.add_metric([state, queue], number)
        # A clock that was set back must not make an age of less than nothing.
        age.add_metric([state, queue], max(0, (now - oldest).total_seconds()))
    yield count
    yield age
    letters = DeadLetter.objects.filter(state=DeadLetter.State.OPEN).count()
    yield GaugeMetricFamily("picup_dead_letters_open", "Dead letters that wait for a person.", value=letters)
