"""A photo that no storage has any more comes back when somebody adds it again."""

import pytest

from albums.models import Derivative, Picture
from albums.tests.helpers import add, deliver, photo, send
from picup.alerts.models import Alert
from storage.backends import get_backends
from storage.care.healing import heal
from storage.models import FileCopy, StoredFile, Usage
from storage.tests.harm import path_of

PHOTO = photo(1)


@pytest.fixture
def picture(minsu_client, album, db):
    picture = add(minsu_client, album, PHOTO)
    deliver()
    return picture


def lose(picture: Picture) -> None:
    """Its original and derivatives, in both storages; looked at once since."""
    files = [picture.file, *(one.file for one in Derivative.objects.select_related("file"))]
    for file in files:
        for storage in get_backends():
            path_of(file, storage).unlink()
    FileCopy.objects.update(damage="missing")


def status(client, album) -> str:
    [result] = send(client, album, PHOTO).json()["results"]
    return result["status"]


def test_it_works(minsu_client, album, picture):
    lose(picture)
    assert status(minsu_client, album) == "added"
    deliver()
    for variant in ("original", "thumb", "page", "screen"):
        response = minsu_client.get(f"/pictures/{picture.public_id}/file/{variant}")
        assert response.status_code == 200 and response.getvalue(), variant
    assert Picture.objects.get().file_id == picture.file_id
    assert Usage.objects.get(family=album.family).used_bytes == len(PHOTO)
    stored = StoredFile.objects.filter(state="stored")
    assert stored.count() == 4 and FileCopy.objects.filter(file__in=stored, damage="").count() == 8


def test_a_lost_derivative_is_made_anew_from_its_original(minsu_client, album, picture):
    file = Derivative.objects.get(variant="thumb").file
    for storage in get_backends():
        path_of(file, storage).unlink()
    FileCopy.objects.filter(file=file).update(damage="missing")
    assert heal(file).is_lost
    deliver()
    deliver()
    deliver()
    response = minsu_client.get(f"/pictures/{picture.public_id}/file/thumb")
    assert response.status_code == 200 and response.getvalue()
    assert not FileCopy.objects.filter(file__state="stored").exclude(damage="").exists()
    assert not Alert.objects.filter(kind="lost files").exists()


def test_a_derivative_whose_original_is_lost_too_waits(minsu_client, album, picture):
    lose(picture)
    assert heal(Derivative.objects.get(variant="thumb").file).is_lost
    deliver()
    assert Derivative.objects.count() == 3 and Picture.objects.get().is_ready


def test_one_that_is_still_somewhere_stays_as_it_is(minsu_client, album, picture):
    FileCopy.objects.filter(file=picture.file, storage="main").update(damage="missing")
    assert status(minsu_client, album) == "duplicate"


def test_a_lost_one_in_the_trash(minsu_client, album, picture):
    lose(picture)
    minsu_client.post(f"/albums/{album.public_id}/pictures/{picture.public_id}/trash/")
    assert status(minsu_client, album) == "added"
    assert Picture.objects.get().trashed_at is None


def test_while_a_storage_is_down(minsu_client, album, picture, break_storage):
    lose(picture)
    break_storage("backup")
    assert status(minsu_client, album) == "rejected"
    assert StoredFile.objects.filter(pk=picture.file_id, state="stored").exists()
