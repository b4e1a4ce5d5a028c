"""The large rendering: made after the others, of photos with enough pixels; it may be missing."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from albums.models import Album, Derivative, Picture
from albums.services import large
from albums.services.deletion import delete_pictures
from albums.tests.helpers import UNKNOWN, add, deliver, make_pictures, photo
from outbox.consuming import Delivery
from outbox.models import Message
from storage.backends import get_backends
from storage.care.healing import heal
from storage.models import FileCopy, Usage
from storage.tests.harm import path_of

TASK = "albums.make_large"


@pytest.fixture
def picture(minsu_client, album):
    """Ready, with the message for its large rendering."""
    picture = add(minsu_client, album, photo(1, size=(5000, 3000)))
    deliver()
    return picture


def made() -> list[tuple[int, int]]:
    return list(Derivative.objects.filter(variant="large").values_list("width", "height"))


def read(client, picture: Picture) -> int:
    return client.get(f"/pictures/{picture.public_id}/file/large").status_code


def test_it_works(picture, minsu_client, mother_client, stranger_client, client):
    assert Picture.objects.get().is_ready and made() == [] and read(mother_client, picture) == 404
    message = Message.objects.get(task=TASK)
    assert message.due_at > timezone.now()
    version = Album.objects.get().version
    deliver()
    assert made() == [(4096, 2458)]
    assert Album.objects.get().version == version, "pages would be built anew for nothing"
    assert [read(each, picture) for each in (mother_client, minsu_client, stranger_client)] == [200, 200, 404]
    assert read(client, picture) == 302
    assert mother_client.get(f"/pictures/{UNKNOWN}/file/large").status_code == 404
    assert mother_client.post(f"/pictures/{picture.public_id}/file/large").status_code == 405
    assert Usage.objects.get(family=picture.album.family).used_bytes == picture.file.size
    deliver()
    assert Message.objects.filter(task=TASK).count() == 1


def test_a_small_photo_has_none(minsu_client, album):
    add(minsu_client, album, photo(1, size=(2599, 800)))
    deliver()
    assert not Message.objects.filter(task=TASK).exists()


def test_it_gives_way_to_photos_that_wait(picture, minsu_client, album):
    add(minsu_client, album, photo(2))
    for message in Message.objects.filter(task=TASK):
        large.make_large(Delivery(str(message.uid)), picture)
    assert made() == []
    first, again = Message.objects.filter(task=TASK).order_by("id")
    assert (first.state, again.state) == ("done", "pending") and again.due_at > timezone.now()


def test_deleted_meanwhile_it_leaves_nothing(picture, snapshot, monkeypatch):
    derive = large.derive

    def derive_while_it_is_deleted(*args):
        derived = derive(*args)
        delete_pictures(Picture.objects.all())
        return derived

    monkeypatch.setattr(large, "derive", derive_while_it_is_deleted)
    deliver()
    deliver()
    assert snapshot()["on disk"] == [] and snapshot()["files"] == []


def test_deleting_the_photo_deletes_it(picture, snapshot):
    deliver()
    assert len(snapshot()["on disk"]) == 10
    delete_pictures(Picture.objects.all())
    deliver()
    assert snapshot()["on disk"] == []


def test_a_lost_one_is_made_again_and_the_photo_stays(picture, mother_client):
    deliver()
    file = Derivative.objects.get(variant="large").file
    for storage in get_backends():
        path_of(file, storage).unlink()
    FileCopy.objects.filter(file=file).update(damage="missing")
    assert heal(file).is_lost
    deliver()
    assert Picture.objects.get().is_ready and Derivative.objects.count() == 3
    deliver()
    assert read(mother_client, picture) == 200


def test_one_of_an_earlier_release_by_command(picture, mother_client, capsys):
    Message.objects.filter(task=TASK).delete()
    call_command("make_large", most=5)
    deliver()
    assert read(mother_client, picture) == 200
    call_command("make_large")
    assert "0 photos" in capsys.readouterr().out.splitlines()[-1]


def test_the_command_asks_for_the_newest_first(jieun, album):
    pictures = make_pictures(album, 3, width=3000)
    call_command("make_large", most=2)
    asked = [message.arguments["picture_id"] for message in Message.objects.filter(task=TASK).order_by("id")]
    assert asked == [pictures[2].pk, pictures[1].pk]
