import hashlib

import pytest
from django.urls import reverse

from albums.models import Picture
from albums.services.albums import create_album
from albums.services.order import PLACES
from albums.tests.helpers import UNKNOWN, add, photo
from storage.models import FileCopy, StoredFile

CONTENT = photo(1, taken="2019:05:04 11:12:13")
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def ask(client, album, sha256=SHA256, **fields):
    address = reverse("album_add_known", args=[album.public_id])
    return client.post(address, {"sha256": sha256, "name": "a.jpg", **fields})


@pytest.fixture
def other(minsu):
    return create_album(person=minsu, title="Best of", description="")


@pytest.fixture
def picture(minsu_client, album) -> Picture:
    return add(minsu_client, album, CONTENT)


def test_it_works(minsu_client, other, picture):
    answer = ask(minsu_client, other, SHA256.upper(), caption=" Jeju  2024\0", batch="b1", place="3")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    added = Picture.objects.get(album=other)
    result = {"name": "a.jpg", "status": "added", "picture": added.public_id, "reason": ""}
    assert answer.json() == {"results": [result]}
    assert (added.caption, added.file) == ("Jeju 2024", picture.file)
    assert added.order_time.microsecond % PLACES == 3


def test_the_same_again(minsu_client, album, picture):
    [result] = ask(minsu_client, album).json()["results"]
    assert result == {"name": "a.jpg", "status": "duplicate", "picture": picture.public_id, "reason": ""}


@pytest.mark.parametrize("asked", ["", "x", "\0", "가" * 64, "0" * 64, "0" * 65])
def test_unknown(minsu_client, other, picture, asked):
    answer = ask(minsu_client, other, asked)
    assert answer.status_code == 409
    [result] = answer.json()["results"]
    assert result["status"] == "rejected" and result["picture"] is None and result["reason"]
    assert Picture.objects.count() == 1


def test_lost(minsu_client, other, picture):
    FileCopy.objects.update(damage="missing")
    assert ask(minsu_client, other).status_code == 409


def test_another_family(stranger_client, foreign_album, other, picture):
    """A checksum that only others have is answered as one that nobody has."""
    assert ask(stranger_client, other).status_code == 404
    known, unknown = ask(stranger_client, foreign_album), ask(stranger_client, foreign_album, "0" * 64)
    assert known.status_code == unknown.status_code == 409
    assert known.json() == unknown.json()
    assert not StoredFile.objects.filter(family=foreign_album.family).exists()


def test_a_viewer(mother_client, other, picture):
    assert ask(mother_client, other).status_code == 403


def test_signed_out(client, other, picture):
    assert ask(client, other).status_code == 302


def test_bad_id(minsu_client, picture):
    assert minsu_client.post(f"/albums/{UNKNOWN}/known/add/", {"sha256": SHA256}).status_code == 404


def test_wrong_method(minsu_client, other):
    assert minsu_client.get(reverse("album_add_known", args=[other.public_id])).status_code == 405


def test_a_long_name(minsu_client, other, picture):
    assert ask(minsu_client, other, name="가" * 1000).status_code == 200
    assert len(Picture.objects.get(album=other).name) == 255
