"""A server that failed is not asked again for some seconds; then by one thread, whose luck decides for all."""

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from prometheus_client import Counter

logger = logging.getLogger(__name__)
T = TypeVar("T")
FAILURES = Counter("picup_cache_failures", "Commands that the cache's server failed to answer in time.")
# Seconds. With 0.2 s for an answer, a server that hangs takes 4 % of one thread's time.
PAUSE = 5.0


class Open(Exception):
    """Not asked: it failed a moment ago."""


class Circuit:
    """Of one process. `circuit.run(ask)` calls `ask`, or raises `Open` at once."""

    def __init__(self, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic):
        self.pause, self.clock = pause, clock
        self.lock = threading.Lock()
        self.closed = True
        self.ask_again_at = 0.0

    def run(self, ask: Callable[[], T]) -> T:
        self.pass_or_raise()
        try:
            answer = ask()
        except Exception as error:
            self.note_failure(error)
            raise
        if not self.closed:
            self.close()
        return answer

    def pass_or_raise(self) -> None:
        """Whoever comes first after the pause asks, and the pause begins anew for the others."""
        if self.closed:
            return
        with self.lock:
            now = self.clock()
            if not self.closed and now < self.ask_again_at:
                raise Open
            self.ask_again_at = now + self.pause

    def note_failure(self, error: Exception) -> None:
        FAILURES.inc()
        with self.lock:
            was_closed, self.closed = self.closed, False
            self.ask_again_at = self.clock() + self.pause
        if was_closed:
            logger.warning("The cache does not answer, pages are slower: %s", type(error).__name__)

    def close(self) -> None:
        with self.lock:
            was_closed, self.closed = self.closed, True
        if not was_closed:
            logger.info("The cache answers again")
