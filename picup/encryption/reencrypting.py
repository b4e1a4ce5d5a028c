"""Moving every encrypted column to the newest key, while people look on and write."""

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, models, transaction
from django.db.models import ExpressionWrapper, F, QuerySet, TextField

from picup.encryption.columns import Unreadable, prefix_of, seal, unseal
from picup.encryption.fields import EncryptedField
from picup.encryption.keyring import field_keys

logger = logging.getLogger(__name__)


def reencrypt_columns(batch: int = 500, say: Callable[[str], None] = logger.info) -> int:
    """Moves all values of all models to the newest of FIELD_ENCRYPTION_KEYS; says one line for each column.

    Values that cannot be read are logged with their row and stay as they are. Returns how many were moved:
    where a process that still has the old keys was writing meanwhile, run it again until that is 0.
    """
    newest, moved = prefix_of(field_keys().newest), 0
    for field in encrypted_fields(apps.get_models()):
        count = reencrypt_column(field, unless=newest, batch=batch)
        say(f"{field.associated_data}: {count} values moved to the newest key")
        moved += count
    return moved


def encrypted_fields(of_models: Iterable[type[models.Model]]) -> Iterator[EncryptedField]:
    for model in of_models:
        yield from (field for field in model._meta.local_fields if isinstance(field, EncryptedField))


def reencrypt_column(
    field: EncryptedField, *, unless: str, batch: int = 500, using: str = DEFAULT_DB_ALIAS
) -> int:
    """Encrypts with the newest key what does not begin with `unless`. Returns how many values that were."""
    moved = 0
    for rows in in_batches(annotate_raw(field, using).exclude(raw="").exclude(raw__startswith=unless), batch):
        values = [(new, pk, raw) for pk, raw in rows if (new := reseal(field, pk, raw))]
        moved += replace_values(field, values, using)
    return moved


def annotate_raw(field: EncryptedField, using: str = DEFAULT_DB_ALIAS) -> QuerySet:
    """All rows of the field's model, with the value as it stands in the database as `raw`."""
    raw = ExpressionWrapper(F(field.name), output_field=TextField())
    return field.model._base_manager.using(using).annotate(raw=raw)


def in_batches(rows: QuerySet, size: int) -> Iterator[list[tuple]]:
    """(primary key, raw value) of the rows, read in the order of the keys while others write."""
    pairs = rows.order_by("pk").values_list("pk", "raw")
    found = list(pairs[:size])
    while found:
        yield found
        found = list(pairs.filter(pk__gt=found[-1][0])[:size])


def reseal(field: EncryptedField, pk, raw: str) -> str | None:
    """The value for the newest key; None where it cannot be read."""
    try:
        plain = unseal(raw, field.associated_data, field_keys())
    except Unreadable as error:
        logger.error("%s of row %s cannot be read, and stays as it is. %s", field.associated_data, pk, error)
        return None
    return seal(plain, field.associated_data, field_keys().newest)


def replace_values(field: EncryptedField, values: list[tuple[str, Any, str]], using: str) -> int:
    """(new value, primary key, old value): only where the old one is still there, for what somebody wrote since
    it was read is newer, and stays. In one short transaction, and by the database's own words: through the models,
    500 rows held SQLite's only lock for a second."""
    connection, meta = connections[using], field.model._meta
    names = (meta.db_table, field.column, meta.pk.column)
    table, column, key = (connection.ops.quote_name(str(name)) for name in names)
    sql = f"UPDATE {table} SET {column} = %s WHERE {key} = %s AND {column} = %s"  # noqa: S608
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if values:
            cursor.executemany(sql, values)
        return cursor.rowcount if values else 0
