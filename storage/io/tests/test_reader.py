import pytest
from django.db import transaction

from storage.backends import get_backends
from storage.io.reader import FileLost, open_file
from storage.services import mark_kept

PHOTO = b"photo" * 1000


@pytest.fixture
def file(write):
    file = write(PHOTO)
    with transaction.atomic():
        mark_kept(file)
    return file


def read(file):
    with open_file(file) as opened:
        return opened.read()


def test_it_works(file):
    """Scenario 4 of reference.md: only main is touched. The backup is gone, and nobody notices."""
    get_backends()["backup"].delete(file.key)
    assert read(file) == PHOTO


def test_lost_in_main_is_served_from_backup(file):
    get_backends()["main"].delete(file.key)
    assert read(file) == PHOTO


def test_cut_short_in_main_is_served_from_backup(file):
    path = get_backends()["main"].path(file.key)
    path.write_bytes(PHOTO[:100])
    assert read(file) == PHOTO


def test_main_broken_is_served_from_backup(file, break_storage):
    break_storage("main")
    assert read(file) == PHOTO


def test_lost_everywhere_says_so(file):
    for backend in get_backends().values():
        backend.delete(file.key)
    with pytest.raises(FileLost):
        open_file(file)
