"""Operations for migrations that encrypt columns of plain text, and decrypt them again.

Such a migration must not be atomic, so that a table of any size is done in short transactions. After an interruption
it continues where it stopped: encrypted values are skipped.
"""

import logging

from django.db import OperationalError, migrations

from picup.encryption.columns import OF_COLUMN, Unreadable
from picup.encryption.fields import EncryptedField
from picup.encryption.keyring import field_keys
from picup.encryption.places import is_of_form, unseal_at
from picup.encryption.reencrypting import (
    annotate_raw,
    encrypted_fields,
    in_batches,
    reencrypt_column,
    replace_values,
)

logger = logging.getLogger(__name__)
BATCH = 500


def encrypt_rows(app: str, *names: str) -> migrations.RunPython:
    """Return an operation that encrypts all encrypted columns of the models `names` of `app`."""

    def models_in(apps):
        return [apps.get_model(app, name) for name in names]

    def forwards(apps, schema_editor):
        using = schema_editor.connection.alias
        # Raise for wrong keys before the first row.
        field_keys()
        fields = encrypted_fields(models_in(apps))
        # Not bound to their rows: a process of the release before may be reading them (stages.py).
        if sum(reencrypt_column(each, OF_COLUMN, is_of_form(), batch=BATCH, using=using) for each in fields):
            forget_plain_text(schema_editor.connection)

    def backwards(apps, schema_editor):
        for field in encrypted_fields(models_in(apps)):
            decrypt_column(field, schema_editor.connection.alias)

    return migrations.RunPython(forwards, backwards)


def forget_names_in_log() -> migrations.RunPython:
    """Return an operation that empties the names of rows in the admin's log. The log keeps the rows' ids."""

    def forwards(apps, schema_editor):
        entries = apps.get_model("admin", "LogEntry").objects.using(schema_editor.connection.alias)
        entries.exclude(object_repr="").update(object_repr="")

    return migrations.RunPython(forwards, migrations.RunPython.noop)


def decrypt_column(field: EncryptedField, using: str) -> None:
    """Decrypt all values of a column. Raise `Unreadable`, which names the row, for a value that does not open."""
    for rows in in_batches(annotate_raw(field, using).filter(is_of_form()), BATCH):
        values = [(plain_text(field, pk, row, raw), pk, raw) for pk, row, raw in rows]
        replace_values(field, values, using)


def plain_text(field: EncryptedField, pk, row: str, raw: str) -> str:
    """Return the text of the stored value `raw`. Raise `Unreadable`, which names the row."""
    try:
        return unseal_at(raw, field.associated_data, row)
    except Unreadable as error:
        raise Unreadable(f"{field.associated_data} of row {pk}: {error}") from None


def forget_plain_text(connection) -> None:
    """Rewrite SQLite's file, whose free pages still hold the overwritten plain text. Do nothing for MariaDB."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except OperationalError as error:
        logger.warning("Run VACUUM: the file still holds old text without encryption (%s).", error)
