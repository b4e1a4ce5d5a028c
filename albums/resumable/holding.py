"""Let one request make the picture of an upload that has arrived. With a long film, or a busy site, it takes minutes.

The row says until when that request holds the upload, and a thread of its process says so again and again. Others are
told to come again meanwhile. When the process is killed nobody says it any more, and the next request takes over.
"""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, connections
from django.utils import timezone

from albums.models import StagedUpload
from albums.resumable import claiming
from picup.db.connections import release_connections

logger = logging.getLogger(__name__)
HELD_SECONDS = 20
RENEW_SECONDS = 5
# Nothing takes so long: a request that hangs in a storage must not hold an upload for ever.
LONGEST_SECONDS = 1800


@contextmanager
def hold(upload: StagedUpload) -> Iterator[None]:
    """Hold a claimed upload until the block ends. Raise ClaimLost if it is not this request's any more."""
    claiming.store(upload, finishing_until=held_until())
    # The row's changes in the block.
    pk, token, over = upload.pk, upload.token, threading.Event()
    threading.Thread(target=run, args=(pk, token, over), name="holding an upload", daemon=True).start()
    try:
        yield
    except BaseException:
        let_go(pk, token)
        raise
    finally:
        over.set()


def held_until() -> datetime:
    return timezone.now() + timedelta(seconds=HELD_SECONDS)


def run(pk: int, token: str, over: threading.Event) -> None:
    """Call `renew`. The body of the thread, which leaves no connection behind."""
    try:
        renew(pk, token, over)
    finally:
        connections.close_all()


def renew(pk: int, token: str, over: threading.Event) -> None:
    """Say again and again that the upload is held, until the event is set or the claim is lost."""
    end = time.monotonic() + LONGEST_SECONDS
    while not over.wait(RENEW_SECONDS) and time.monotonic() < end:
        try:
            is_held = say(pk, token, held_until())
        except DatabaseError:
            # The next round tries again. If none succeeds, another request takes over, and one result counts.
            logger.warning("It could not be said that upload %s is held", pk, exc_info=True)
        else:
            if not is_held:
                return
        finally:
            release_connections()


def let_go(pk: int, token: str) -> None:
    """Let the next request begin at once. What made this one fail may be the database: then it waits."""
    try:
        say(pk, token, None)
    except DatabaseError:
        logger.warning("Upload %s stays held for a moment", pk, exc_info=True)


def say(pk: int, token: str, until: datetime | None) -> int:
    return claiming.change(
        StagedUpload.objects.filter(pk=pk, token=token, result__isnull=True), finishing_until=until
    )
