"""Encrypt every encrypted column with the newest key, while people read and write."""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import ExpressionWrapper, F, QuerySet, TextField

from picup.encryption.columns import PREFIX, Unreadable, prefix_of, seal, unseal
from picup.encryption.fields import EncryptedField
from picup.encryption.keyring import field_keys

logger = logging.getLogger(__name__)


def reencrypt_columns(batch: int = 500, say: Callable[[str], None] = logger.info) -> int:
    """Encrypt all values of all models with the newest of FIELD_ENCRYPTION_KEYS. Report one line for each column.

    Log values that do not open, with their row, and leave them. Return how many values were changed. If a process with
    the old keys was writing meanwhile, run it again until that is 0.
    """
    newest, moved = prefix_of(field_keys().newest), 0
    for field in encrypted_fields(apps.get_models()):
        count = reencrypt_column(field, unless=newest, batch=batch)
        say(f"{field.associated_data}: {count} values moved to the newest key")
        moved += count
    return moved


def is_all_encrypted() -> bool:
    """Return whether no value is left that was written before there was encryption."""
    fields = encrypted_fields(apps.get_models())
    return not any(
        annotate_raw(each).exclude(raw="").exclude(raw__startswith=PREFIX).exists() for each in fields
    )


def encrypted_fields(of_models: Iterable[type[models.Model]]) -> Iterator[EncryptedField]:
    for model in of_models:
        yield from (field for field in model._meta.local_fields if isinstance(field, EncryptedField))


def reencrypt_column(
    field: EncryptedField, *, unless: str, batch: int = 500, using: str = DEFAULT_DB_ALIAS
) -> int:
    """Encrypt with the newest key all values that do not begin with `unless`. Return their number."""
    moved = 0
    for rows in in_batches(annotate_raw(field, using).exclude(raw="").exclude(raw__startswith=unless), batch):
        values = [(new, pk, raw) for pk, raw in rows if (new := reseal(field, pk, raw))]
        moved += replace_values(field, values, using)
    return moved


def annotate_raw(field: EncryptedField, using: str = DEFAULT_DB_ALIAS) -> QuerySet:
    """Return all rows of the field's model, annotated with the stored value as `raw`."""
    raw = ExpressionWrapper(F(field.name), output_field=TextField())
    return field.model._base_manager.using(using).annotate(raw=raw)


def in_batches(rows: QuerySet, size: int) -> Iterator[list[tuple]]:
    """Yield lists of up to `size` pairs (primary key, raw value), in the order of the primary keys."""
    pairs = rows.order_by("pk").values_list("pk", "raw")
    found = list(pairs[:size])
    while found:
        yield found
        found = list(pairs.filter(pk__gt=found[-1][0])[:size])


def reseal(field: EncryptedField, pk, raw: str) -> str | None:
    """Return the value encrypted with the newest key, or None if it does not open."""
    try:
        plain = unseal(raw, field.associated_data, field_keys())
    except Unreadable as error:
        logger.error("%s of row %s cannot be read, and stays as it is. %s", field.associated_data, pk, error)
        return None
    return seal(plain, field.associated_data, field_keys().newest)


def replace_values(field: EncryptedField, values: list[tuple[str, Any, str]], using: str) -> int:
    """Write `values`, tuples (new value, primary key, old value), in one short transaction. Return how many changed.

    A row is changed only if it still has the old value: a text that a person wrote meanwhile stays. It is plain SQL
    because 500 rows through the models held SQLite's only lock for a second.
    """
    connection, meta = connections[using], field.model._meta
    names = (meta.db_table, field.column, meta.pk.column)
    table, column, key = (connection.ops.quote_name(str(name)) for name in names)
    sql = f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s"  # noqa: S608
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if values:
            cursor.executemany(sql, values)
        return cursor.rowcount if values else 0
