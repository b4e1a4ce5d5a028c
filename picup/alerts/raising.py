"""Writing an alert down, cheaply."""

from django.db import connection
from django.db.models import F
from django.utils import timezone

from picup.alerts.models import Alert
from picup.core.request_id import NONE, request_id
from picup.ops.redact import redact


def record(kind: str, summary: str, count: int, look_at: str) -> None:
    line = " ".join(redact(summary).split())[: Alert._meta.get_field("summary").max_length]
    # Within somebody's transaction always a new row: counting up would lock one that others want to count
    # up as well, in another order perhaps, and a deadlock would cost them their own work.
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
    """The UPDATE asks again whether the row is uncollected: its message may have been written meanwhile."""
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
