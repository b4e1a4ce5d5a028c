"""What lies in the trash waits for nobody's look; what comes back does again."""

import pytest

from albums.models import Album, Look, Picture
from albums.services import put_away, undo
from albums.services.looks import add_looks, mark_seen
from albums.services.trash import restore_album, restore_pictures, trash_album, trash_pictures
from albums.tests.helpers import deliver, make_pictures
from outbox.models import Message


@pytest.fixture
def pictures(album, mother, minsu, jieun):
    """New to two people."""
    pictures = make_pictures(album, 5, uploaded_by=jieun)
    for picture in pictures:
        add_looks(picture)
    return pictures


def unseen(person) -> list[Picture]:
    return [look.picture for look in Look.objects.filter(person=person, seen_at=None).order_by("id")]


def test_it_works(mother, minsu, pictures, album):
    """An album goes and comes back; what was seen before stays seen."""
    mark_seen(person=mother, picture_ids=[pictures[0].public_id])
    seen_at = Look.objects.get(person=mother, picture=pictures[0]).seen_at
    trash_album(album)
    deliver()
    assert unseen(mother) == unseen(minsu) == []
    assert restore_album(album)
    deliver()
    assert unseen(mother) == pictures[1:] and unseen(minsu) == pictures
    assert Look.objects.get(person=mother, picture=pictures[0]).seen_at == seen_at


def test_pictures(mother, minsu, pictures):
    """At once, without a message."""
    trash_pictures(pictures[:2])
    assert unseen(mother) == unseen(minsu) == pictures[2:]
    restore_pictures(pictures[:1])
    assert unseen(mother) == [pictures[0], *pictures[2:]]


def test_a_picture_that_lay_there_before_its_album(mother, pictures, album):
    trash_pictures(pictures[:1])
    trash_album(album)
    deliver()
    restore_album(album)
    deliver()
    assert unseen(mother) == pictures[1:]


def test_the_undo_of_a_message(mother, jieun, pictures, album):
    token = undo.token_for_trashed_album(jieun, album, trash_album(album))
    deliver()
    assert unseen(mother) == []
    undo.undo(jieun, token)
    deliver()
    assert unseen(mother) == pictures


def test_seen_before_the_message_comes(mother, pictures, album):
    """She looks at an album that has just come back: it does not become new to her."""
    trash_album(album)
    deliver()
    restore_album(album)
    mark_seen(person=mother, picture_ids=[pictures[0].public_id])
    deliver()
    assert unseen(mother) == pictures[1:]


def test_messages_in_any_order(mother, pictures, album):
    """Each does what the album's state asks for now."""
    trash_album(album)
    restore_album(album)
    first, second = Message.objects.filter(task="albums.put_away").order_by("id")
    assert first.arguments == second.arguments
    deliver()
    assert unseen(mother) == pictures


def test_a_large_album_goes_on_by_another_message(mother, pictures, album, monkeypatch):
    monkeypatch.setattr(put_away, "BATCH", 2)
    monkeypatch.setattr(put_away, "WORK_SECONDS", 0)
    trash_album(album)
    deliver()
    assert unseen(mother) == pictures[2:]
    for _ in range(3):
        deliver()
    assert (
        unseen(mother) == []
        and not Message.objects.filter(task="albums.put_away").exclude(state="done").count()
    )


def test_an_album_that_is_gone(mother, pictures, album):
    trash_album(album)
    Picture.objects.all().delete()
    Album.objects.all().delete()
    deliver()
    assert not Message.objects.filter(task="albums.put_away").exclude(state="done").exists()
