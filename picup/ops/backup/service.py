"""Back up and restore the database, for `manage.py backup` and `manage.py restore`."""

from datetime import UTC, datetime
from pathlib import Path

from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from picup.encryption.key_check import require_known_keys
from picup.encryption.keyring import Keyring, field_keys, file_keys
from picup.encryption.models import KeyNote
from picup.ops.backup import mariadb, sqlite
from picup.ops.backup.errors import CannotRestore
from picup.ops.backup.packing import Backup, pack, unpack

FORMAT = 1
ENGINES = {"sqlite": sqlite, "mysql": mariadb}
# Rows in these tables mean that people have used this database.
TELLING = ("accounts_user", "storage_storedfile")


def back_up(target: Path) -> dict:
    """Write a backup of the database to the file `target` and return its manifest.

    Raise `CannotBackUp`, `WrongKeys` and OSError.
    """
    require_known_keys()
    manifest = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "engine": connection.vendor,
        # Ids only: a backup never contains a key.
        "keys": {keys.name: ids_in_use(keys) for keys in (file_keys(), field_keys())},
        "migrations": applied_migrations(),
        # Counted before the dump, which may have a few more while people write.
        "rows": count_rows(),
    }
    pack(target, ENGINES[connection.vendor].dump(), manifest, file_keys())
    return manifest


def ids_in_use(keys: Keyring) -> list[str]:
    noted = KeyNote.objects.filter(variable=keys.name, retired_at=None).values_list("key_id", flat=True)
    return sorted({keys.newest.id, *noted})


def applied_migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations)


def count_rows() -> dict[str, int]:
    """Return the number of rows by table."""
    with connection.cursor() as cursor:
        counts = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
            counts[table] = cursor.fetchone()[0]
    return counts


def restore(source: Path, *, replace: bool) -> dict:
    """Replace the database by a backup, migrate it to this version, and return the manifest.

    Without `replace`, refuse if people have used the database. Raise `CannotRestore`, `WrongKeys` and OSError.
    """
    with source.open("rb") as file:
        backup = unpack(file, file_keys())
        check(backup)
        if not replace and not is_empty():
            raise CannotRestore(
                "This database has people or files in it. To lose them for the backup: --replace."
            )
        ENGINES[connection.vendor].load(backup.dump())
    connection.close()
    call_command("migrate", interactive=False, verbosity=0)
    require_known_keys()
    cache.clear()
    made_at = datetime.fromisoformat(backup.manifest["made_at"]).astimezone(UTC)
    # By name, because picup imports no app. The sweep of orphans must know that rows are older than files.
    apps.get_model("storage", "Restoration").objects.create(made_at=made_at)
    return backup.manifest


def check(backup: Backup) -> None:
    """Raise `CannotRestore` for a backup that this version, database or set of keys cannot use."""
    manifest = backup.manifest
    unknown = set(manifest["migrations"]) - {f"{app}.{name}" for app, name in known_migrations()}
    if manifest["format"] > FORMAT or unknown:
        raise CannotRestore("This backup was made by a newer version of Pic-up. Update, and restore it then.")
    if manifest["engine"] != connection.vendor:
        raise CannotRestore(
            f"This backup is of {manifest['engine']}, and DATABASE_URL names {connection.vendor}."
        )
    for keys in (file_keys(), field_keys()):
        if missing := sorted(set(manifest["keys"][keys.name]) - set(keys.by_id)):
            raise CannotRestore(
                f"{keys.name} lacks the key {', '.join(missing)}, with which photos or words of this backup are "
                "encrypted. Give that key again, after the newest."
            )


def known_migrations():
    return MigrationLoader(None).disk_migrations


def is_empty() -> bool:
    """Tell whether nobody has used the database."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) & set(TELLING)
        for table in sorted(tables):
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608
            if cursor.fetchone():
                return False
    return True
