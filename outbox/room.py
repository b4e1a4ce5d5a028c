"""Wait for room in the database, in a worker that has something to write there."""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError

from picup.core.full import is_full

logger = logging.getLogger(__name__)
T = TypeVar("T")


def when_there_is_room(write: Callable[[], T]) -> T:
    """Return what `write` returns. Call it again every OUTBOX_ROOM_SECONDS while the database has no room.

    Give up after OUTBOX_RESEND_SECONDS, and raise its error: by then the message is sent again anyway.
    """
    deadline = time.monotonic() + settings.OUTBOX_RESEND_SECONDS
    while True:
        try:
            return write()
        except DatabaseError as error:
            if not is_full(error) or time.monotonic() > deadline:
                raise
            logger.warning("The database has no room: a message waits for it")
        time.sleep(settings.OUTBOX_ROOM_SECONDS)
