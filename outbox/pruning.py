"""Removing finished messages. Unfinished ones stay, whatever their age."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from outbox.models import Message

BATCH = 1000


def prune(*, most: int = 100_000) -> int:
    """Deletes messages finished more than OUTBOX_KEEP_DONE_DAYS ago, in batches that lock nobody out. Their
    dead letters stay, as the administrators' record."""
    before = timezone.now() - timedelta(days=settings.OUTBOX_KEEP_DONE_DAYS)
    pruned = 0
    while pruned < most:
        ids = list(
            Message.objects.filter(state__in=Message.FINISHED, done_at__lt=before).values_list(
                "id", flat=True
            )[:BATCH]
        )
        if not ids:
            break
        pruned += Message.objects.filter(id__in=ids, state__in=Message.FINISHED).delete()[0]
    return pruned
