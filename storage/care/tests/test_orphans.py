"""What nothing needs is found, and what something needs is never touched."""

import os
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from picup.alerts.models import Alert
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.care.orphans import DatabaseLooksEmpty, delete, sweep
from storage.models import Restoration, StoredFile, new_file_key
from storage.services import request_deletion
from storage.tasks import sweep as sweep_daily


def put(storage: str, *, hours_ago: float = 48, key: str = "") -> str:
    """An object, as if it had been written so long ago."""
    key = key or new_file_key()
    backend = get_backends()[storage]
    backend.write(key, [b"bytes"])
    age(storage, key, hours_ago)
    return key


def age(storage: str, key: str, hours_ago: float) -> None:
    then = time.time() - hours_ago * 3600
    os.utime(get_backends()[storage].path(key), (then, then))


def exists(storage: str, key: str) -> bool:
    return get_backends()[storage].size(key) is not None


def found(storage="main", **arguments) -> dict[str, str]:
    return {one.key: one.reason for one in sweep(storage, **arguments)}


@pytest.fixture
def file(write_kept):
    file = write_kept(b"photo")
    for storage in get_backends():
        age(storage, file.key, 48)
    return file


def test_it_works(file):
    stray = put("main")
    assert found() == {stray: "unknown"} and found("backup") == {}


@pytest.mark.parametrize("state", [state for state in StoredFile.State if state != "deleted"])
def test_what_a_row_knows_stays(file, state):
    StoredFile.objects.update(state=state)
    assert found() == {}


def test_what_a_deleted_file_left_is_found(file):
    StoredFile.objects.update(state="deleted")
    assert found() == found("backup") == {file.key: "leftover"}


def test_young_objects_stay(file):
    young = put("main", hours_ago=23)
    assert found() == {}
    assert found(older_than=timedelta(hours=22)) == {young: "unknown"}


def test_more_than_one_batch(file, monkeypatch):
    monkeypatch.setattr("storage.care.orphans.BATCH", 2)
    strays = {put("main") for _ in range(5)}
    assert set(found()) == strays


def test_a_row_that_comes_between_listing_and_deleting_saves_its_object(file, family):
    stray = put("main")
    (one,) = sweep("main")
    StoredFile.objects.create(key=stray, family=family, kind="original")
    assert delete(one) is False and exists("main", stray)


def test_a_database_that_knows_nothing_deletes_nothing(db, directories):
    stray = put("main")
    with pytest.raises(DatabaseLooksEmpty):
        found()
    assert sweep_daily() == 0 and exists("main", stray)
    assert found(complete=True) == {stray: "unknown"}


def test_what_is_newer_than_a_restored_backup_stays(file):
    """The database of the day before yesterday: yesterday's photos are in no row, and nowhere else."""
    now = timezone.now()
    Restoration.objects.create(made_at=now - timedelta(hours=50), restored_at=now - timedelta(hours=26))
    old, lost = put("main", hours_ago=90), put("main", hours_ago=30)
    assert found() == {old: "unknown", lost: "newer than the restored backup"}
    assert [delete(one) for one in sorted(sweep("main"), key=lambda one: one.reason)] == [False, True]
    assert exists("main", lost) and not exists("main", old)
    assert found(complete=True) == {lost: "unknown"}


def test_the_daily_sweep_deletes_leftovers_and_tells_of_the_unknown(file, write_kept):
    gone = write_kept(b"gone")
    StoredFile.objects.filter(pk=gone.pk).update(state="deleted")
    age("main", gone.key, 48)
    stray = put("backup")
    assert sweep_daily() == 1
    assert not exists("main", gone.key) and exists("backup", stray) and exists("main", file.key)
    alert = Alert.objects.get()
    assert (alert.kind, alert.count) == ("unknown objects in the storages", 1)


def test_the_daily_sweep_deletes_the_unknown_if_told_to(file, settings):
    settings.SWEEP_DELETES = True
    stray = put("backup")
    assert sweep_daily() == 1 and not exists("backup", stray)


def test_a_storage_that_is_down_does_not_stop_the_other(file, break_storage, settings):
    settings.SWEEP_DELETES = True
    stray = put("backup")
    break_storage("main")
    with pytest.raises(StorageUnavailable):
        found("main")
    assert sweep_daily() == 1 and not exists("backup", stray)


def test_a_write_that_ended_after_the_deletion(file):
    """A storage hung; its file was given up and deleted, and then the write came through."""
    with transaction.atomic():
        request_deletion([file.pk])
    StoredFile.objects.update(state="deleted")
    put("backup", key=file.key)
    assert sweep_daily() == 2 and not exists("backup", file.key)
