"""Which databases are up, and how far they lag. Threads find out, requests read from memory.

    database_monitor.verdicts()["replica1"].state

A state changes after two contrary findings in a row, so that one lost packet changes nothing. A failure of a request's
own connection (`suspect`) counts at once: the next request must not wait for it too.
"""

import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.db import connections

from picup.core import monitoring
from picup.core.monitoring import Dependency, Monitor
from picup.core.registry import Probe
from picup.db.config import PRIMARY
from picup.db.probes import Database, NotReplicating, Replica
from picup.db.state import Condition, Verdict, read_only

logger = logging.getLogger(__name__)
TIMES = 2
# Seconds between rounds while a database is not up, so that a recovery is noticed soon.
DOUBT_SECONDS = 1.0
# Seconds_Behind_Master is a whole number.
GRAIN_SECONDS = 1


class Server(Dependency):
    """One database. Its probe returns the seconds that it lags; 0 for a primary."""

    def __init__(self, name: str, probe: Probe):
        super().__init__(name, probe)
        self.found = Verdict(Condition.DOWN, datetime.now(UTC))
        self.verdict = self.found
        self.against = 0
        self.lock = threading.Lock()

    def run(self) -> None:
        """Probe once, in the probe's thread, and set `found`."""
        asked_at = time.time()
        state, complete_until = Condition.DOWN, 0.0
        try:
            behind: int = self.probe()  # type: ignore[assignment] # make_probes
        except NotReplicating:
            state = Condition.STOPPED
        except Exception as error:
            logger.debug("%s does not answer: %s", self.name, type(error).__name__)
        else:
            state = Condition.UP if behind <= settings.DATABASE_LAG_SECONDS else Condition.LAGGING
            complete_until = asked_at - behind - GRAIN_SECONDS
        self.found = Verdict(state, datetime.now(UTC), complete_until)

    def judge(self, deadline: float) -> None:
        """Wait for the probe until `deadline` (of `time.monotonic()`) and apply what it found."""
        if self.thread:
            self.thread.join(max(0, deadline - time.monotonic()))
        if self.thread and self.thread.is_alive():  # It hangs.
            self.found = Verdict(Condition.DOWN, datetime.now(UTC))
        self.apply(self.found)

    def apply(self, found: Verdict) -> None:
        """Change the verdict if this is the second contrary finding in a row, or the first of all."""
        with self.lock:
            was_good, is_good = (one.state is Condition.UP for one in (self.verdict, found))
            self.against = self.against + 1 if was_good != is_good else 0
            if was_good == is_good or self.against >= TIMES or not self.is_judged:
                self.change_to(found)
            self.is_judged = True

    def suspect(self) -> None:
        """Believe the database to be down, because a request's own connection failed."""
        with self.lock:
            self.change_to(Verdict(Condition.DOWN, datetime.now(UTC)))

    def change_to(self, found: Verdict) -> None:
        """Set the verdict, keep `since` if the state is the same, and log a change."""
        was, self.against = self.verdict, 0
        since = found.since if was.state is not found.state else was.since
        self.verdict = Verdict(found.state, since, found.complete_until or was.complete_until)
        if was.state is not found.state and (self.is_judged or found.state is not Condition.UP):
            level = logging.INFO if found.state is Condition.UP else logging.WARNING
            logger.log(level, "Database %s is %s", self.name, found.state)


class DatabaseMonitor(Monitor):
    """Monitor the databases of this process from the first call of `verdicts` on."""

    def __init__(self, make_probes: Callable[[], dict[str, Probe]]):
        self.mode = False
        super().__init__(make_probes)

    def forget(self) -> None:
        super().forget()
        self.mode = False

    def make(self, name: str, probe: Probe) -> Server:
        return Server(name, probe)

    def pause(self) -> float:
        calm = all(server.verdict.state is Condition.UP and not server.against for server in self.servers())
        return monitoring.PAUSE_SECONDS if calm else min(DOUBT_SECONDS, monitoring.PAUSE_SECONDS)

    def servers(self) -> list[Server]:
        return self.dependencies  # type: ignore[return-value] # made by `make`

    def verdicts(self) -> dict[str, Verdict]:
        """Return the verdicts by alias, from memory. The first call waits for the first round."""
        self.read()
        return {server.name: server.verdict for server in self.servers()}

    def is_read_only(self) -> bool:
        """Tell whether the primary is down and a replica answers."""
        return read_only(self.verdicts())

    def suspect(self, alias: str) -> None:
        """Believe a database to be down and begin the next round at once."""
        for server in self.servers():
            if server.name == alias:
                server.suspect()
        self.wake.set()
        self.log_mode_change()

    def after_round(self) -> None:
        self.log_mode_change()

    def log_mode_change(self) -> None:
        """Log when read-only mode begins or ends."""
        mode = read_only({server.name: server.verdict for server in self.servers()})
        if mode != self.mode:
            self.mode = mode
            logger.warning("Read-only mode begins" if mode else "Read-only mode ends")


def aliases_by_name() -> dict[str, str]:
    """Return the alias of each database by its name in /readyz and /metrics."""
    replicas = {
        f"replica {number}": alias for number, alias in enumerate(settings.DATABASE_REPLICAS, start=1)
    }
    return {"database": PRIMARY} | replicas


def make_probes() -> dict[str, Probe]:
    """Return the probes of the primary and all replicas by alias."""
    probes: dict[str, Probe] = {PRIMARY: Database(connections.settings[PRIMARY]).ask}
    for name in settings.DATABASE_REPLICAS:
        probes[name] = Replica(connections.settings[name]).ask
    return probes


database_monitor = DatabaseMonitor(make_probes)


class NotUp(Exception):
    """`database_monitor` believes the database not to be up."""


def make_dependency_probes() -> dict[str, Probe]:
    """Return the health monitor's probes by name: `database`, `replica 1`, `replica 2` …

    With replicas they read what `database_monitor` has found out: no server is asked twice.
    """
    if not settings.DATABASE_REPLICAS:
        return {"database": Database(connections.settings[PRIMARY]).ask}

    def read(alias: str) -> None:
        if (state := database_monitor.verdicts()[alias].state) is not Condition.UP:
            raise NotUp(state)

    return {name: lambda alias=alias: read(alias) for name, alias in aliases_by_name().items()}
