"""Erasing files: their rows and history go when their bytes are deleted, and only the key stays for some days."""

from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from albums.tests.helpers import deliver
from outbox.models import Message
from picup.core.progress import Progress
from storage import erasing, history
from storage.models import ErasedFile, StoredFile
from storage.services import request_deletion


def give_up(file: StoredFile, leaving_id: int = 1) -> None:
    with transaction.atomic():
        erasing.mark_files([file.pk], leaving_id)
        request_deletion([file.pk])


def test_it_works(write_kept, copies):
    file, other, counted = write_kept(b"one"), write_kept(b"two"), []
    give_up(file)
    count = lambda **numbers: counted.append(numbers)  # noqa: E731
    assert erasing.erase_files(1, count) is Progress.WAITS, "its bytes are there"
    deliver()
    assert erasing.erase_files(1, count) is Progress.WAITS, "the history of the deletion is on its way"
    deliver()
    assert len(history.of(file.pk)) > 4
    assert erasing.erase_files(1, count) is Progress.WORKED
    assert erasing.erase_files(1, count) is Progress.DONE
    assert history.of(file.pk) == [] and history.of(other.pk) != []
    assert list(StoredFile.objects.all()) == [other]
    assert counted == [{"files": 1, "events": counted[0]["events"]}]
    assert set(copies(file).values()) == {None}


def test_only_the_key_stays_and_goes_after_a_week(write_kept):
    file = write_kept(b"one")
    give_up(file)
    deliver(), deliver()
    erasing.erase_files(1, lambda **numbers: None)
    erasing.forget_account(1)
    row = ErasedFile.objects.get()
    assert (row.key, row.file_id, row.leaving_id) == (file.key, None, None)
    erasing.prune_keys()
    assert ErasedFile.objects.exists()
    ErasedFile.objects.update(erased_at=timezone.now() - timedelta(days=erasing.ERASED_KEYS_DAYS, hours=1))
    erasing.prune_keys()
    assert not ErasedFile.objects.exists()


def test_what_is_not_erased_yet_is_never_pruned(write_kept):
    give_up(write_kept(b"one"))
    erasing.prune_keys()
    assert ErasedFile.objects.exists()


def test_events_that_wait_for_their_store_hold_a_file_back(write_kept):
    file = write_kept(b"one")
    give_up(file)
    deliver(), deliver()
    message = Message.objects.filter(task="storage.record_history").last()
    for state in ("pending", "sent", "failed"):
        Message.objects.filter(pk=message.pk).update(state=state)
        assert erasing.erase_files(1, lambda **numbers: None) is Progress.WAITS


def test_a_family_gives_up_files_in_every_state(write_kept, write, family):
    kept, writing = write_kept(b"one"), write(b"two")
    while erasing.give_up_family(family.pk, 1) is not Progress.DONE:
        pass
    deliver(), deliver()
    while erasing.erase_files(1, lambda **numbers: None) is Progress.WORKED:
        pass
    assert not StoredFile.objects.exists()
    assert set(ErasedFile.objects.values_list("key", flat=True)) == {kept.key, writing.key}


def test_rows_that_were_deleted_by_earlier_releases_lose_their_checksums(write_kept, family):
    migration = import_module("storage.migrations.0011_forget_checksums")
    row = {"family": family, "kind": "original", "content_type": "image/jpeg", "sha256": "a" * 64, "size": 3}
    for state in ("deleted", "deleting", "stored"):
        StoredFile.objects.create(state=state, **row)
    migration.forget_checksums(apps, connection.schema_editor())
    found = StoredFile.objects.order_by("pk").values_list("state", "sha256", "size")
    assert list(found) == [("deleted", "", 0), ("deleting", "", 3), ("stored", "a" * 64, 3)]
