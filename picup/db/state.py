"""What is believed of a database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from picup.db.config import PRIMARY


class Condition(StrEnum):
    UP = "up"
    # It is too far behind to be read from.
    LAGGING = "lagging"
    # It answers, and follows nobody. As it is when its primary is down.
    STOPPED = "stopped"
    DOWN = "down"


@dataclass(frozen=True)
class Verdict:
    """What this process believes of a database, and since when (UTC)."""

    state: Condition
    since: datetime
    # Of a replica: everything that was committed before (epoch seconds) is in it, as far as is known.
    complete_until: float = 0

    def has_all_until(self, wrote_at: float) -> bool:
        """May be read from by somebody who last wrote then."""
        return self.state is Condition.UP and self.complete_until > wrote_at


def read_only(verdicts: Mapping[str, Verdict]) -> bool:
    """The primary is down, and a replica answers. `verdicts` by alias."""
    others = [verdict for name, verdict in verdicts.items() if name != PRIMARY]
    primary = verdicts.get(PRIMARY)
    return (
        primary is not None
        and primary.state is Condition.DOWN
        and any(verdict.state is not Condition.DOWN for verdict in others)
    )
