import os
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.models import Message
from storage.models import StoredFile
from storage.tasks import clean_up_abandoned


def test_it_works(write):
    """A crash after the bytes were stored and before the rows were: the sweep settles it."""
    file = write(b"photo")
    StoredFile.objects.update(created_at=timezone.now() - timedelta(hours=2))
    assert clean_up_abandoned() == 1
    file.refresh_from_db()
    assert file.state == "abandoned"
    assert Message.objects.get(task="storage.delete_files").arguments == {"file_ids": [file.pk]}


def test_an_upload_that_runs_is_left_alone(write):
    write(b"photo")
    assert clean_up_abandoned() == 0
    assert StoredFile.objects.get().state == "writing"


def test_stale_staged_files_go_and_fresh_ones_stay(db, settings, tmp_path):
    settings.STAGING_DIR = tmp_path
    stale, fresh, work = tmp_path / "stale", tmp_path / "fresh", tmp_path / "derive-x"
    stale.write_bytes(b"x")
    fresh.write_bytes(b"x")
    work.mkdir()
    (work / "original").write_bytes(b"x")
    for path in (stale, work):
        os.utime(path, (0, 0))
    clean_up_abandoned()
    assert list(tmp_path.iterdir()) == [fresh]


@pytest.mark.parametrize("state", ["deleting", "abandoned"])
def test_a_deletion_whose_message_is_gone_gets_another(write, state):
    file = write(b"photo")
    StoredFile.objects.update(state=state, delete_requested_at=timezone.now() - timedelta(hours=2))
    assert clean_up_abandoned() == 1
    assert Message.objects.get().arguments == {"file_ids": [file.pk]}
    assert clean_up_abandoned() == 0, "now one waits"


def test_a_deletion_that_waits_or_is_a_dead_letter_is_left_alone(write):
    write(b"photo")
    StoredFile.objects.update(state="deleting", delete_requested_at=timezone.now() - timedelta(hours=2))
    clean_up_abandoned()
    for state, repeated in (("sent", 0), ("failed", 0), ("done", 1)):
        Message.objects.update(state=state)
        assert clean_up_abandoned() == repeated, state


def test_a_fresh_deletion_is_left_alone(write):
    write(b"photo")
    StoredFile.objects.update(state="deleting", delete_requested_at=timezone.now())
    assert clean_up_abandoned() == 0
