"""A migration of a large table must not stop its writers. On a real MariaDB: what came after the first tables is
refused there if it would copy one, and a writer never waits long for it.

ARCHIVE_PICTURES (default 20,000): how many pictures the table has.
"""

import multiprocessing
import os
import re
import threading
import time
import uuid

import pytest

pytestmark = pytest.mark.wide

pytest.importorskip("MySQLdb")
PICTURES = int(os.environ.get("ARCHIVE_PICTURES") or 20_000)
# These still copied: nobody had many photos then. Everything later must run while the site is in use.
BASELINE = {"accounts": "0003", "albums": "0004", "outbox": "0002", "storage": "0005"}
# MariaDB takes a short exclusive lock at the beginning and the end of an online change.
SECONDS_AT_MOST = 1
# That lock may come between two statements of a writer, whom MariaDB then refuses as in any deadlock: he begins again.
# Not more often than his tables are changed.
CHANGE = re.compile(r"(ALTER TABLE|CREATE .*INDEX .* ON) `(albums_picture|storage_storedfile)`")
DEADLOCK = 1213
# What cannot be done without copying or rebuilding the table is an error in a session that said this.
REFUSE_COPIES = "SET SESSION alter_algorithm = 'NOCOPY'"


@pytest.fixture
def environment(mariadb, tmp_path):
    return {
        "DJANGO_SETTINGS_MODULE": "picup.settings",
        "DATABASE_URL": mariadb.url_of(mariadb.database),
        "DATA_DIR": str(tmp_path),
        "LOG_LEVEL": "WARNING",
    }


def in_a_process(function, environment: dict[str, str]):
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(function, (environment,))


def test_nothing_is_copied_and_writers_hardly_wait(environment):
    result = in_a_process(migrate_while_writing, environment)
    print(result)
    assert result["written"] > 20 and result["longest"] < SECONDS_AT_MOST, result
    assert result["refused"] <= result["changes"], result
    assert result["wrong"] == [], "what is kept of the copies is filled in"
    assert "ALGORITHM" in result["yardstick"], "the change of a column's type copies the table"


def begin(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    import django

    django.setup()


def migrate_while_writing(environment: dict[str, str]) -> dict:
    begin(environment)
    from django.core.management import call_command
    from django.db import connection

    from bench.archive import filling

    # Filled with all columns; then back to the baseline, whose tables then change under the writer.
    call_command("migrate", verbosity=0)
    filling.fill(5, 50, PICTURES)
    for app, name in BASELINE.items():
        call_command("migrate", app, name, verbosity=0)
    stop, waits, refused, changes = threading.Event(), [0.0], [], []

    def note_changes(execute, sql, params, many, context):
        changes.extend(CHANGE.findall(sql))
        return execute(sql, params, many, context)

    writer = threading.Thread(target=write, args=(stop, waits, refused))
    writer.start()
    try:
        wait_for(waits, 10)
        connection.settings_dict["OPTIONS"]["init_command"] = REFUSE_COPIES
        with (
            connection.execute_wrapper(allow_copies_of_nothing),
            connection.execute_wrapper(note_changes),
        ):
            call_command("migrate", verbosity=0)
        wait_for(waits, 10)
    finally:
        stop.set()
        writer.join()
    from storage.care.reconciliation import wrong_places

    # The writer's own have no copies.
    wrong = [file_id for file_id in wrong_places() if file_id <= PICTURES]
    return {
        "wrong": wrong,
        "written": len(waits),
        "longest": max(waits),
        "refused": len(refused),
        "changes": len(changes),
        "yardstick": change_a_type(),
    }


def allow_copies_of_nothing(execute, sql, params, many, context):
    """A table that was made a moment ago is empty: it may be copied, as MariaDB does to add a foreign key."""
    if changed := re.match(r"ALTER TABLE (`\w+`) ", sql):
        with context["connection"].connection.cursor() as cursor:
            cursor.execute(f"SELECT 1 FROM {changed[1]} LIMIT 1")
            if not cursor.fetchall():
                sql = f"SET STATEMENT alter_algorithm = 'DEFAULT' FOR {sql}"
    return execute(sql, params, many, context)


def wait_for(waits: list[float], count: int) -> None:
    """Until the writer has written so many times more."""
    wanted, deadline = len(waits) + count, time.monotonic() + 20
    while len(waits) < wanted and time.monotonic() < deadline:
        time.sleep(0.01)


def write(stop: threading.Event, waits: list[float], refused: list[str]) -> None:
    """Until `stop`. `waits`: seconds of each, with what was refused before it."""
    from django.db import OperationalError, connection

    number = 0
    while not stop.is_set():
        number += 1
        began = time.monotonic()
        while True:
            try:
                write_one(number)
                break
            except OperationalError as error:
                if error.args[0] != DEADLOCK:
                    raise
                refused.append(str(error))
        waits.append(time.monotonic() - began)
    connection.close()


def write_one(number: int) -> None:
    """A picture and its file, and a change of both: by SQL, since the models know of columns to come."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        key = uuid.uuid4().hex
        for table, changes in (
            ("storage_storedfile", {"key": f"'{key}'", "sha256": f"'{key}'"}),
            (
                "albums_picture",
                {"public_id": f"'{key[:20]}'", "sha256": f"'{key}'", "file_id": "LAST_INSERT_ID()"},
            ),
        ):
            cursor.execute(f"SELECT * FROM {table} LIMIT 0")
            names = [column[0] for column in cursor.description if column[0] != "id"]
            values = [changes.get(name, f"`{name}`") for name in names]
            columns = ", ".join(f"`{name}`" for name in names)
            cursor.execute(
                f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} FROM {table} WHERE id = 1"
            )
        cursor.execute("UPDATE albums_picture SET state = 'damaged' WHERE id = %s", [number])


def change_a_type() -> str:
    """What MariaDB says to a migration that would copy a table."""
    from django.db import OperationalError, connection

    try:
        with connection.cursor() as cursor:
            cursor.execute(REFUSE_COPIES)
            cursor.execute("ALTER TABLE albums_picture MODIFY width bigint NOT NULL")
    except OperationalError as error:
        return str(error)
    return ""


def test_a_migration_may_last_longer_than_a_request(environment):
    assert in_a_process(migrate_slowly, environment)


def migrate_slowly(environment: dict[str, str]) -> bool:
    begin(environment)
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.models.signals import post_migrate

    connection.settings_dict["OPTIONS"]["read_timeout"] = 1
    post_migrate.connect(sleep_two_seconds)
    call_command("migrate", "contenttypes", verbosity=0)
    # And afterwards nobody waits as long.
    try:
        sleep_two_seconds(None)
    except OperationalError:
        return True
    return False


def sleep_two_seconds(sender, **ignored) -> None:
    from django.db import connection

    if sender is None or sender.label == "contenttypes":
        with connection.cursor() as cursor:
            cursor.execute("SELECT SLEEP(2)")
