"""A server that failed is not asked again for some seconds; then by one thread, whose luck decides for all.

Why not the client's timeouts alone, measured with a real Redis and an album's page, whose miss asks four times: a
killed one costs a page 1 ms, but one that hangs (SIGSTOP) costs every page 0.81 s, four times the 0.2 s of one
answer. With this, the first page 0.20 s and those after it nothing.

Why not a library, as read in their sources: pybreaker 1.4.1 holds its lock while it asks, so threads would queue for
Redis even in good days; circuitbreaker 2.1.3 has no lock, so after the pause all threads would wait.
"""

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
        # None while the server answers.
        self.ask_again_at: float | None = None

    def run(self, ask: Callable[[], T]) -> T:
        with self.lock:
            if self.ask_again_at is not None:
                if self.clock() < self.ask_again_at:
                    raise Open
                # This thread asks for all. The pause begins anew for the others.
                self.ask_again_at = self.clock() + self.pause
        try:
            answer = ask()
        except Exception as error:
            FAILURES.inc()
            if self.change(self.clock() + self.pause) is None:
                logger.warning("The cache does not answer, pages are slower: %s", type(error).__name__)
            raise
        if self.ask_again_at is not None and self.change(None) is not None:
            logger.info("The cache answers again")
        return answer

    def change(self, ask_again_at: float | None) -> float | None:
        """Return what it was before: of several threads that find out the same, one says it."""
        with self.lock:
            before, self.ask_again_at = self.ask_again_at, ask_again_at
            return before

    def close(self) -> None:
        """Believe that the server answers."""
        self.change(None)
