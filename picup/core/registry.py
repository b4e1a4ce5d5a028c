"""What apps add to the project. `picup` imports no app; apps register here in their `AppConfig.ready()`.

Each list has the order of INSTALLED_APPS.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from prometheus_client import Metric

# Raises any exception while its dependency is down.
Probe = Callable[[], object]
# Returns probes by the names in /readyz and /metrics. Called once in each process that asks.
MakeProbes = Callable[[], dict[str, Probe]]
# Returns present figures. Called for each scrape while the database answers; may raise the database's errors.
Collect = Callable[[], Iterable[Metric]]
Step = Callable[[], object]


class Prepare(Protocol):
    """Prepare something that needs a migrated database. Return a sentence for each thing that is not ready."""

    def __call__(self, *, replaced: Collection[str]) -> list[str]:
        """`replaced` are names of storages whose volume is new and empty on purpose."""


probe_makers: list[MakeProbes] = []
collectors: list[Collect] = []
preparations: list[Prepare] = []
before_start: list[Step] = []
before_worker: list[Step] = []


def register_probes(make: MakeProbes) -> None:
    """Have the health monitor run the probes that `make` returns."""
    probe_makers.append(make)


def make_probes() -> dict[str, Probe]:
    """Return this process's probes of all dependencies by name."""
    return {name: probe for make in probe_makers for name, probe in make().items()}


def register_gauges(collect: Collect) -> None:
    """Have /metrics show the figures that `collect` returns."""
    collectors.append(collect)


def register_preparation(prepare: Prepare) -> None:
    """Have `manage.py prepare` call `prepare` after `migrate`."""
    preparations.append(prepare)


def register_before_start(step: Step) -> None:
    """Have `manage.py run` call `step` before it starts any member."""
    before_start.append(step)


def register_before_worker(step: Step) -> None:
    """Have `manage.py run` call `step` whenever it is about to start a worker and none runs.

    `step` may raise the database's errors: the worker starts all the same.
    """
    before_worker.append(step)
