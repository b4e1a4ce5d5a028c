"""A photo that is sent again comes back from the trash with the sentence that was written for it now."""

import hashlib

import pytest
from django.urls import reverse

from albums.models import Picture
from albums.resumable.tests.client import create
from albums.services.trash import trash_pictures
from albums.tests.helpers import add, photo, send
from storage.models import FileCopy

CONTENT = photo(1)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def by_the_form(client, album, caption: str):
    send(client, album, CONTENT, caption=caption)


def by_resumable_upload(client, album, caption: str):
    create(client, album, len(CONTENT), CONTENT, caption=caption)


def by_its_checksum(client, album, caption: str):
    address = reverse("album_add_known", args=[album.public_id])
    client.post(address, {"sha256": SHA256, "name": "a.jpg", "caption": caption})


WAYS = [by_the_form, by_resumable_upload, by_its_checksum]


@pytest.fixture
def picture(minsu_client, album) -> Picture:
    return add(minsu_client, album, CONTENT)


def caption_after(way, client, picture: Picture, caption: str) -> str:
    trash_pictures([picture])
    version = Picture.objects.get(pk=picture.pk).album.version
    way(client, picture.album, caption)
    picture = Picture.objects.get(pk=picture.pk)
    assert picture.trashed_at is None and picture.album.version != version
    return picture.caption


@pytest.mark.parametrize("way", WAYS)
def test_it_works(minsu_client, picture, way):
    assert caption_after(way, minsu_client, picture, "On the beach") == "On the beach"


@pytest.mark.parametrize("way", WAYS)
def test_the_former_one_stays_if_there_is_no_new_one(minsu_client, picture, way):
    picture.caption = "In the garden"
    picture.save(update_fields=["caption"])
    assert caption_after(way, minsu_client, picture, " ") == "In the garden"
    assert caption_after(way, minsu_client, picture, "On the beach") == "On the beach"


@pytest.mark.parametrize("way", WAYS[:2])
def test_its_bytes_were_lost_too(minsu_client, picture, way):
    FileCopy.objects.filter(file=picture.file).update(damage="missing")
    assert caption_after(way, minsu_client, picture, "On the beach") == "On the beach"


@pytest.mark.parametrize("way", WAYS)
def test_a_photo_that_is_shown_keeps_its_own(minsu_client, picture, way):
    """The page of its own changes that."""
    picture.caption = "In the garden"
    picture.save(update_fields=["caption"])
    way(minsu_client, picture.album, "On the beach")
    assert Picture.objects.get().caption == "In the garden"


@pytest.mark.parametrize("way", WAYS[:2])
def test_it_was_lost_and_never_in_the_trash(minsu_client, picture, way):
    FileCopy.objects.filter(file=picture.file).update(damage="missing")
    way(minsu_client, picture.album, "On the beach")
    assert Picture.objects.get().caption == "On the beach"
