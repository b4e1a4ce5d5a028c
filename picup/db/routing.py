"""What one request has decided about the databases so far. Outside requests there is none: everything that workers
and commands do is done on the primary."""

import random
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.conf import settings

from picup.db.config import PRIMARY
from picup.db.health import database_monitor
from picup.db.state import Condition


@dataclass
class ReadRoute:
    """One request's, or one try's of it."""

    # Everything is asked of the primary: its person has just written, or it is no looking at albums.
    on_primary: bool = False
    # When its person last wrote (epoch seconds): a replica must have come that far.
    wrote_at: float = 0
    # The primary is down. Everything is asked of a replica, and nothing is written.
    read_only: bool = False
    # Chosen at the first read, for all that follow; "" until then.
    alias: str = ""
    wrote: bool = False
    # It wanted to write in read-only mode.
    refused: bool = False
    # Databases whose connection failed on the way.
    failed: set[str] = field(default_factory=set)

    def choose(self) -> str:
        """The alias that this request reads from."""
        if not self.alias:
            self.alias = best_replica() if self.read_only else fresh_replica(self.wrote_at)
        return self.alias


# Reset by the middleware: a thread serves one request after another.
current: ContextVar[ReadRoute | None] = ContextVar("read_route", default=None)


def fresh_replica(wrote_at: float) -> str:
    """A replica that is up and has what was written at `wrote_at`, by weight; the primary where there is none."""
    verdicts = database_monitor.verdicts()
    fresh = [name for name in settings.DATABASE_REPLICAS if verdicts[name].has_all_until(wrote_at)]
    return choose_weighted(fresh) if fresh else PRIMARY


def best_replica() -> str:
    """Of those that answer one that is no further behind than the others; the primary where none does."""
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
    """In read-only mode nothing is written for this request, and nothing needs to be."""
    route = current.get()
    return route is not None and route.read_only
