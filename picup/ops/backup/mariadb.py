"""Dump and load MariaDB by its own programs. The dump is consistent and locks nothing that people would notice."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection

from picup.ops.backup.errors import CannotBackUp, CannotRestore
from picup.ops.backup.sealing import CHUNK

DUMP = [
    "--single-transaction",
    "--quick",
    "--skip-lock-tables",
    "--no-tablespaces",
    "--hex-blob",
    "--default-character-set=utf8mb4",
]
COMPLETE = b"-- Dump completed"


def dump() -> Iterator[bytes]:
    """Yield the dump. Raise `CannotBackUp`, perhaps at the end: what was yielded is then worthless."""
    command = program("mariadb-dump", "mysqldump")
    if not command:
        raise CannotBackUp("mariadb-dump is not installed here (Debian: mariadb-client).")
    end = b""
    with options_file() as options, tempfile.TemporaryFile() as errors:
        arguments = [command, f"--defaults-extra-file={options}", *DUMP, database()]
        with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=errors) as process:
            while chunk := process.stdout.read(CHUNK):  # type: ignore[union-attr]
                yield chunk
                end = (end + chunk)[-200:]
        if process.returncode or COMPLETE not in end:
            raise CannotBackUp(f"The database could not be dumped: {first_line(errors)}")


def load(chunks: Iterable[bytes]) -> None:
    """Replace all tables by the dump in `chunks`. Raise `CannotRestore`."""
    command = program("mariadb", "mysql")
    if not command:
        raise CannotRestore("mariadb is not installed here (Debian: mariadb-client).")
    drop_tables()
    connection.close()
    with options_file() as options, tempfile.TemporaryFile() as errors:
        arguments = [
            command,
            f"--defaults-extra-file={options}",
            "--default-character-set=utf8mb4",
            database(),
        ]
        with subprocess.Popen(arguments, stdin=subprocess.PIPE, stderr=errors) as process:
            try:
                for chunk in chunks:
                    process.stdin.write(chunk)  # type: ignore[union-attr]
            except BrokenPipeError:
                pass
        if process.returncode:
            raise CannotRestore(
                f"The database is only half restored: {first_line(errors)} Begin again with --replace."
            )


def drop_tables() -> None:
    """Drop all tables, also those that are newer than the backup: its migrations will create them again."""
    with connection.cursor() as cursor:
        cursor.execute("SET FOREIGN_KEY_CHECKS = 0")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE {connection.ops.quote_name(table)}")
        cursor.execute("SET FOREIGN_KEY_CHECKS = 1")


@contextmanager
def options_file() -> Iterator[str]:
    """Yield the path of an options file of mode 600. A password in a command line could be read by everybody."""
    settings = connection.settings_dict
    values = {"user": settings["USER"], "password": settings["PASSWORD"], "port": settings["PORT"]}
    host = settings["HOST"]
    values["socket" if host.startswith("/") else "host"] = host
    values |= tls_options(settings["OPTIONS"])
    with tempfile.NamedTemporaryFile("w", prefix="pic-up-", suffix=".cnf") as file:
        file.write("[client]\n")
        file.writelines(f"{name}={quote(str(value))}\n" for name, value in values.items() if value)
        file.flush()
        yield file.name


def tls_options(options: dict) -> dict[str, str | int]:
    """Return the TLS options of DATABASE_URL under the programs' names, so that the dump travels as safely."""
    mode = options.get("ssl_mode", "DISABLED")
    values: dict[str, str | int] = {f"ssl-{name}": path for name, path in options.get("ssl", {}).items()}
    if mode != "DISABLED":
        values["ssl"] = 1
    if mode.startswith("VERIFY"):
        values["ssl-verify-server-cert"] = 1
    return values


def quote(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def database() -> str:
    return connection.settings_dict["NAME"]


def program(*names: str) -> str | None:
    return next(filter(None, map(shutil.which, names)), None)


def first_line(errors) -> str:
    errors.seek(0)
    return (errors.readline().decode(errors="replace").strip() or "no reason was given")[:300]
