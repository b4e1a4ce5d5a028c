"""Record an alert at the cost of one or two short queries."""

from django.db import connection
from django.db.models import F
from django.utils import timezone

from picup.alerts.models import Alert
from picup.core.request_id import NONE, request_id
from picup.ops.redact import redact


def record(kind: str, summary: str, count: int, look_at: str) -> None:
    """Insert an alert, or raise the count of an equal one that waits. See `picup.alerts.raise_alert`."""
    line = " ".join(redact(summary).split())[: Alert._meta.get_field("summary").max_length]
    # Within a transaction always insert a new row: counting up would lock a row that other transactions count up
    # too, perhaps in another order, and a deadlock would undo their work.
    if not connection.in_atomic_block and count_up(kind, line, count):
        return
    own_id = request_id.get()
    Alert.objects.create(
        kind=kind,
        summary=line,
        count=count,
        look_at=look_at,
        request_id="" if own_id == NONE else own_id,
    )


def count_up(kind: str, summary: str, count: int) -> bool:
    """Raise the count of the newest uncollected alert. Return False if there is none.

    The UPDATE checks again that the row is uncollected: its message may have been composed meanwhile.
    """
    newest = (
        Alert.objects.uncollected()
        .filter(kind=kind, summary=summary)
        .order_by("-id")
        .values_list("pk", flat=True)
        .first()
    )
    return newest is not None and bool(
        Alert.objects.uncollected().filter(pk=newest).update(count=F("count") + count, last_at=timezone.now())
    )
