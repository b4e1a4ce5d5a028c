"""Insert rows by the million. The server makes them from a sequence of numbers, without a round trip for each."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models


def insert(example: models.Model, count: int, **columns: str) -> None:
    """Insert rows 1 to `count` like `example`, with the given columns as SQL of the row's number `n`.

    All other columns have the example's values, so that a column that is added to a model is filled too.
    """
    fields = example._meta.local_concrete_fields
    chosen = {example._meta.pk.column: "n", **columns}
    unknown = set(chosen) - {field.column for field in fields}
    assert not unknown, unknown
    parts, values = [], []
    for field in fields:
        parts.append(chosen.get(field.column, "%s"))
        if field.column not in chosen:
            values.append(field.get_db_prep_save(getattr(example, field.attname), connection))
    names = ", ".join(f"`{field.column}`" for field in fields)
    table = example._meta.db_table
    select = f"SELECT {', '.join(parts)} FROM (SELECT seq AS n FROM seq_1_to_{count}) AS numbers"
    with without_keys(table), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {select}", values)


@contextmanager
def without_keys(table: str) -> Iterator[None]:
    """Drop indexes and foreign keys, then restore them. Sorting once is quicker than inserting each row into each
    index, above all in a large table."""
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW CREATE TABLE {table}")
        lines = [line.strip().rstrip(",") for line in cursor.fetchone()[1].splitlines()]
        keys = [line for line in lines if re.match(r"(UNIQUE )?KEY ", line)]
        references = [line for line in lines if line.startswith("CONSTRAINT ") and "FOREIGN KEY" in line]
        for words, clauses in (("FOREIGN KEY", references), ("KEY", keys)):
            if clauses:
                names = [re.search(r"`(\w+)`", clause).group(1) for clause in clauses]  # type: ignore[union-attr]
                cursor.execute(f"ALTER TABLE {table} {', '.join(f'DROP {words} `{name}`' for name in names)}")
        yield
        for clauses in (keys, references):
            if clauses:
                cursor.execute(f"ALTER TABLE {table} {', '.join(f'ADD {clause}' for clause in clauses)}")


def be_patient() -> None:
    """Lift the limit of time for one answer (settings.DATABASES), which is too short for millions of rows."""
    connection.close()
    connection.settings_dict["OPTIONS"] |= {"read_timeout": 3600, "write_timeout": 3600}


def log_nothing() -> None:
    """Keep these rows out of the binary log. Needs the right BINLOG ADMIN."""
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION sql_log_bin = 0")


def check(on: bool) -> None:
    """Set whether this session checks each row's keys, which the generator knows to be right."""
    with connection.cursor() as cursor:
        for name in ("foreign_key_checks", "unique_checks"):
            cursor.execute(f"SET SESSION {name} = {on:d}")


def count_orphans(model: type[models.Model]) -> int:
    """Return how many foreign keys point at nothing. They were not checked while filling."""
    table, found = model._meta.db_table, 0
    for field in model._meta.local_concrete_fields:
        if field.many_to_one or field.one_to_one:
            target = field.related_model._meta.db_table
            key = field.target_field.column
            sql = (
                f"SELECT COUNT(*) FROM {table} a LEFT JOIN {target} b ON b.{key} = a.{field.column} "
                f"WHERE a.{field.column} IS NOT NULL AND b.{key} IS NULL"
            )
            with connection.cursor() as cursor:
                cursor.execute(sql)
                found += cursor.fetchone()[0]
    return found
