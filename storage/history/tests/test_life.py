"""The whole life of a file by the real views and the real handlers, in the table and in MongoDB."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from albums.models import Picture
from albums.tests.helpers import add, deliver, photo, send
from outbox.models import Message
from storage import history
from storage.history.tests.conftest import delete_for_good
from storage.models import StoredFile, Usage
from storage.services import FamilyFull, abandoned_on_error, mark_kept
from storage.tasks import clean_up_abandoned

pytestmark = pytest.mark.usefixtures("store")


def deliver_all() -> None:
    while Message.objects.filter(state__in=Message.OPEN).exists():
        deliver()


def steps(file_id: int) -> list[tuple[str, str]]:
    """In their order; but both copies may go within one millisecond, and MongoDB keeps no more of a time."""
    told = [(event.step, event.storage) for event in history.of(file_id)]
    return sorted(told, key=lambda one: one == ("deleted", "backup"))


UPLOADED = [("requested", ""), ("stored", "main"), ("stored", "backup"), ("kept", "")]
DELETED = [("deletion requested", ""), ("deleted", "main"), ("deleted", "backup")]


def test_it_works(jieun, jieun_client, album):
    """An upload, its derivatives, the trash, and deletion for good."""
    picture = add(jieun_client, album, photo())
    deliver_all()
    files = list(StoredFile.objects.all())
    assert len(files) == 4
    assert all(steps(file.pk) == UPLOADED for file in files)
    assert Message.objects.filter(task="storage.record_history").count() == 2
    delete_for_good(jieun_client, picture)
    deliver_all()
    assert not Picture.objects.exists()
    assert all(steps(file.pk) == UPLOADED + DELETED for file in files)
    assert set(Message.objects.values_list("state", flat=True)) == {"done"}


def test_who_and_by_which_request(jieun, jieun_client, album):
    answer = send(jieun_client, album, photo())
    [result] = answer.json()["results"]
    picture = Picture.objects.get(public_id=result["picture"])
    deliver_all()
    events = history.of(picture.file_id)
    assert {event.actor for event in events} == {jieun.public_id}
    assert {event.request_id for event in events} == {answer["X-Request-ID"]}
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert events[0].note == "original, image/jpeg"


@pytest.mark.parametrize("broken", ["main", "backup"])
def test_a_storage_that_is_down(jieun_client, album, break_storage, mend_storage, broken):
    """What was refused where, given up, and deleted."""
    break_storage(broken)
    [result] = send(jieun_client, album, photo()).json()["results"]
    assert result["status"] == "rejected"
    mend_storage(broken)
    deliver_all()
    file = StoredFile.objects.get()
    events = {(event.step, event.storage): event for event in history.of(file.pk)}
    other = "backup" if broken == "main" else "main"
    assert steps(file.pk) == [
        ("requested", ""),
        ("stored", other),
        ("refused", broken),
        ("abandoned", ""),
        ("deleted", "main"),
        ("deleted", "backup"),
    ]
    assert events["refused", broken].note
    assert events["abandoned", ""].note == "StorageUnavailable"
    assert events["deleted", broken].note == "was not there" and not events["deleted", other].note


def test_over_the_limit(write):
    Usage.objects.update(limit_bytes=1)
    file = write(b"photo")
    with pytest.raises(FamilyFull), abandoned_on_error([file]), transaction.atomic(durable=True):
        mark_kept(file)
    deliver_all()
    assert steps(file.pk) == [*UPLOADED[:3], ("abandoned", ""), *DELETED[1:]]
    assert "FamilyFull" in [event.note for event in history.of(file.pk)]


def test_left_by_a_crash(write):
    file = write(b"photo")
    StoredFile.objects.update(created_at=timezone.now() - timedelta(hours=2))
    clean_up_abandoned()
    deliver_all()
    assert steps(file.pk) == [("requested", ""), ("abandoned", ""), *DELETED[1:]]
    assert [event.note for event in history.of(file.pk)][1] == "left by a crash"


def test_a_file_that_was_kept_meanwhile_was_not_abandoned(write):
    file = write(b"photo")
    with pytest.raises(ZeroDivisionError), abandoned_on_error([file]):
        with transaction.atomic(durable=True):
            mark_kept(file)
        raise ZeroDivisionError
    deliver_all()
    assert steps(file.pk) == UPLOADED


def test_a_deletion_that_takes_several_tries_is_told_once(jieun_client, album, break_storage, mend_storage):
    picture = add(jieun_client, album, photo())
    deliver_all()
    delete_for_good(jieun_client, picture)
    break_storage("backup")
    for _ in range(2):
        deliver()
    assert steps(picture.file_id) == UPLOADED + DELETED[:2]
    mend_storage("backup")
    deliver_all()
    assert steps(picture.file_id) == UPLOADED + DELETED
    assert [event.note for event in history.of(picture.file_id)][-2:] == ["", ""]


def test_every_message_twice(jieun_client, album):
    picture = add(jieun_client, album, photo())
    deliver_all()
    Message.objects.filter(task="storage.record_history").update(state="pending")
    deliver_all()
    assert steps(picture.file_id) == UPLOADED


@pytest.mark.django_db(transaction=True)
def test_damage_and_healing(jieun, jieun_client, album, directories):
    """Main has lost it: who looked got it from the backup, and the worker healed main."""
    picture = add(jieun_client, album, photo())
    deliver_all()
    [path] = directories["main"].rglob(picture.file.key)
    path.unlink()
    answer = jieun_client.get(reverse("picture_file", args=[picture.public_id, "original"]))
    assert b"".join(answer.streaming_content) == photo()
    answer.close()
    deliver_all()
    found = history.of(picture.file_id)[4:]
    assert [(event.step, event.storage, event.note) for event in found] == [
        ("damage found", "main", "missing"),
        ("served from backup", "backup", ""),
        ("healed", "main", ""),
    ]
    assert [event.actor for event in found[:2]] == [jieun.public_id] * 2
    assert path.exists()


def test_verified_on_request(write):
    from storage.care.inspection import verify

    file = write(b"photo")
    with transaction.atomic():
        mark_kept(file)
    for copy in file.copies.order_by("-storage"):
        assert verify(copy) == "good"
    deliver_all()
    assert steps(file.pk)[4:] == [("verified", "main"), ("verified", "backup")]


def test_encrypted_again_it_keeps_its_life_under_another_name(write):
    from storage.care.reencryption import reencrypt

    file = write(b"photo")
    with transaction.atomic():
        mark_kept(file)
    old_key = file.key
    assert reencrypt(file)
    deliver_all()
    file.refresh_from_db()
    assert file.key != old_key
    assert steps(file.pk) == [*UPLOADED, ("reencrypted", "")]
    assert file.key in history.of(file.pk)[-1].note
    under_the_old_name = [event.step for event in history.of(old_key)]
    assert under_the_old_name == [
        "requested",
        "stored",
        "stored",
        "kept",
        "reencrypted",
        "deleted",
        "deleted",
    ]
    assert [event.step for event in history.of(file.key)] == ["requested", "stored", "stored", "abandoned"]
