"""From the commit to the first line of the handler in a real worker, idle, with beat and nudge as in life;
against the broker's own round trip (publishing with confirm, until a consumer has it). Samples by turns, all
times from one machine's clock."""

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.test import override_settings

import outbox
from bench.messages.rows import BARE_QUEUE, TASK, begin_empty, connect
from outbox.transport.queues import QUEUES
from tests.support.site import REPOSITORY, wait_for

SIZES = ("samples",)
WARM_UP = 10
CELERY = [sys.executable, "-m", "celery", "--quiet", "-A", "picup"]


def measure(samples: int = 200) -> dict[str, float]:
    begin_empty(BARE_QUEUE, *QUEUES)
    directory = Path(settings.DATA_DIR)
    notes, bare_notes = directory / "notes", directory / "bare-notes"
    committed, published = [], []
    with (
        processes(directory, bare_notes),
        connect() as broker,
        broker.Producer() as producer,
        override_settings(OUTBOX_NUDGE=True),
    ):
        for number in range(WARM_UP + samples):
            committed.append(commit(str(notes), number))
            time.sleep(random.uniform(0.3, 0.5))
            published.append(publish_bare(producer, number))
            time.sleep(random.uniform(0.05, 0.15))
        ours = waits(notes, committed)
        bare = waits(bare_notes, published)
    report("the broker's own round trip", bare)
    report("commit to worker, idle", ours)
    return {"latency_median_ms": statistics.median(ours), "latency_p99_ms": percentile_99(ours)}


def commit(notes: str, number: int) -> float:
    """Return the time of the commit, before anything that it sets off."""
    moments: list[float] = []
    with transaction.atomic():
        transaction.on_commit(lambda: moments.append(time.time()))
        outbox.publish(TASK, file=notes, number=number)
    return moments[0]


def publish_bare(producer, number: int) -> float:
    begun = time.time()
    producer.publish(
        number, serializer="json", exchange=BARE_QUEUE.exchange, routing_key=BARE_QUEUE.routing_key
    )
    return begun


def waits(notes: Path, begun: list[float]) -> list[float]:
    """Return the milliseconds of each sample, when all have arrived. Leave out the first few, which warm up."""

    def arrived() -> dict[int, float]:
        lines = [line.split() for line in notes.read_text().splitlines()]
        found = {int(number): float(moment) for number, moment in reversed(lines)}
        return found if len(found) == len(begun) else {}

    found = wait_for(arrived, 60)
    return [(found[number] - moment) * 1000 for number, moment in enumerate(begun)][WARM_UP:]


def percentile_99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[-1]


def report(what: str, values: list[float]) -> None:
    print(
        f"{what}: median {statistics.median(values):.1f} ms, p99 {percentile_99(values):.1f} ms, "
        f"most {max(values):.1f} ms ({len(values)} samples)"
    )


@contextmanager
def processes(directory: Path, bare_notes: Path) -> Iterator[None]:
    """Run a worker as the stack has it, beat and the bare consumer. Yield when they are ready."""
    worker = [*CELERY, "worker", "--include", "bench.messages.handlers", "--concurrency", "2"]
    worker += ["--queues", "ticks,pictures,renderings,files,mail", "--without-gossip", "--without-mingle"]
    beat = [*CELERY, "beat", "--schedule", str(directory / "schedule"), "--pidfile="]
    consumer = [sys.executable, "-m", "bench.messages.bare_consumer", settings.CELERY_BROKER_URL]
    commands = {
        "worker": ([*worker, "--loglevel", "INFO"], " ready."),
        "beat": ([*beat, "--loglevel", "INFO"], "beat: Starting"),
        "consumer": ([*consumer, BARE_QUEUE.name, str(bare_notes)], "ready"),
    }
    started = []
    try:
        for name, (command, line) in commands.items():
            log = directory / f"{name}.log"
            with log.open("w") as output:
                environment = {**os.environ, "LOG_LEVEL": "INFO"}
                started.append(
                    subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=output, stderr=output)
                )
            wait_for(lambda log=log, line=line: line in log.read_text(), 60)
        yield
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.wait(30)
