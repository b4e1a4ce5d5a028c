"""manage.py verify_files"""

from io import StringIO

import pytest
from django.core.management import call_command

from storage.care.healing import heal
from storage.care.verification import Verification
from storage.io.reader import open_file
from storage.models import FileCopy
from storage.tests.harm import damage_of, flip, path_of


def run(*arguments) -> tuple[int, dict[str, dict[str, str]]]:
    """Its exit code, and its table by storage."""
    output, code = StringIO(), 0
    try:
        call_command("verify_files", *arguments, stdout=output)
    except SystemExit as ended:
        code = ended.code
    heads, *rows = [
        line.replace("never made", "never_made").split() for line in output.getvalue().splitlines()
    ]
    rows = [[*row[:2], " ".join(row[2:4]), *row[4:]] for row in rows if row[0] in ("main", "backup")]
    return code, {row[0]: dict(zip(heads, row, strict=True)) for row in rows}


@pytest.fixture
def files(write_kept):
    return [write_kept(b"photo %d" % number) for number in range(4)]


def test_it_works(files):
    code, table = run()
    assert code == 0 and list(table) == ["main", "backup"]
    assert table["main"] == {
        "storage": "main",
        "copies": "4",
        "bytes": f"{sum(copy.size for copy in FileCopy.objects.filter(storage='main'))} bytes",
        "good": "4",
        **dict.fromkeys(["missing", "changed", "never_made", "unavailable", "healed", "lost"], "0"),
    }


def harm(files):
    flip(files[0], "main")
    path_of(files[1], "main").unlink()
    files[2].copies.filter(storage="backup").delete()


def test_what_is_wrong_is_counted_and_ends_with_1(files):
    harm(files)
    code, table = run()
    assert code == 1
    main, backup = table["main"], table["backup"]
    assert (main["good"], main["missing"], main["changed"], main["healed"]) == ("2", "1", "1", "0")
    assert (backup["good"], backup["never_made"]) == ("3", "1")


def test_heal_now(files):
    harm(files)
    code, table = run("--heal-now")
    assert code == 0 and table["main"]["healed"] == "2" and table["backup"]["healed"] == "1"
    assert run()[1]["main"]["good"] == "4"
    for number, file in enumerate(files):
        with open_file(file) as opened:
            assert opened.read() == b"photo %d" % number


def test_one_storage_only(files):
    harm(files)
    code, table = run("--storage", "backup")
    assert code == 1 and list(table) == ["backup"]
    assert damage_of(files[0])["main"] == ""


def test_lost_files_are_named_lost(files):
    flip(files[0], "main")
    flip(files[0], "backup")
    code, table = run("--heal-now")
    assert code == 1 and (table["main"]["lost"], table["main"]["healed"]) == ("1", "0")


def test_a_storage_that_is_down(files, break_storage):
    break_storage("backup")
    code, table = run("--heal-now")
    assert code == 1 and table["backup"]["unavailable"] == "4" and table["main"]["good"] == "4"
    assert not FileCopy.objects.exclude(damage="").exists()


def test_no_files_at_all(db, directories):
    assert run()[0] == 0


def test_a_worker_that_was_quicker_counts(write_kept):
    """It has the message of the same copy, and may heal it between our look and our healing."""
    file = write_kept(b"photo" * 100)
    path_of(file, "main").unlink()
    file.copies.filter(storage="main").update(damage="missing")
    heal(file)
    verification = Verification(["main", "backup"], heal_now=True)
    verification.heal(file, {"main"})
    assert [result.healed for result in verification.results.values()] == [1, 0]
