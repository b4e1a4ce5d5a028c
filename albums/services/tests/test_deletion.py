"""What is more than one batch is deleted by messages; people see at once that it is gone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from albums.models import Album, Picture, TrashPurge
from albums.services import deletion
from albums.services.albums import AlbumGone, count_added, create_album
from albums.services.deletion import delete_album, empty_trash
from albums.services.trash import in_trash, restore_album, trash_album, trash_pictures
from albums.tests.helpers import add, deliver, make_pictures, photo, send
from outbox.models import Message
from storage.models import StoredFile, Usage


@pytest.fixture(autouse=True)
def small_batches(monkeypatch):
    monkeypatch.setattr(deletion, "BATCH", 10)
    monkeypatch.setattr(deletion, "WORK_SECONDS", 0)


@pytest.fixture
def large(album):
    make_pictures(album, 35)
    Usage.objects.update(used_bytes=35)
    return album


def still_to_do() -> int:
    return Message.objects.filter(
        state__in=Message.OPEN, task__in=["albums.delete_album", "albums.empty_trash"]
    ).count()


def test_it_works(jieun_client, large):
    trash_album(large)
    assert jieun_client.post(reverse("album_delete_for_good", args=[large.public_id])).status_code == 302
    left = []
    while still_to_do():
        left.append((Picture.objects.count(), Usage.objects.get().used_bytes))
        deliver()
    # Each message does a batch, gives its bytes back and asks for the next.
    assert left == [(35, 35), (25, 25), (15, 15), (5, 5)]
    assert not Album.objects.exists() and not Picture.objects.exists()
    assert Usage.objects.get().used_bytes == 0
    assert set(StoredFile.objects.values_list("state", flat=True)) <= {"deleting", "deleted"}


def test_it_is_gone_for_people_at_once(jieun_client, minsu_client, large):
    trash_album(large)
    delete_album(large)
    assert Picture.objects.count() == 35
    page = jieun_client.get("/trash/").context
    assert not page["albums"] and page["page"].items == []
    for name in ("album_restore", "album_delete_for_good"):
        assert jieun_client.post(reverse(name, args=[large.public_id])).status_code == 404
    assert send(minsu_client, large, photo(1)).status_code == 404
    assert not restore_album(large)
    with pytest.raises(AlbumGone):
        count_added(large.pk, taken_at=None)


def test_asked_twice_it_is_deleted_once(large):
    trash_album(large)
    delete_album(large)
    delete_album(large)
    assert still_to_do() == 1
    for _ in range(4):
        # As often as the broker likes.
        Message.objects.filter(task="albums.delete_album", state="sent").update(state="pending")
        deliver()
    assert Usage.objects.get().used_bytes == 0 and not Album.objects.exists()


def test_one_that_came_back_stays(large):
    """Somebody brought it back after the page with the button was loaded."""
    assert delete_album(large) == 0
    assert Picture.objects.count() == 35 and not still_to_do()


def test_many_single_pictures(jieun, minsu_client, large):
    trash_pictures(list(Picture.objects.all()))
    empty_trash(jieun.family)
    assert Picture.objects.count() == 35, "the answer waited"
    page = minsu_client.get("/trash/").context
    assert page["page"].items == []
    # What comes into the trash now is not emptied with the others, even by a server whose clock is behind.
    TrashPurge.objects.update(until=timezone.now() + timedelta(seconds=30))
    later = add(minsu_client, large, photo(1))
    trash_pictures([later])
    assert list(in_trash(jieun.family_id)) == [later]
    while still_to_do():
        deliver()
    assert list(Picture.objects.all()) == [later] and not TrashPurge.objects.exists()
    assert list(in_trash(jieun.family_id)) == [later]
    assert Usage.objects.get().used_bytes == later.file.size


def test_many_small_albums(jieun, album):
    """Together they are more than one batch: the first go at once, the others by message."""
    albums = [create_album(person=jieun, title=str(number), description="") for number in range(4)]
    for one in albums:
        make_pictures(one, 4)
        trash_album(one)
    empty_trash(jieun.family)
    assert Picture.objects.count() == 8 and still_to_do() == 2
    while still_to_do():
        deliver()
    assert list(Album.objects.all()) == [album] and not Picture.objects.exists()
