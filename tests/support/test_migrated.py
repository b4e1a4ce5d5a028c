import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.support.guardian import MARK
from tests.support.migrated import copy_migrated


@pytest.fixture
def again(tmp_path):
    """Copies the run's database once more, and returns the names of its tables and of its migrations."""
    if connection.vendor != "sqlite":
        pytest.skip("a server's database is migrated by pytest-django")

    def again(run: Path) -> tuple[set, set]:
        copy_migrated(run, tmp_path / "copy.sqlite3")
        with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
            assert copy.execute("SELECT count(*) FROM accounts_user").fetchone() == (0,)
            tables = copy.execute("SELECT name, sql FROM sqlite_master")
            return set(tables), set(copy.execute("SELECT app, name FROM django_migrations"))

    return again


@pytest.mark.django_db
def test_it_works(again, jieun):
    """It is the tests' own database before any test, and nobody migrates a second time."""
    run = Path(os.environ[MARK])
    made = (run / "migrated.sqlite3").stat().st_mtime_ns
    tables, migrations = again(run)
    with connection.cursor() as cursor:
        assert tables == set(cursor.execute("SELECT name, sql FROM sqlite_master").fetchall())
        assert migrations == set(cursor.execute("SELECT app, name FROM django_migrations").fetchall())
    call_command("migrate", check_unapplied=True)
    assert (run / "migrated.sqlite3").stat().st_mtime_ns == made


def test_who_waits_for_one_that_failed_tries_by_itself(again, tmp_path):
    (tmp_path / "migrated.new").mkdir()
    for _ in range(2):
        with pytest.raises(OSError, match=r"migrated\.new"):
            again(tmp_path)
