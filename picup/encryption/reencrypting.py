"""Encrypt every encrypted column with the newest key, while people read and write."""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import ExpressionWrapper, F, Q, QuerySet, TextField, Value

from picup.encryption.columns import OF_COLUMN, OF_ROW, Unreadable, prefix_of
from picup.encryption.fields import EncryptedField
from picup.encryption.keyring import field_keys
from picup.encryption.places import find_binding, is_of_form, seal_at, unseal_at
from picup.encryption.stages import Stage, site

logger = logging.getLogger(__name__)


def reencrypt_columns(batch: int = 500, say: Callable[[str], None] = logger.info) -> int:
    """Encrypt all values of all models with the newest of FIELD_ENCRYPTION_KEYS, bound to their rows as soon as the
    site does that (stages.py). Report one line for each column.

    Log values that do not open, with their row, and leave them. Return how many values were changed. If a process with
    the old keys was writing meanwhile, run it again until that is 0.
    """
    form, moved = OF_ROW if site().stage >= Stage.BINDING else OF_COLUMN, 0
    is_done = Q(raw__startswith=prefix_of(field_keys().newest, form))
    for field in encrypted_fields(apps.get_models()):
        name_rows(field)
        count = reencrypt_column(field, form, is_done, batch=batch)
        say(f"{field.associated_data}: {count} values moved to the newest key")
        moved += count
    return moved


def is_all_encrypted() -> bool:
    """Return whether no value is left that was written before there was encryption."""
    fields = encrypted_fields(apps.get_models())
    return not any(annotate_raw(each).exclude(raw="").exclude(is_of_form()).exists() for each in fields)


def encrypted_fields(of_models: Iterable[type[models.Model]]) -> Iterator[EncryptedField]:
    for model in of_models:
        yield from (field for field in model._meta.local_fields if isinstance(field, EncryptedField))


def name_rows(field: EncryptedField, batch: int = 500) -> None:
    """Name the rows that an earlier release inserted without the column that values are bound to."""
    binding = find_binding(field)
    if binding is None or not binding.null:
        return
    rows = field.model._base_manager.filter(**{binding.name: None})
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:batch]):
        with transaction.atomic():
            for key in keys:
                rows.filter(pk=key).update(**{binding.name: binding.get_default()})


def reencrypt_column(
    field: EncryptedField, form: str, is_done: Q, *, batch: int = 500, using: str = DEFAULT_DB_ALIAS
) -> int:
    """Encrypt with the newest key, in a form, all values that are not done yet. Return their number."""
    moved = 0
    for rows in in_batches(annotate_raw(field, using).exclude(raw="").exclude(is_done), batch):
        values = [(new, pk, raw) for pk, row, raw in rows if (new := reseal(field, form, pk, row, raw))]
        moved += replace_values(field, values, using)
    return moved


def annotate_raw(field: EncryptedField, using: str = DEFAULT_DB_ALIAS) -> QuerySet:
    """Return all rows of the field's model, annotated with the stored value as `raw` and the row's name as `row`."""
    binding = find_binding(field)
    raw = ExpressionWrapper(F(field.name), output_field=TextField())
    row = F(binding.attname) if binding else Value("")
    return field.model._base_manager.using(using).annotate(raw=raw, row=row)


def in_batches(rows: QuerySet, size: int) -> Iterator[list[tuple]]:
    """Yield lists of up to `size` tuples (primary key, row's name, raw value), in the order of the primary keys."""
    found = list(rows.order_by("pk").values_list("pk", "row", "raw")[:size])
    while found:
        yield [(pk, "" if row is None else str(row), raw) for pk, row, raw in found]
        after = rows.filter(pk__gt=found[-1][0])
        found = list(after.order_by("pk").values_list("pk", "row", "raw")[:size])


def reseal(field: EncryptedField, form: str, pk, row: str, raw: str) -> str | None:
    """Return the value encrypted with the newest key, or None if it does not open."""
    try:
        plain = unseal_at(raw, field.associated_data, row)
    except Unreadable as error:
        logger.error("%s of row %s cannot be read, and stays as it is. %s", field.associated_data, pk, error)
        return None
    return seal_at(plain, field.associated_data, row, form)


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
