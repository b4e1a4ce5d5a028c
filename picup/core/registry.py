"""What apps contribute to the project. `picup` imports no app: apps register here in their `AppConfig.ready()`.

Each list keeps the order of INSTALLED_APPS.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Protocol

from prometheus_client import Metric

# Raises, whatever, while its dependency is down.
Probe = Callable[[], object]
# Probes by the name that /readyz and /metrics give the dependency. Called once in each process that asks.
MakeProbes = Callable[[], dict[str, Probe]]
# Figures of this moment. Called for each scrape, and only while the database answers; may raise its errors.
Collect = Callable[[], Iterable[Metric]]
Step = Callable[[], object]


class Prepare(Protocol):
    """Make something ready that needs a migrated database. Return a sentence for each thing that is not ready."""

    def __call__(self, *, replaced: Collection[str]) -> list[str]:
        """`replaced`: names of storages whose volume is new and empty on purpose."""


probe_makers: list[MakeProbes] = []
collectors: list[Collect] = []
preparations: list[Prepare] = []
before_start: list[Step] = []
before_worker: list[Step] = []


def register_probes(make: MakeProbes) -> None:
    """Have the health monitor ask these dependencies."""
    probe_makers.append(make)


def make_probes() -> dict[str, Probe]:
    """A probe for each dependency by its name, for this process."""
    return {name: probe for make in probe_makers for name, probe in make().items()}


def register_gauges(collect: Collect) -> None:
    """Have /metrics show these figures."""
    collectors.append(collect)


def register_preparation(prepare: Prepare) -> None:
    """Have `manage.py prepare` do this after `migrate`."""
    preparations.append(prepare)


def register_before_start(step: Step) -> None:
    """Have `manage.py run` do this before it starts any member."""
    before_start.append(step)


def register_before_worker(step: Step) -> None:
    """Have `manage.py run` do this whenever no worker runs and one is about to be started. May raise the database's
    errors: the worker starts all the same."""
    before_worker.append(step)
