"""What is made of a photo after it is shown: `screen`, and `large` if it has enough pixels. It may be missing."""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from albums.images.decoder import Decoder
from albums.images.formats import sniff
from albums.models import FIRST, Album, Derivative, Picture
from albums.services import sharpening
from albums.services.deletion import delete_pictures
from albums.tests.helpers import UNKNOWN, add, deliver, make_pictures, photo, send
from outbox.consuming import Delivery
from outbox.models import Message
from storage.backends import get_backends
from storage.care.healing import heal
from storage.models import FileCopy, Usage
from storage.tests.harm import path_of

TASK = "albums.sharpen"


@pytest.fixture
def picture(minsu_client, album):
    """Ready, with the message for what follows."""
    picture = add(minsu_client, album, photo(1, size=(5000, 3000)))
    deliver()
    return picture


def made() -> list[tuple[str, int, int]]:
    later = Derivative.objects.exclude(variant__in=FIRST).order_by("width")
    return list(later.values_list("variant", "width", "height"))


def read(client, picture: Picture, variant: str = "large") -> int:
    return client.get(f"/pictures/{picture.public_id}/file/{variant}").status_code


def test_it_works(picture, minsu_client, mother_client, stranger_client, client):
    assert Picture.objects.get().is_ready and made() == [] and read(mother_client, picture) == 404
    message = Message.objects.get(task=TASK)
    assert message.due_at > timezone.now()
    deliver()
    assert made() == [("screen", 2048, 1229), ("large", 4096, 2458)]
    assert [read(each, picture) for each in (mother_client, minsu_client, stranger_client)] == [200, 200, 404]
    assert read(client, picture) == 302
    assert mother_client.get(f"/pictures/{UNKNOWN}/file/large").status_code == 404
    assert mother_client.post(f"/pictures/{picture.public_id}/file/large").status_code == 405
    assert Usage.objects.get(family=picture.album.family).used_bytes == picture.file.size
    deliver()
    assert Message.objects.filter(task=TASK).count() == 1


def test_pages_offer_what_there_is(picture, mother_client):
    """Neither a broken photo before, nor a coarse one after."""
    pages = [picture.album.get_absolute_url(), picture.get_absolute_url()]
    pages += [picture.get_absolute_url() + "big/", picture.get_absolute_url() + "print/", "/"]
    for is_sharp in (False, True):
        for page in pages:
            names = set(re.findall(r"/file/(\w+)", mother_client.get(page).content.decode()))
            assert names and {read(mother_client, picture, name) for name in names} == {200}, page
            assert ("screen" in names) == is_sharp, page
        deliver()


def test_a_photo_no_larger_than_a_screen_is_made_at_once(minsu_client, album):
    add(minsu_client, album, photo(1, size=(2048, 1500)))
    deliver()
    assert not Message.objects.filter(task=TASK).exists()
    assert [name for name, _, _ in made()] == ["screen"] and Picture.objects.get().is_sharp


def test_a_small_photo_has_no_large(minsu_client, album):
    add(minsu_client, album, photo(1, size=(2599, 800)))
    deliver()
    deliver()
    assert [name for name, _, _ in made()] == ["screen"]


def test_large_alone_builds_no_page_anew(picture):
    deliver()
    Derivative.objects.get(variant="large").delete()
    version = Album.objects.get().version
    call_command("make_large")
    deliver()
    assert len(made()) == 2 and Album.objects.get().version == version


def test_added_again_it_is_asked_for_again(picture, minsu_client, album):
    """So a photo that could not be made sharper has a way out."""
    Message.objects.filter(task=TASK).delete()
    same = photo(1, size=(5000, 3000))
    add(minsu_client, album, same)
    assert send(minsu_client, album, same).json()["results"][0]["status"] == "duplicate"
    assert Message.objects.filter(task=TASK).count() == 1
    deliver()
    assert len(made()) == 2 and Picture.objects.get().is_sharp


def test_a_message_of_the_release_before(picture):
    Message.objects.filter(task=TASK).update(task="albums.make_large")
    deliver()
    assert len(made()) == 2


def test_it_gives_way_to_photos_that_wait(picture, minsu_client, album):
    add(minsu_client, album, photo(2))
    for message in Message.objects.filter(task=TASK):
        sharpening.sharpen(Delivery(str(message.uid)), picture)
    assert made() == []
    first, again = Message.objects.filter(task=TASK).order_by("id")
    assert (first.state, again.state) == ("done", "pending") and again.due_at > timezone.now()


def test_deleted_meanwhile_it_leaves_nothing(picture, snapshot, monkeypatch):
    derive = sharpening.derive

    def derive_while_it_is_deleted(*args):
        derived = derive(*args)
        delete_pictures(Picture.objects.all())
        return derived

    monkeypatch.setattr(sharpening, "derive", derive_while_it_is_deleted)
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


@pytest.fixture
def staged_plain(monkeypatch, settings):
    """The plain pictures on the staging volume each time that the decoder works, files without a name included."""
    found, ask = [], Decoder._ask

    def note_and_ask(self, *args):
        opened = [path for path in Path("/proc/self/fd").iterdir() if is_within(path, settings.STAGING_DIR)]
        files = [path for path in settings.STAGING_DIR.rglob("*") if path.is_file()]
        found.append([str(path) for path in (*files, *opened) if is_plain(path)])
        return ask(self, *args)

    monkeypatch.setattr(Decoder, "_ask", note_and_ask)
    return found


def is_within(descriptor: Path, directory: Path) -> bool:
    with suppress(OSError):
        return str(descriptor.readlink()).startswith(str(directory))
    return False


def is_plain(path: Path) -> bool:
    """A photo, a rendering, or one that is about to be written: what is encrypted begins with other bytes."""
    with path.open("rb") as file:
        return file.read(4) in (b"", b"RIFF", b"\x89PNG") or sniff(path.read_bytes()) is not None


def test_no_plain_byte_of_a_photo_lies_on_a_disk(staged_plain, picture):
    """Neither for its first renderings nor for the others."""
    first = len(staged_plain)
    deliver()
    assert Picture.objects.get().is_sharp and first and len(staged_plain) > first
    assert not any(staged_plain), staged_plain
