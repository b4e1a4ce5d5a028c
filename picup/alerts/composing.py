"""The text of an alert message."""

from django.db.models import Count, Sum

from picup.alerts.models import Alert

MOST_LINES = 10


def compose(alerts) -> str:
    """Return one message for all `alerts`, a queryset of one kind; "" if there are none. The most frequent come first.

    Pic-up: dead letters: 37
    30 × albums.make_derivatives: DecoderDied
    7 × storage.delete_copies: StorageUnavailable
    /admin/outbox/deadletter/
    """
    newest: Alert | None = alerts.order_by("-id").first()
    if newest is None:
        return ""
    whole = alerts.aggregate(total=Sum("count"), summaries=Count("summary", distinct=True))
    groups = alerts.order_by().values("summary").annotate(total=Sum("count")).order_by("-total", "summary")
    lines = [f"Pic-up: {newest.kind}: {whole['total']}"]
    lines += [f"{group['total']} × {group['summary']}" for group in groups[:MOST_LINES]]
    if (more := whole["summaries"] - MOST_LINES) > 0:
        lines.append(f"… and {more} more kinds")
    return "\n".join([*lines, newest.look_at])
