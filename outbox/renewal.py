"""Keep a message that is being handled for long from being sent again, for as long as its worker lives."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from outbox.models import Message

logger = logging.getLogger(__name__)
# A message whose worker died is sent again after so long. It survives a few renewals that fail.
LEASE = timedelta(seconds=90)
RENEW_SECONDS = 20


@contextmanager
def renewed(uid: str) -> Iterator[None]:
    """Renew the lease of an open message every RENEW_SECONDS, in a thread of its own."""
    is_over = threading.Event()
    renewing = threading.Thread(target=renew_until, args=[uid, is_over], name=f"renews {uid}", daemon=True)
    renewing.start()
    try:
        yield
    finally:
        is_over.set()
        renewing.join()


def renew_until(uid: str, is_over: threading.Event) -> None:
    try:
        while not is_over.wait(RENEW_SECONDS):
            try:
                renew(uid)
            except DatabaseError:
                # It is away, for the dispatcher too. The next time it may be there.
                logger.exception("The lease of message %s was not renewed", uid)
                connection.close()
    finally:
        connection.close()


def renew(uid: str) -> None:
    """Have the dispatcher leave an open message alone for LEASE."""
    Message.objects.filter(uid=uid, state__in=Message.OPEN).update(due_at=timezone.now() + LEASE)
