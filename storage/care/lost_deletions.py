"""Lost deletions: files that wait to be deleted although no message for it is left. The message is written again."""

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from outbox.models import Message
from storage.models import StoredFile
from storage.services import publish_deletion

logger = logging.getLogger(__name__)
State = StoredFile.State
# A failed message counts as waiting, because its dead letter is replayed by the clock or by a person.
WAITING = [*Message.OPEN, Message.State.FAILED]
FOR_TOO_LONG = timedelta(hours=1)
# Files in one run.
MOST = 1000


def repeat_deletions() -> int:
    """Publish a deletion for files that have waited for FOR_TOO_LONG without a message. Return how many files."""
    given_up = StoredFile.objects.filter(
        state__in=[State.DELETING, State.ABANDONED], delete_requested_at__lt=timezone.now() - FOR_TOO_LONG
    )
    ids = set(given_up.order_by("pk").values_list("pk", flat=True)[:MOST])
    if not ids:
        return 0
    messages = Message.objects.filter(state__in=WAITING, task="storage.delete_files")
    for arguments in messages.values_list("arguments", flat=True).iterator():
        ids.difference_update(arguments["file_ids"])
    if ids:
        logger.warning("%d files waited to be deleted, and no message for them: they have one now", len(ids))
        with transaction.atomic():
            publish_deletion(sorted(ids))
    return len(ids)
