"""The scrub reads what waited longest, within its budget, and never the same copy twice at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.models import Message
from storage.care import scrubbing
from storage.care.scrubbing import claim, scrub
from storage.models import FileCopy, StoredFile
from storage.tasks import verify_slowly
from storage.tests.harm import damage_of, flip, path_of

PLENTY = 1_000_000_000


@pytest.fixture
def files(write_kept):
    """Three files, the first of which waits longest."""
    files = [write_kept(b"%d" % number * 1000) for number in range(3)]
    for days, file in zip((9, 8, 7), files, strict=True):
        then = timezone.now() - timedelta(days=days)
        file.copies.update(verified_at=then, looked_at=then)
    return files


def found(scrubs):
    return {one.storage: {name: count for name, count in one.found.items() if count} for one in scrubs}


def verified():
    """The keys' copies that were verified just now."""
    fresh = FileCopy.objects.filter(verified_at__gt=timezone.now() - timedelta(hours=1))
    return set(fresh.values_list("file_id", "storage"))


def test_it_works(files):
    assert found(scrub(most_bytes=PLENTY, seconds=20)) == {"main": {"good": 3}, "backup": {"good": 3}}
    assert len(verified()) == 6
    assert found(scrub(most_bytes=PLENTY, seconds=20)) == {"main": {}, "backup": {}}


def test_what_waited_longest_comes_first(files):
    scrub(most_bytes=1, seconds=20)
    assert verified() == {(files[0].pk, "main"), (files[0].pk, "backup")}
    scrub(most_bytes=1, seconds=20)
    assert (files[1].pk, "main") in verified() and (files[2].pk, "main") not in verified()


def test_no_time_reads_nothing_and_loses_no_place(files):
    before = set(FileCopy.objects.values_list("pk", "looked_at"))
    scrub(most_bytes=PLENTY, seconds=0)
    assert set(FileCopy.objects.values_list("pk", "looked_at")) == before


def test_two_workers_never_read_the_same(files):
    first, second = claim("main"), claim("main")
    assert [copy.file for copy in first] == files and second == []


def test_a_worker_that_dies_has_verified_nothing(files):
    claim("main")
    assert not verified()


def test_damage_is_found_and_told(files):
    flip(files[0], "main")
    path_of(files[1], "backup").unlink()
    scrubs = scrub(most_bytes=PLENTY, seconds=20)
    assert found(scrubs) == {"main": {"good": 2, "changed": 1}, "backup": {"good": 2, "missing": 1}}
    assert damage_of(files[0]) == {"main": "changed", "backup": ""}
    assert Message.objects.filter(task="storage.heal_file").count() == 2


def test_a_copy_that_was_never_made_is_found_by_its_sibling(files):
    files[0].copies.filter(storage="backup").delete()
    assert found(scrub(most_bytes=PLENTY, seconds=20))["main"] == {"good": 3, "never made": 1}


def test_a_storage_that_is_down_stops_its_own_walk(files, break_storage, mend_storage):
    break_storage("main")
    main, backup = scrub(most_bytes=PLENTY, seconds=20)
    assert main.is_away and not main.found.total() and backup.found["good"] == 3
    mend_storage("main")
    # The one that was tried goes to the end of the line: it may be what could not be read.
    assert found(scrub(most_bytes=PLENTY, seconds=20))["main"] == {"good": 2}


def test_files_that_are_given_up_are_not_read(files):
    StoredFile.objects.filter(pk=files[0].pk).update(state=StoredFile.State.DELETING)
    assert found(scrub(most_bytes=PLENTY, seconds=20))["main"] == {"good": 2}


def test_many_batches(files, monkeypatch):
    monkeypatch.setattr(scrubbing, "BATCH", 1)
    assert found(scrub(most_bytes=PLENTY, seconds=20))["backup"] == {"good": 3}


def test_the_tick_keeps_its_budget(files, settings):
    settings.VERIFY_BYTES_PER_HOUR = 60 * 1500
    assert verify_slowly() == 4  # of about a thousand bytes: two of each storage
    settings.VERIFY_BYTES_PER_HOUR = 0
    assert verify_slowly() == 0
