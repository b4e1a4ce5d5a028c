"""manage.py sweep_files"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from storage.care.tests.test_orphans import exists, file, put  # noqa: F401 (a fixture)


def run(*arguments) -> list[str]:
    output = StringIO()
    call_command("sweep_files", *arguments, stdout=output)
    return output.getvalue().splitlines()


def test_it_works(file):  # noqa: F811
    stray = put("main", hours_ago=50)
    assert run() == [
        f"main  {stray}  50 h  5 bytes  unknown",
        "1 objects that nothing needs, 0 deleted.",
        "Nothing was deleted; --delete does it.",
    ]
    assert exists("main", stray)


def test_delete(file):  # noqa: F811
    stray = put("backup", hours_ago=50)
    assert run("--delete") == [
        f"backup  {stray}  50 h  5 bytes  unknown  deleted",
        "1 objects that nothing needs, 1 deleted.",
    ]
    assert not exists("backup", stray) and exists("backup", file.key)
    assert run("--delete") == ["0 objects that nothing needs, 0 deleted."]


def test_older_than(file):  # noqa: F811
    put("main", hours_ago=50)
    assert run("--older-than", "51") == ["0 objects that nothing needs, 0 deleted."]


def test_an_empty_database_is_refused(db, directories):
    stray = put("main")
    with pytest.raises(CommandError, match="knows no file at all, but main holds some"):
        run("--delete")
    assert exists("main", stray)
    run("--delete", "--yes-the-database-is-complete")
    assert not exists("main", stray)


def test_a_storage_that_is_down_is_said(file, break_storage):  # noqa: F811
    stray = put("backup")
    break_storage("main")
    with pytest.raises(CommandError, match="Not looked through: main"):
        run("--delete")
    assert not exists("backup", stray)
