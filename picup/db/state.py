"""The state of a database, as this process believes it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from picup.db.config import PRIMARY


class Condition(StrEnum):
    UP = "up"
    # It lags too far to be read.
    LAGGING = "lagging"
    # It answers but does not replicate, as when its primary is down.
    STOPPED = "stopped"
    DOWN = "down"


@dataclass(frozen=True)
class Verdict:
    """The believed state of a database, and since when (UTC)."""

    state: Condition
    since: datetime
    # A replica has everything that was committed before this time (epoch seconds).
    complete_until: float = 0

    def has_all_until(self, wrote_at: float) -> bool:
        """Tell whether a person who last wrote at `wrote_at` (epoch seconds) may read from it."""
        return self.state is Condition.UP and self.complete_until > wrote_at


def read_only(verdicts: Mapping[str, Verdict]) -> bool:
    """Tell whether the primary is down and a replica answers. `verdicts` are by alias."""
    others = [verdict for name, verdict in verdicts.items() if name != PRIMARY]
    primary = verdicts.get(PRIMARY)
    return (
        primary is not None
        and primary.state is Condition.DOWN
        and any(verdict.state is not Condition.DOWN for verdict in others)
    )
