"""`manage.py prepare` and the storages."""

import shutil

import pytest
from django.core.management import call_command
from django.db import transaction

from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.backends.directory import MARKER
from storage.services import mark_kept
from storage.setup import prepare_storages
from storage.tests.declaring import declare, directory


@pytest.fixture
def restart(directories, settings):
    """The processes begin anew, as they would with the site's own settings."""

    def restart():
        declare(settings, **{name: directory(path, prepared=True) for name, path in directories.items()})

    return restart


@pytest.fixture
def file(write):
    file = write(b"photo")
    with transaction.atomic():
        mark_kept(file)
    return file


def test_it_works(db, directories, restart):
    for path in directories.values():
        shutil.rmtree(path)
    restart()
    assert prepare_storages() == []
    assert all((path / MARKER).exists() for path in directories.values())
    assert prepare_storages() == []


def test_a_storage_that_lost_everything_is_said_and_left_alone(file, directories, restart):
    shutil.rmtree(directories["main"])
    directories["main"].mkdir()
    restart()
    [warning] = prepare_storages()
    assert "main is EMPTY" in warning and "--new-storage main" in warning
    assert list(directories["main"].iterdir()) == []
    with pytest.raises(StorageUnavailable):
        get_backends()["main"].write(file.key, [b"x"])
    assert get_backends()["backup"].size(file.key)


def test_a_new_volume_is_taken_where_somebody_says_so(file, directories, restart):
    shutil.rmtree(directories["main"])
    restart()
    call_command("prepare", new_storage=["main"])
    get_backends()["main"].write(file.key, [b"x"])
    assert get_backends()["main"].size(file.key) == 1


def test_a_storage_that_cannot_be_reached_stops_nobody(file, break_storage, restart):
    break_storage("main")
    restart()
    [warning] = prepare_storages(replaced=["main"])
    assert "main cannot be reached" in warning
