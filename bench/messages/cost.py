"""What publish() costs inside a transaction: against a bare INSERT of the same row by cursor.execute, by
turns. Once as a whole transaction with its commit, once the statement alone in an open one. No nudge."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext

from django.db import connection, transaction

import outbox
from bench.messages import spread
from bench.messages.rows import TASK, begin_empty, row
from outbox.models import Message

SIZES = ("rounds", "inserts")


def measure(rounds: int = 5, inserts: int = 300) -> dict[str, float]:
    begin_empty()
    whole, alone = [], []
    for number in range(rounds + 1):
        one = by_turns(inserts, transaction.atomic)
        with transaction.atomic():
            other = by_turns(inserts, nullcontext)
        if number:  # The first round only warms up.
            whole.append(one)
            alone.append(other)
    report("the statement alone", alone)
    return {"publish_cost_ratio": report("a transaction with one", whole)}


def report(what: str, rounds: list[tuple[float, float]]) -> float:
    bare, ours = ([one[at] * 1e6 for one in rounds] for at in (0, 1))
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    print(
        f"cost of publish(), {what}: {spread(ours)} µs, with a bare INSERT {spread(bare)} µs, "
        f"ratio {spread(ratios, '.2f')}"
    )
    return statistics.median(ratios)


def by_turns(count: int, around: Callable) -> tuple[float, float]:
    """Return the median seconds with a bare INSERT, and with publish()."""
    bare, ours = [], []
    for insert in bare_inserts(count):
        bare.append(seconds(around, insert))
        ours.append(seconds(around, publish))
    return statistics.median(bare), statistics.median(ours)


def seconds(around: Callable, work: Callable) -> float:
    start = time.perf_counter()
    with around():
        work()
    return time.perf_counter() - start


def publish() -> None:
    outbox.publish(TASK, file="/nowhere", number=0)


def bare_inserts(count: int) -> Iterator[Callable[[], None]]:
    """Insert the rows that publish() writes, with values made beforehand."""
    fields = [field for field in Message._meta.concrete_fields if not field.primary_key]
    columns, places = ", ".join(field.column for field in fields), ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {Message._meta.db_table} ({columns}) VALUES ({places})"
    for _ in range(count):
        message = row()
        values = [field.get_db_prep_save(field.pre_save(message, True), connection) for field in fields]

        def insert(values=values) -> None:
            with connection.cursor() as cursor:
                cursor.execute(sql, values)

        yield insert
