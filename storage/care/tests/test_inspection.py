"""One copy is read to its end and compared with its row."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from outbox.models import Message
from picup.alerts.models import Alert
from storage.backends.base import StorageUnavailable
from storage.care.inspection import mark_good, request_missing_copies, verify
from storage.models import FileCopy
from storage.services import request_deletion
from storage.tests.harm import damage_of, flip, path_of

LONG_AGO = timezone.now() - timedelta(days=9)


@pytest.fixture
def file(write_kept):
    FileCopy.objects.update(verified_at=LONG_AGO)
    file = write_kept(b"photo")
    file.copies.update(verified_at=LONG_AGO)
    return file


def copy_of(file, storage="main"):
    return FileCopy.objects.select_related("file").get(file=file, storage=storage)


def healings():
    return list(Message.objects.filter(task="storage.heal_file").values_list("arguments", flat=True))


def test_it_works(file):
    assert verify(copy_of(file)) == "good"
    assert copy_of(file).verified_at > LONG_AGO + timedelta(days=8)
    assert copy_of(file, "backup").verified_at == LONG_AGO
    assert not healings()


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_what_is_wrong_is_noted_and_healed_by_message(file, harm):
    path_of(file, "main").unlink() if harm == "missing" else flip(file, "main")
    assert verify(copy_of(file)) == harm
    assert damage_of(file) == {"main": harm, "backup": ""}
    assert copy_of(file).verified_at == LONG_AGO
    assert healings() == [{"file_id": file.pk}]
    assert Alert.objects.get(kind="damaged copies").summary == f"{harm} in main"


@pytest.mark.parametrize("length", [0, 1, 40])
def test_a_copy_that_was_cut(file, length):
    path_of(file, "main").write_bytes(path_of(file, "main").read_bytes()[:length])
    assert verify(copy_of(file)) == "changed"


def test_a_copy_that_grew(file):
    with path_of(file, "main").open("ab") as copy:
        copy.write(b"\0")
    assert verify(copy_of(file)) == "changed"


def test_old_damage_is_tried_again(file):
    """A first try found no good copy; now a volume may be back."""
    flip(file, "main")
    verify(copy_of(file))
    verify(copy_of(file))
    assert len(healings()) == 2
    assert Alert.objects.filter(kind="damaged copies").count() == 1


def test_damage_that_is_gone_is_taken_back(file):
    """A volume was unmounted for a while, and is back with its files."""
    good = path_of(file, "main").read_bytes()
    path_of(file, "main").unlink()
    verify(copy_of(file))
    path_of(file, "main").write_bytes(good)
    assert verify(copy_of(file)) == "good"
    assert damage_of(file) == {"main": "", "backup": ""}


def test_damage_that_somebody_found_meanwhile_stays(file):
    """The read that found it ended after ours had begun."""
    before = copy_of(file)
    file.copies.update(damage="changed", damaged_at=timezone.now())
    mark_good([before], timezone.now())
    assert damage_of(file)["main"] == "changed"


def test_a_storage_that_is_down_says_nothing(file, break_storage):
    break_storage("main")
    with pytest.raises(StorageUnavailable):
        verify(copy_of(file))
    assert damage_of(file)["main"] == "" and copy_of(file).verified_at == LONG_AGO
    assert not healings()


def test_a_file_deleted_meanwhile_is_no_damage(file):
    copy = copy_of(file)
    with transaction.atomic():
        request_deletion([file.pk])
    path_of(file, "main").unlink()
    assert verify(copy) == "gone"
    assert not healings()


def test_a_file_that_was_moved_meanwhile_is_no_damage(file, write_kept):
    """Re-encryption gives it another name and new copies."""
    copy = copy_of(file)
    path_of(file, "main").unlink()
    FileCopy.objects.filter(pk=copy.pk).delete()
    assert verify(copy) == "gone"
    assert not healings()


def test_a_copy_that_was_never_made_is_asked_for(file, write_kept, write):
    """Accepted with STORAGE_COPIES_REQUIRED=1; the message that should have made it was closed by hand."""
    other, unfinished = write_kept(b"other"), write(b"unfinished")
    FileCopy.objects.filter(file=other, storage="backup").delete()
    assert request_missing_copies([file.pk, other.pk, unfinished.pk]) == [other.pk]
    assert healings() == [{"file_id": other.pk}]
