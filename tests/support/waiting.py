"""How long something waited, whatever the machine has to do besides."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SCHEDULED = Path("/proc/thread-self/schedstat")


@contextmanager
def waits_less_than(seconds: float) -> Iterator[None]:
    """Fails when this thread waited longer in the block, for a lock, a server or a clock.

    What it worked, and what it waited for a processor that others used, does not count. (Where Linux does not count
    that, all of the time does.)
    """
    begun, ran = time.monotonic(), ran_or_could()
    yield
    waited = time.monotonic() - begun - (ran_or_could() - ran)
    assert waited < seconds, f"waited {waited:.2f} s"


def ran_or_could() -> float:
    """Seconds that this thread was on a processor, or ready to be."""
    try:
        on_processor, in_queue, _ = SCHEDULED.read_text().split()
    except OSError:
        return time.thread_time()
    return (int(on_processor) + int(in_queue)) / 1e9
