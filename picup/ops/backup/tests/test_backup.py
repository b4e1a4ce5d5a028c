"""manage.py backup and restore, of the database of these tests: SQLite, or MariaDB in `make test-mariadb`."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from accounts.models import Family, User
from conftest import make_family, make_member
from picup.encryption.keyring import make_key
from picup.encryption.tests.helpers import rewrite
from picup.ops.backup import service
from storage.models import Restoration

pytestmark = pytest.mark.django_db(transaction=True)


def run(command: str, *arguments) -> str:
    output = StringIO()
    call_command(command, *map(str, arguments), stdout=output)
    return output.getvalue()


@pytest.fixture
def people(transactional_db):
    return make_member(make_family("김씨네"), "엄마", "mother@example.com")


@pytest.fixture
def path(tmp_path, people):
    path = tmp_path / "backup.tar"
    run("backup", path)
    return path


def test_it_works(path, people):
    rewrite(User.objects.get(), display_name="somebody else")
    make_family("younger than the backup")
    output = run("restore", path, "--replace")
    assert User.objects.get().display_name == "엄마" and Family.objects.get().name == "김씨네"
    assert "Restored: the database of 20" in output and "verify_files --heal-now" in output
    assert Restoration.objects.get().made_at > timezone.now() - timedelta(minutes=5)


def test_what_it_says(tmp_path, people, settings):
    output = run("backup", tmp_path)
    (path,) = tmp_path.iterdir()
    assert path.name.startswith("pic-up-2") and str(path) in output
    assert "keys of this site, which are NOT in it" in output
    for key in (*settings.FILE_ENCRYPTION_KEYS, *settings.FIELD_ENCRYPTION_KEYS):
        assert key not in output and key.encode() not in path.read_bytes()


def test_the_manifest(path, manifest_of):
    manifest = manifest_of(path)
    assert manifest["engine"] == connection.vendor and manifest["rows"]["accounts_user"] == 1
    assert (
        "storage.0004_care" in manifest["migrations"] and datetime.fromisoformat(manifest["made_at"]).tzinfo
    )
    assert b"mother@example.com" not in path.read_bytes()


def test_a_database_with_people_is_not_replaced_by_accident(path):
    make_family("younger")
    with pytest.raises(CommandError, match="has people or files in it"):
        run("restore", path)
    assert Family.objects.count() == 2


def test_an_empty_database_takes_it(path):
    User.objects.all().delete()
    run("restore", path)
    assert User.objects.get().email == "mother@example.com"


def test_another_file_key(path, settings):
    settings.FILE_ENCRYPTION_KEYS = [make_key()]
    with pytest.raises(CommandError, match="opens with another key"):
        run("restore", path, "--replace")


def test_another_field_key(path, settings):
    settings.FIELD_ENCRYPTION_KEYS = [make_key()]
    with pytest.raises(CommandError, match="FIELD_ENCRYPTION_KEYS lacks the key"):
        run("restore", path, "--replace")
    assert User.objects.count() == 1


def test_no_backup_with_the_wrong_keys(path, tmp_path, settings):
    settings.FIELD_ENCRYPTION_KEYS = [make_key()]
    with pytest.raises(CommandError, match="FIELD_ENCRYPTION_KEYS lacks the key"):
        run("backup", tmp_path / "another.tar")
    assert not (tmp_path / "another.tar").exists()


def test_made_by_a_newer_version(tmp_path, people, monkeypatch):
    known = service.applied_migrations()
    monkeypatch.setattr(service, "applied_migrations", lambda: [*known, "albums.9999_videos"])
    run("backup", tmp_path / "newer.tar")
    with pytest.raises(CommandError, match="made by a newer version of Pic-up"):
        run("restore", tmp_path / "newer.tar", "--replace")


def test_of_another_engine(path, monkeypatch):
    monkeypatch.setattr(connection, "vendor", "oracle")
    with pytest.raises(CommandError, match="and DATABASE_URL names oracle"):
        run("restore", path, "--replace")


def test_no_such_file(tmp_path, people):
    with pytest.raises(CommandError, match="could not be read: No such file"):
        run("restore", tmp_path / "nothing.tar")


def test_a_place_that_cannot_be_written(tmp_path, people):
    with pytest.raises(CommandError, match="could not be written: No such file"):
        run("backup", tmp_path / "no" / "such" / "place.tar")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's file")
def test_a_database_that_is_not_whole_is_not_taken(path, monkeypatch):
    monkeypatch.setattr(service.sqlite, "dump", lambda: iter([b"SQLite format 3\0" + bytes(5000)]))
    run("backup", path)
    with pytest.raises(CommandError, match="is not whole"):
        run("restore", path, "--replace")
    assert User.objects.count() == 1


def test_old_backups_are_rotated_out(tmp_path, people, settings):
    """By the time in their names. What is no backup stays, and so does everything without the option."""
    settings.BACKUP_DAYS = 30
    now = datetime.now()
    names = [f"pic-up-{now - timedelta(days=days):%Y%m%d-%H%M%S}.tar" for days in (29, 31, 400)]
    others = ["pic-up-mine.tar", "photos-20200101-000000.tar"]
    for name in names + others:
        (tmp_path / name).touch()
    run("backup", tmp_path)
    assert len(list(tmp_path.iterdir())) == 6
    output = run("backup", "--rotate", tmp_path)
    kept = {path.name for path in tmp_path.iterdir()}
    assert {names[0], *others} <= kept and not kept & {*names[1:]}
    assert output.count("deleted, older than 30 days") == 2


def test_rotating_needs_a_directory(tmp_path, people):
    with pytest.raises(CommandError, match="needs a directory"):
        run("backup", "--rotate", tmp_path / "backup.tar")
