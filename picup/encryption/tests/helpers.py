"""What the tests of columns share: other keys, and the value as it stands in the database."""

from django.db import connection
from django.db.models import Model

from picup.encryption.keyring import make_key


def raw(row: Model, column: str) -> str:
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


def set_raw(row: Model, column: str, value: str | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", [value, row.pk])


def rewrite(row: Model, **values) -> None:
    """Change a row as another process does it: the row in hand stays as it is."""
    fresh = type(row)._base_manager.get(pk=row.pk)
    for name, value in values.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=[*values])


def add_key(settings) -> None:
    """A rotation begins: a new key in front of those that there are."""
    settings.FIELD_ENCRYPTION_KEYS = [make_key(), *settings.FIELD_ENCRYPTION_KEYS]


def lose_keys(settings) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [make_key()]
