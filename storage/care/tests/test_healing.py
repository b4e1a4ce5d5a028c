"""What was damaged by real means is served right and made good again."""

import pytest
from django.db import transaction

from outbox.models import Message
from picup.alerts.models import Alert
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.care.healing import heal
from storage.io.reader import FileLost, open_file
from storage.models import FileCopy
from storage.services import mark_kept, request_deletion
from storage.tasks import heal_file

PHOTO = bytes(range(256)) * 2000


@pytest.fixture
def file(write):
    file = write(PHOTO)
    with transaction.atomic():
        mark_kept(file)
    return file


def path(file, name):
    return get_backends()[name].path(file.key)


def flip(file, name, place=200_000):
    content = bytearray(path(file, name).read_bytes())
    content[place] ^= 1
    path(file, name).write_bytes(content)


def read(file):
    with open_file(file) as opened:
        return opened.readall()


def damage(file):
    return dict(file.copies.values_list("storage", "damage"))


def healings():
    return Message.objects.filter(task="storage.heal_file")


@pytest.mark.parametrize("hurt", ["lost", "flipped", "cut", "longer", "empty", "other"])
def test_it_works(file, copies, hurt):
    """Scenario 5 of reference.md: main has lost the file. Served from backup, written back to main."""
    good = path(file, "backup").read_bytes()
    if hurt == "lost":
        path(file, "main").unlink()
    else:
        ruined = {"cut": good[:-1], "longer": good + b"x", "empty": b"", "other": b"z" * len(good)}
        path(file, "main").write_bytes(ruined.get(hurt, good))
    if hurt == "flipped":
        flip(file, "main")
    assert read(file) == PHOTO
    assert damage(file) == {"main": "missing" if hurt == "lost" else "changed", "backup": ""}
    assert healings().get().arguments == {"file_id": file.pk}
    assert heal(file).healed == ["main"]
    assert copies(file) == {"main": good, "backup": good}
    assert damage(file) == {"main": "", "backup": ""}


def test_damage_is_reported_once(file):
    path(file, "main").unlink()
    assert [read(file) for _ in range(3)] == [PHOTO] * 3
    assert healings().count() == 1


def test_damage_in_the_middle_of_a_read(file):
    """The first segments are out already when main fails: the others come from backup."""
    with open_file(file) as opened:
        first = opened.read(1000)
        flip(file, "main", 400_000)
        assert first + opened.readall() == PHOTO
    assert damage(file)["main"] == "changed"


def test_main_broken_in_another_way(file, break_storage):
    """Scenario 6: served from backup, nothing written."""
    break_storage("main")
    assert read(file) == PHOTO
    assert damage(file) == {"main": "", "backup": ""} and not healings().exists()


def test_a_good_copy_is_never_written_to(file, copies):
    """The row says damaged, and it is not: a storage that was unmounted for a moment."""
    FileCopy.objects.filter(file=file, storage="main").update(damage="missing")
    before = path(file, "main").stat()
    assert heal(file).healed == ["main"]
    assert path(file, "main").stat().st_ino == before.st_ino
    assert damage(file)["main"] == ""


def test_a_bad_copy_never_overwrites(file):
    """Main is missing and backup is damaged: nothing is copied, and somebody is told."""
    path(file, "main").unlink()
    flip(file, "backup")
    with pytest.raises(FileLost):
        read(file)
    assert damage(file) == {"main": "missing", "backup": "changed"}
    healing = heal(file)
    assert healing.is_lost and not healing.healed
    assert not path(file, "main").exists()
    assert Alert.objects.filter(kind="lost files").exists()


def test_a_storage_that_is_down_is_tried_again(file, break_storage, mend_storage):
    path(file, "main").unlink()
    read(file)
    break_storage("backup")
    with pytest.raises(StorageUnavailable):
        heal_file(None, file_id=file.pk)
    mend_storage("backup")
    heal_file(None, file_id=file.pk)
    assert read(file) == PHOTO and path(file, "main").exists()


def test_a_copy_that_was_never_made(write, settings, break_storage, mend_storage, copies):
    """STORAGE_COPIES_REQUIRED=1: accepted on one copy, completed when the storage is back."""
    settings.STORAGE_COPIES_REQUIRED = "1"
    break_storage("backup")
    file = write(PHOTO)
    with transaction.atomic():
        mark_kept(file)
    assert damage(file) == {"main": ""} and healings().count() == 1
    assert heal(file).unavailable
    mend_storage("backup")
    assert heal(file).healed == ["backup"]
    assert len(set(copies(file).values())) == 1 and damage(file) == {"main": "", "backup": ""}


def test_deleted_meanwhile_leaves_nothing(file, copies):
    path(file, "main").unlink()
    read(file)
    stale = type(file).objects.get(pk=file.pk)
    with transaction.atomic():
        request_deletion([file.pk])
    heal(stale)
    assert copies(file)["main"] is None


def test_a_read_only_database_serves_all_the_same(file, monkeypatch):
    """Read-only mode: nothing can be noted now; the photo comes from backup."""
    from django.db import connection

    path(file, "main").unlink()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    try:
        assert read(file) == PHOTO
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = OFF")
    assert damage(file)["main"] == ""
