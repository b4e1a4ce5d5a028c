"""What is observed of messages: counters and gauges for Prometheus, and the health monitor's probes of the broker.

A counter's label is the name of a registered task or "unknown", so that a broker full of nonsense cannot fill
Prometheus with names.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing

from celery import current_app
from celery.signals import task_postrun, task_prerun
from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone
from kombu import Connection
from prometheus_client import Counter, Histogram
from prometheus_client.core import GaugeMetricFamily

from outbox.models import DeadLetter, Message
from outbox.transport.queues import QUEUES
from picup.core.registry import Probe

DISPATCHED = Counter("picup_messages_dispatched", "Messages that the broker took.", ["task"])
UNPUBLISHABLE = Counter(
    "picup_messages_unpublishable", "Attempts to send a row that cannot be sent.", ["task"]
)
FAILED = Counter("picup_messages_failed", "Deliveries whose handler failed.", ["task"])
DEAD_LETTERS = Counter("picup_dead_letters", "Messages collected as dead letters.", ["task"])
FINISHED = Counter("picup_messages_finished", "Messages whose handler finished.", ["task"])
# Seconds, up to the hard time limit of celeryconfig.py.
BUCKETS = (0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 240)
TASK_SECONDS = Histogram("picup_task_seconds", "Run of a task in a worker.", ["task"], buckets=BUCKETS)
# Of a probe's connection, reads and writes.
PROBE_TIMEOUT_SECONDS = 1

# When each running task of this process started, by its id, as `time.perf_counter()`.
started: dict[str, float] = {}


def count(counter: Counter, task: str, amount: int = 1) -> None:
    """Add `amount` to one of the counters above, under the task's name or "unknown"."""
    counter.labels(task_label(task)).inc(amount)


def task_label(task: object) -> str:
    return task if isinstance(task, str) and task in current_app.tasks else "unknown"


@task_prerun.connect(weak=False)
def start_timer(task_id: str, **_) -> None:
    started[task_id] = time.perf_counter()


@task_postrun.connect(weak=False)
def observe_duration(task_id: str, task, **_) -> None:
    """Observe how long a task ran, if this process saw it start."""
    started_at = started.pop(task_id, None)
    if started_at is not None:
        TASK_SECONDS.labels(task_label(task.name)).observe(time.perf_counter() - started_at)


def collect_gauges() -> Iterator[GaugeMetricFamily]:
    """Yield how many messages wait, how old the oldest is (seconds), and how many dead letters are open.

    Run two queries. They skip finished rows, which are most: the index `messages_due` begins with the state.
    """
    count = GaugeMetricFamily("picup_messages", "Messages that wait.", labels=["state", "queue"])
    age = GaugeMetricFamily(
        "picup_oldest_message_seconds", "Age of the oldest that waits.", labels=["state", "queue"]
    )
    now = timezone.now()
    groups = Message.objects.filter(state__in=Message.OPEN).order_by().values_list("state", "queue")
    for state, queue, number, oldest in groups.annotate(number=Count("id"), oldest=Min("created_at")):
        count.add_metric([state, queue], number)
        # A clock that was set back must not make a negative age.
        age.add_metric([state, queue], max(0, (now - oldest).total_seconds()))
    yield count
    yield age
    letters = DeadLetter.objects.filter(state=DeadLetter.State.OPEN).count()
    yield GaugeMetricFamily("picup_dead_letters_open", "Dead letters that wait for a person.", value=letters)


def make_probes() -> dict[str, Probe]:
    """Return this process's probes of the broker, by name. A probe raises when what it asks for is away."""
    if settings.BROKER_IS_EMBEDDED:
        # No probe of its workers: a SQLite file does not know who reads it.
        return {"broker": open_embedded_broker}
    # A connection each, because the monitor runs both at the same time.
    return {"broker": BrokerProbe().check_broker, "workers": BrokerProbe().check_workers}


def open_embedded_broker() -> None:
    """Read from the embedded broker's file. Raise `sqlite3.Error` if that fails."""
    with closing(sqlite3.connect(settings.EMBEDDED_BROKER, timeout=PROBE_TIMEOUT_SECONDS)) as database:
        database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()


class NoWorker(Exception):
    """A queue has no consumer."""


class BrokerProbe:
    """One connection to the broker, kept from one round of probes to the next."""

    def __init__(self):
        self.connection = Connection(
            settings.CELERY_BROKER_URL,
            ssl=settings.CELERY_BROKER_USE_SSL,
            connect_timeout=PROBE_TIMEOUT_SECONDS,
            transport_options={
                "read_timeout": PROBE_TIMEOUT_SECONDS,
                "write_timeout": PROBE_TIMEOUT_SECONDS,
                "max_retries": 0,
            },
        )

    def check_broker(self) -> None:
        """Open and close a channel. The broker must answer both, or an error of the connection is raised."""
        try:
            self.connect().channel().close()
        except Exception:
            self.discard()
            raise

    def check_workers(self) -> None:
        """Raise `NoWorker` if a queue has no consumer, and an error of the channel if a queue is missing.

        Passive declarations: a probe must not create queues.
        """
        try:
            with self.connect().channel() as channel:
                declared = [queue(channel).queue_declare(passive=True) for queue in QUEUES]
        except Exception:
            self.discard()
            raise
        if not all(queue.consumer_count for queue in declared):
            raise NoWorker

    def connect(self) -> Connection:
        return self.connection.ensure_connection(max_retries=1, interval_start=0, interval_step=0)

    def discard(self) -> None:
        """Drop the socket. `release()` would say goodbye first, and wait for a hung broker to answer."""
        self.connection.collect()
