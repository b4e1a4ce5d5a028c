"""Retry transactions that met a deadlock or waited too long for a lock. Give up after a few tries."""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, transaction

logger = logging.getLogger(__name__)
Result = TypeVar("Result")
# Error numbers of InnoDB: this transaction was ended to resolve a deadlock; a lock was not free within
# DATABASE_LOCK_SECONDS.
DEADLOCK, LOCK_WAIT = 1213, 1205
TRIES = 6
# No try begins later than this, because a person waits. Each try may wait for DATABASE_LOCK_SECONDS.
SECONDS = 8


class Busy(OperationalError):
    """Contention lasted until the last try. Nothing was changed, and the same call may succeed in a moment."""


def retry_contended(transact: Callable[[], Result], *, what: str) -> Result:
    """Call `transact`, one whole transaction, until it meets no contention. Return what it returns.

    `what` names the transaction in the log. Raise `Busy` after TRIES or SECONDS. Within an outer transaction it
    calls `transact` once only: a deadlock rolls back the outer transaction too, so only its own caller can retry it.
    """
    if transaction.get_connection().in_atomic_block:
        return transact()
    started = time.monotonic()
    for tries in range(1, TRIES + 1):
        try:
            return transact()
        except OperationalError as error:
            if not is_contended(error):
                raise
            waited = time.monotonic() - started
            if tries == TRIES or waited > SECONDS:
                logger.error("%s: given up after %d tries in %.1f s: %s", what, tries, waited, error)
                raise Busy(f"{what}: others were in the way") from error
            logger.warning("%s: try %d was in somebody's way: %s", what, tries, error)
        time.sleep(pause_after(tries))
    raise AssertionError("unreachable")


def is_contended(error: Exception) -> bool:
    """Tell whether a database error means contention: a deadlock, or a lock that was not free in time.

    SQLite, which has one writer, raises it after the connection's whole `timeout`.
    """
    if isinstance(error, Busy):
        return True
    number = error.args[0] if error.args else None
    return number in (DEADLOCK, LOCK_WAIT) or "database is locked" in str(number)


def pause_after(tries: int) -> float:
    """Return random seconds below 0.04, 0.08 … 0.5, so that transactions that met once do not meet again."""
    return min(0.02 * 2**tries, 0.5) * random.random()  # noqa: S311
