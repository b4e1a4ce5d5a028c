"""What is counted of messages and tasks. A task's label is a registered name or "unknown", so that a
broker full of nonsense cannot fill Prometheus with names."""

import time

from celery import current_app
from celery.signals import task_postrun, task_prerun
from prometheus_client import Counter, Histogram

DISPATCHED = Counter("picup_messages_dispatched", "Messages that the broker took.", ["task"])
UNPUBLISHABLE = Counter(
    "picup_messages_unpublishable", "Attempts to send a row that cannot be sent.", ["task"]
)
FAILED = Counter("picup_messages_failed", "Deliveries whose handler failed.", ["task"])
DEAD_LETTERS = Counter("picup_dead_letters", "Messages collected as dead letters.", ["task"])
FINISHED = Counter("picup_messages_finished", "Messages whose handler finished.", ["task"])
# Up to the hard time limit of celeryconfig.py.
SECONDS = (0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 240)
TASK_SECONDS = Histogram("picup_task_seconds", "Run of a task in a worker.", ["task"], buckets=SECONDS)

started: dict[str, float] = {}


def count(counter: Counter, task: str, amount: int = 1) -> None:
    """Adds to one of the counters above, under the task's name or "unknown"."""
    counter.labels(known(task)).inc(amount)


def known(task: object) -> str:
    return task if isinstance(task, str) and task in current_app.tasks else "unknown"


@task_prerun.connect(weak=False)
def begin(task_id: str, **_) -> None:
    started[task_id] = time.perf_counter()


@task_postrun.connect(weak=False)
def end(task_id: str, task, **_) -> None:
    begun = started.pop(task_id, None)
    if begun is not None:
        TASK_SECONDS.labels(known(task.name)).observe(time.perf_counter() - begun)
