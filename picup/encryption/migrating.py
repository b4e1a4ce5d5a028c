"""For migrations: encrypting the rows of columns that were plain text until then, and the way back.

The migration is not atomic, so that a table of any size is done in short transactions. Interrupted, it goes on
where it stopped: what is encrypted already is left alone.
"""

import logging

from django.db import OperationalError, migrations

from picup.encryption.columns import PREFIX, Unreadable, unseal
from picup.encryption.fields import EncryptedField
from picup.encryption.keyring import field_keys
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
    """All encrypted columns of an app's models, as they are at that migration."""

    def models_in(apps):
        return [apps.get_model(app, name) for name in names]

    def forwards(apps, schema_editor):
        using = schema_editor.connection.alias
        # Before the first row: says what is wrong with the keys, where something is.
        field_keys()
        fields = encrypted_fields(models_in(apps))
        if sum(reencrypt_column(field, unless=PREFIX, batch=BATCH, using=using) for field in fields):
            forget_plain_text(schema_editor.connection)

    def backwards(apps, schema_editor):
        for field in encrypted_fields(models_in(apps)):
            decrypt_column(field, schema_editor.connection.alias)

    return migrations.RunPython(forwards, backwards)


def forget_names_in_log() -> migrations.RunPython:
    """The admin's log repeats what a changed row was called. It says the row's id as well."""

    def forwards(apps, schema_editor):
        entries = apps.get_model("admin", "LogEntry").objects.using(schema_editor.connection.alias)
        entries.exclude(object_repr="").update(object_repr="")

    return migrations.RunPython(forwards, migrations.RunPython.noop)


def decrypt_column(field: EncryptedField, using: str) -> None:
    """Raises `Unreadable`, with the row, before a value would be cut to its column's old length."""
    for rows in in_batches(annotate_raw(field, using).filter(raw__startswith=PREFIX), BATCH):
        replace_values(field, [(plain_text(field, pk, raw), pk, raw) for pk, raw in rows], using)


def plain_text(field: EncryptedField, pk, raw: str) -> str:
    try:
        return unseal(raw, field.associated_data, field_keys())
    except Unreadable as error:
        raise Unreadable(f"{field.associated_data} of row {pk}: {error}") from None


def forget_plain_text(connection) -> None:
    """SQLite leaves what was overwritten in the free pages of its file until that is written anew."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except OperationalError as error:
        logger.warning("Run VACUUM: the file still holds old text without encryption (%s).", error)
