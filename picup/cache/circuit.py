"""A circuit breaker: after a failure the server is not asked for some seconds, then by one thread for all.

The client's timeouts alone do not do it. Measured with a real Redis and an album's page, which asks four times on a
miss: a killed server costs a page 1 ms, but one that hangs (SIGSTOP) costs every page 0.81 s, four times the timeout
of 0.2 s. With the circuit the first page costs 0.20 s and the next ones nothing.

Two libraries were read and rejected. pybreaker 1.4.1 holds its lock during the call, so threads would queue for a
healthy Redis. circuitbreaker 2.1.3 has no lock, so after the pause all threads would wait for a dead one.
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
# Seconds. With a timeout of 0.2 s, a server that hangs takes 4 % of one thread's time.
PAUSE = 5.0


class Open(Exception):
    """The server was not asked, because it failed a moment ago."""


class Circuit:
    """The state of one server for all threads of this process. `pause` is in seconds."""

    def __init__(self, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic):
        self.pause, self.clock = pause, clock
        self.lock = threading.Lock()
        # None while the server answers.
        self.ask_again_at: float | None = None

    def run(self, ask: Callable[[], T]) -> T:
        """Call `ask` and return its answer. Raise `Open` at once while the circuit is open, else what `ask` raises."""
        with self.lock:
            if self.ask_again_at is not None:
                if self.clock() < self.ask_again_at:
                    raise Open
                # This thread asks for all. For the others a new pause begins.
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
        """Set `ask_again_at` and return its old value, so that only one of several threads logs the change."""
        with self.lock:
            before, self.ask_again_at = self.ask_again_at, ask_again_at
            return before

    def close(self) -> None:
        """Assume that the server answers again."""
        self.change(None)
