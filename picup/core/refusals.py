"""Refusals of what would stop the site for others: a figure for each, and lines in the log, but no flood of them."""

import logging
import threading
import time

from prometheus_client import Counter

logger = logging.getLogger(__name__)
REFUSED = Counter(
    "picup_refused", "Connections and requests that were refused to protect the others.", ["why"]
)
# An attacker who is refused a thousand times a second must not fill the disk with lines.
SECONDS_BETWEEN_LINES = 1.0

lock = threading.Lock()
said_at: dict[str, float] = {}
unsaid: dict[str, int] = {}


def refused(why: str, who: str = "") -> None:
    """Count a refusal, and log it: at most one line a second for each `why`, which says how many it stands for.

    `why` is one of a few words, because each is a label of the figure. `who` is an address or a public id.
    """
    REFUSED.labels(why).inc()
    with lock:
        count = unsaid.get(why, 0) + 1
        is_time = time.monotonic() - said_at.get(why, -SECONDS_BETWEEN_LINES) >= SECONDS_BETWEEN_LINES
        unsaid[why] = 0 if is_time else count
        if is_time:
            said_at[why] = time.monotonic()
    if is_time:
        logger.warning("Refused: %s (%d, the last from %s)", why, count, who or "-")
