import hashlib
import threading

import pytest
from django.db import connection, transaction

from outbox.models import Message
from storage.backends import get_backends
from storage.backends.base import StorageUnavailable
from storage.models import FileCopy, StoredFile, Usage
from storage.services import FamilyFull, abandoned_on_error, mark_kept, request_deletion
from storage.tasks import delete_files

PHOTO = b"photo" * 50_000


def keep_now(file):
    with abandoned_on_error([file]), transaction.atomic(durable=True):
        mark_kept(file)


def deletion() -> Message:
    """The message that asks for it."""
    return Message.objects.get(task="storage.delete_files")


def deliver(message):
    """What a worker does with the message."""
    from outbox.consuming import consume

    consume(delete_files, uid=str(message.uid), arguments=message.arguments)
    message.refresh_from_db()


def test_it_works(write, plain_copies, family):
    file = write(PHOTO)
    keep_now(file)
    file.refresh_from_db()
    assert (file.state, file.size, file.sha256) == ("stored", len(PHOTO), hashlib.sha256(PHOTO).hexdigest())
    assert plain_copies(file) == {"main": PHOTO, "backup": PHOTO}
    [stored] = {copy.sha256 for copy in file.copies.all()}
    assert stored == hashlib.sha256(get_backends()["main"].open(file.key).read()).hexdigest()
    assert file.sha256 == hashlib.sha256(PHOTO).hexdigest() != stored
    assert Usage.objects.get().used_bytes == len(PHOTO)


def test_derivatives_do_not_count(write):
    keep_now(write(PHOTO, StoredFile.Kind.DERIVATIVE))
    assert Usage.objects.get().used_bytes == 0


@pytest.mark.parametrize("broken", ["main", "backup"])
def test_one_storage_down_refuses_and_compensates(write, plain_copies, break_storage, mend_storage, broken):
    """Scenarios 2 and 3 of reference.md: the row stays as evidence, the other copy goes by message."""
    break_storage(broken)
    with pytest.raises(StorageUnavailable):
        write(PHOTO)
    file = StoredFile.objects.get()
    assert file.state == "abandoned"
    assert Usage.objects.get().used_bytes == 0
    mend_storage(broken)
    message = deletion()
    assert message.arguments == {"file_ids": [file.pk]}
    deliver(message)
    assert message.state == "done"
    assert plain_copies(file) == {"main": None, "backup": None}
    file.refresh_from_db()
    assert file.state == "deleted"


def test_one_copy_is_enough_where_the_setting_says_so(write, plain_copies, break_storage, settings):
    settings.STORAGE_COPIES_REQUIRED = "1"
    break_storage("backup")
    file = write(PHOTO)
    keep_now(file)
    assert [copy.storage for copy in file.copies.all()] == ["main"]


def test_a_failure_after_storing_compensates(write, plain_copies):
    file = write(PHOTO)
    with pytest.raises(ZeroDivisionError), abandoned_on_error([file]), transaction.atomic(durable=True):
        mark_kept(file)
        raise ZeroDivisionError
    file.refresh_from_db()
    assert file.state == "abandoned"
    assert not FileCopy.objects.exists()
    deliver(deletion())
    assert plain_copies(file) == {"main": None, "backup": None}


def test_over_the_limit_is_refused_to_the_byte(write, family):
    Usage.objects.update(limit_bytes=len(PHOTO))
    keep_now(write(PHOTO))
    with pytest.raises(FamilyFull):
        keep_now(write(b"x"))
    assert Usage.objects.get().used_bytes == len(PHOTO)


@pytest.mark.django_db(transaction=True)
def test_concurrent_uploads_are_exact_and_never_over_the_limit(write, family):
    Usage.objects.update(limit_bytes=10 * 1000)
    outcomes = []

    def upload():
        try:
            keep_now(write(b"x" * 1000))
            outcomes.append("kept")
        except FamilyFull:
            outcomes.append("full")
        finally:
            connection.close()

    threads = [threading.Thread(target=upload) for _ in range(16)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["full"] * 6 + ["kept"] * 10
    assert Usage.objects.get().used_bytes == 10 * 1000


def test_a_file_that_was_given_up_meanwhile_is_not_kept(write):
    file = write(PHOTO)
    StoredFile.objects.update(state=StoredFile.State.ABANDONED)
    with pytest.raises(StorageUnavailable), transaction.atomic():
        mark_kept(file)


def test_deletion_gives_the_bytes_back_at_once_and_deletes_by_message(write, plain_copies):
    file = write(PHOTO)
    keep_now(file)
    with transaction.atomic():
        request_deletion([file.pk])
    assert Usage.objects.get().used_bytes == 0
    assert plain_copies(file)["main"] == PHOTO
    deliver(deletion())
    assert plain_copies(file) == {"main": None, "backup": None}


def test_deletion_twice_gives_back_once(write):
    file, other = write(PHOTO), write(b"other")
    keep_now(file)
    keep_now(other)
    for _ in range(2):
        with transaction.atomic():
            request_deletion([file.pk])
    assert Usage.objects.get().used_bytes == len(b"other")


def test_deletion_goes_in_groups(family, directories):
    files = StoredFile.objects.bulk_create(
        StoredFile(family=family, kind="original", state="stored", content_type="image/jpeg", size=1)
        for _ in range(120)
    )
    Usage.objects.update(used_bytes=120)
    with transaction.atomic():
        request_deletion([file.pk for file in files])
    deletions = Message.objects.filter(task="storage.delete_files").order_by("id")
    assert [len(message.arguments["file_ids"]) for message in deletions] == [50, 50, 20]
    assert Usage.objects.get().used_bytes == 0


def test_deletion_while_a_storage_is_down_is_tried_again(write, plain_copies, break_storage, mend_storage):
    file = write(PHOTO)
    keep_now(file)
    with transaction.atomic():
        request_deletion([file.pk])
    break_storage("backup")
    message = deletion()
    deliver(message)
    assert (message.state, message.failures) == ("pending", 1)
    mend_storage("backup")
    assert plain_copies(file) == {"main": None, "backup": PHOTO}
    deliver(message)
    assert message.state == "done"
    assert plain_copies(file) == {"main": None, "backup": None}
