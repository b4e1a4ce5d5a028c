"""The route of one request: which database it reads, and what happened so far.

Outside requests there is no route: workers and commands use the primary.
"""

import random
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings

from picup.db.config import PRIMARY
from picup.db.health import database_monitor
from picup.db.state import Condition


@dataclass
class ReadRoute:
    """Where one try of one request reads."""

    # Read everything from the primary: the person has just written, or the request is not for albums.
    on_primary: bool = False
    # When the person last wrote (epoch seconds). A replica must have all rows until then.
    wrote_at: float = 0
    # The primary is down: read everything from a replica and write nothing.
    read_only: bool = False
    # Chosen at the first read for all later ones; "" until then.
    alias: str = ""
    wrote: bool = False
    # The request wanted to write in read-only mode.
    refused: bool = False
    # Aliases of databases whose connection failed.
    failed: set[str] = field(default_factory=set)

    def choose(self) -> str:
        """Return the alias that this request reads from, chosen at the first call."""
        if not self.alias:
            self.alias = best_replica() if self.read_only else fresh_replica(self.wrote_at)
        return self.alias


# Reset by the middleware: a thread serves one request after another.
current: ContextVar[ReadRoute | None] = ContextVar("read_route", default=None)


def fresh_replica(wrote_at: float) -> str:
    """Return a replica that is up and has all rows until `wrote_at` (epoch seconds), else the primary.

    Of several, choose one at random by weight.
    """
    verdicts = database_monitor.verdicts()
    fresh = [name for name in settings.DATABASE_REPLICAS if verdicts[name].has_all_until(wrote_at)]
    return choose_weighted(fresh) if fresh else PRIMARY


def best_replica() -> str:
    """Return one of the answering replicas that lag least (within DATABASE_LAG_SECONDS), else the primary."""
    verdicts = database_monitor.verdicts()
    answering = {
        name: verdicts[name].complete_until
        for name in settings.DATABASE_REPLICAS
        if verdicts[name].state is not Condition.DOWN
    }
    if not answering:
        return PRIMARY
    best = max(answering.values())
    return choose_weighted(
        [name for name, until in answering.items() if until >= best - settings.DATABASE_LAG_SECONDS]
    )


def choose_weighted(names: list[str]) -> str:
    return random.choices(names, [settings.DATABASE_REPLICAS[name] for name in names])[0]  # noqa: S311


def is_read_only() -> bool:
    """Tell whether this request runs in read-only mode, so that nothing may be written."""
    route = current.get()
    return route is not None and route.read_only
