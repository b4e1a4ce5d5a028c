"""Transactions that somebody else's got in the way of: run again a few times, then given up kindly."""

import logging
import random
import time
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError, transaction

logger = logging.getLogger(__name__)
Result = TypeVar("Result")
# InnoDB: two transactions waited for each other and this one was chosen to end; a lock was not had in time.
DEADLOCK, LOCK_WAIT = 1213, 1205
TRIES = 6
# No further try after this: a person waits. Each try may itself wait for DATABASE_LOCK_SECONDS.
SECONDS = 8


class Busy(OperationalError):
    """Others were in the way until the last try. Nothing was changed; the same may succeed in a moment."""


def run_again(transact: Callable[[], Result], *, what: str) -> Result:
    """Calls `transact`, one whole transaction, until others let it through. `what` names its row in the log.

    Raises `Busy` after TRIES, or after SECONDS. Inside of a transaction it is called once: a deadlock has
    rolled back all of it, so only whoever began it can begin again.
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
    """SQLite has one writer, and has then waited for its turn as long as its timeout says."""
    if isinstance(error, Busy):
        return True
    number = error.args[0] if error.args else None
    return number in (DEADLOCK, LOCK_WAIT) or "database is locked" in str(number)


def pause_after(tries: int) -> float:
    """Seconds, up to 0.04, 0.08 … 0.5, by chance: those that met once must not meet again."""
    return min(0.02 * 2**tries, 0.5) * random.random()  # noqa: S311
