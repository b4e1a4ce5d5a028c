"""Dump and load SQLite by its online backup, which copies a database in use as it is at one moment."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from picup.ops.backup.errors import CannotRestore
from picup.ops.backup.sealing import CHUNK

SECONDS = 30


def dump() -> Iterator[bytes]:
    """Yield the bytes of a copy of the database."""
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.DATA_DIR) as directory:
        path = Path(directory, "copy.sqlite3")
        with (
            closing(sqlite3.connect(name(), timeout=SECONDS, uri=is_uri())) as source,
            closing(sqlite3.connect(path)) as copy,
        ):
            source.backup(copy)
        with path.open("rb") as file:
            yield from iter(lambda: file.read(CHUNK), b"")


def load(chunks: Iterable[bytes]) -> None:
    """Replace the whole database by the copy in `chunks`, in one transaction. Raise `CannotRestore`."""
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.DATA_DIR) as directory:
        path = Path(directory, "copy.sqlite3")
        with path.open("wb") as file:
            file.writelines(chunks)
        connection.close()
        with (
            closing(sqlite3.connect(path)) as source,
            closing(sqlite3.connect(name(), timeout=SECONDS, uri=is_uri())) as target,
        ):
            if not is_whole(source):
                raise CannotRestore("The database in this backup is not whole.")
            source.backup(target)


def is_whole(database: sqlite3.Connection) -> bool:
    """Tell whether SQLite's own check finds nothing wrong."""
    try:
        return database.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        return False


def name() -> str:
    return str(connection.settings_dict["NAME"])


def is_uri() -> bool:
    return name().startswith("file:")
