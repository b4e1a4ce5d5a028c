"""What a file's row says of its copies is so after every step of its life. (And after every test here, by
`places_are_true` in conftest.py.)"""

import io
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection, transaction

from outbox.models import Message
from picup.encryption.keyring import make_key
from storage.care.healing import heal
from storage.care.reconciliation import wrong_places
from storage.care.reencryption import reencrypt
from storage.care.restoring import revive
from storage.care.scrubbing import scrub
from storage.io.reader import FileLost, open_file
from storage.models import FileCopy, StoredFile, Usage
from storage.querysets import count_copies
from storage.services import request_deletion
from storage.tests.harm import flip, path_of
from storage.tests.test_services import deliver

PHOTO = b"photo" * 1000
BOTH = {"main", "backup"}


def places(file) -> set[str]:
    """As they are said to be, after they were compared with the copies' rows."""
    assert list(wrong_places()) == []
    return set(StoredFile.objects.get(pk=file.pk).places.split(",")) - {""}


def read(file) -> bytes:
    with open_file(file) as opened:
        return opened.readall()


def age() -> None:
    FileCopy.objects.update(looked_at="2020-01-01T00:00:00Z")


def fresh(file) -> StoredFile:
    return StoredFile.objects.get(pk=file.pk)


def test_a_file_s_life(write_kept, settings):
    file = write_kept(PHOTO)
    assert places(file) == BOTH
    flip(file, "main")
    assert read(file) == PHOTO
    assert places(file) == {"main!", "backup"}, "a reader noticed"
    heal(fresh(file))
    assert places(file) == BOTH
    path_of(file, "backup").unlink()
    age()
    scrub(most_bytes=10**9, seconds=20)
    assert places(file) == {"main", "backup!"}, "the scrub noticed"
    settings.FILE_ENCRYPTION_KEYS = [make_key(), *settings.FILE_ENCRYPTION_KEYS]
    assert reencrypt(fresh(file))
    assert places(file) == BOTH
    with transaction.atomic():
        request_deletion([file.pk])
    assert Usage.objects.get().photos == 0
    deliver(Message.objects.filter(task="storage.delete_files").latest("pk"))
    assert places(file) == set()


def test_damage_that_is_gone_by_itself(write_kept):
    """A volume was away, and is back with what it had."""
    file = write_kept(PHOTO)
    away = path_of(file, "main").rename(path_of(file, "main").with_suffix(".away"))
    assert read(file) == PHOTO and places(file) == {"main!", "backup"}
    away.rename(path_of(file, "main"))
    age()
    scrub(most_bytes=10**9, seconds=20)
    assert places(file) == BOTH


def test_accepted_on_one_copy(write_kept, break_storage, mend_storage, settings):
    settings.STORAGE_COPIES_REQUIRED = "1"
    break_storage("backup")
    file = write_kept(PHOTO)
    assert places(file) == {"main"}
    mend_storage("backup")
    heal(fresh(file))
    assert places(file) == BOTH


def test_lost_and_revived(write_kept):
    file = write_kept(PHOTO)
    for storage in BOTH:
        path_of(file, storage).unlink()
    with pytest.raises(FileLost):
        read(file)
    assert places(file) == {"main!", "backup!"}
    assert revive(fresh(file), io.BytesIO(PHOTO), along=lambda: None)
    assert places(file) == BOTH and Usage.objects.get().photos == 1


def test_a_change_that_is_rolled_back(write_kept):
    file = write_kept(PHOTO)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        file.copies.update(damage="changed")
        raise ZeroDivisionError
    assert places(file) == BOTH


@pytest.mark.parametrize(
    "way", ["update", "save", "bulk_update", "delete", "delete one", "create", "bulk_create"]
)
def test_no_way_of_writing_forgets_it(write_kept, way):
    file = write_kept(PHOTO)
    copy = file.copies.get(storage="main")
    if way == "update":
        FileCopy.objects.filter(file__key=file.key, storage="main").update(storage="attic")
    elif way in ("save", "bulk_update"):
        copy.damage = "missing"
        copy.save() if way == "save" else FileCopy.objects.bulk_update([copy], ["damage"])
    elif way == "delete":
        file.copies.filter(pk=copy.pk).delete()
    elif way == "delete one":
        copy.delete()
    elif way == "create":
        file.copies.create(storage="attic", size=1)
    else:
        FileCopy.objects.bulk_create([FileCopy(file=file, storage="attic", size=1)])
    assert places(file) != BOTH


def test_times_alone_ask_nothing(write_kept, django_assert_num_queries):
    write_kept(PHOTO)
    with django_assert_num_queries(1):
        age()


@pytest.mark.django_db(transaction=True)
def test_the_migration_fills_it(write_kept):
    hurt, whole = write_kept(PHOTO), write_kept(PHOTO)
    write_kept(b"thumb", kind="derivative")
    hurt.copies.filter(storage="main").update(damage="changed")
    Usage.objects.update(photos=0)
    # As after an attempt that was stopped: one is filled, and is let be.
    StoredFile.objects.update(places="")
    StoredFile.objects.filter(pk=whole.pk).update(places="main,backup")
    migration = import_module("storage.migrations.0008_fill_places")
    with connection.schema_editor() as editor:
        migration.fill_places(apps, editor)
        migration.count_photos(apps, editor)
    assert places(hurt) == {"main!", "backup"} and Usage.objects.get().photos == 2
    assert StoredFile.objects.get(pk=whole.pk).places == "main,backup"


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ("", (0, 0)),
        ("backup,main", (2, 0)),
        ("main,backup!", (1, 1)),
        ("attic,main!", (0, 1)),
        ("mainland", (0, 0)),
    ],
)
def test_what_it_says(said, counts):
    assert count_copies(said, ["main", "backup"]) == counts
