"""Deleting old finished messages. Unfinished ones stay, whatever their age."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from outbox.models import Message

BATCH = 1000


def prune(*, most: int = 100_000) -> int:
    """Delete messages that were finished more than OUTBOX_KEEP_DONE_DAYS ago. Return how many; stop soon after `most`.

    Delete in batches, because one large DELETE would lock dispatchers out. Dead letters stay, as a record.
    """
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
