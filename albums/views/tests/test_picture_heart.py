"""One touch loves a photo, the same touch takes it back."""

import pytest
from django.test import Client
from django.urls import reverse

from albums.models import Heart, Picture
from albums.services.trash import trash_album, trash_pictures
from albums.tests.helpers import make_pictures


@pytest.fixture
def picture(album, jieun):
    return make_pictures(album, 1, uploaded_by=jieun)[0]


@pytest.fixture
def address(picture):
    return reverse("picture_heart", args=[picture.public_id])


def test_it_works(mother_client, mother, picture, address):
    page = mother_client.get(picture.get_absolute_url()).content.decode()
    assert f'action="{address}"' in page and 'aria-pressed="false"' in page
    assert mother_client.post(address, {"next": "/new/"}).url == "/new/"
    heart = Heart.objects.get()
    assert (heart.person, heart.picture, heart.album) == (mother, picture, picture.album)
    page = mother_client.get(picture.get_absolute_url()).content.decode()
    assert 'aria-pressed="true"' in page and "Jieun이 볼 거예요." in page
    assert mother_client.post(address).url == picture.get_absolute_url()
    assert not Heart.objects.exists()


@pytest.mark.parametrize(("loved", "count"), [("1", 1), ("0", 0)])
def test_a_script_says_how_it_shall_be(mother_client, address, loved, count):
    """Sent twice, it is the same: an answer may be lost on its way."""
    for _ in range(2):
        answer = mother_client.post(address, {"loved": loved}, headers={"accept": "application/json"})
        assert answer.json() == {"loved": loved == "1"} and Heart.objects.count() == count


def test_children_see_who_loves_what(mother_client, jieun_client, minsu_client, picture, address, album):
    mother_client.post(address)
    for client in (jieun_client, minsu_client):
        assert "Loved by 엄마" in client.get(picture.get_absolute_url()).content.decode()
        page = client.get(album.get_absolute_url()).text
        assert "엄마 loves a photo" in page and f'src="/pictures/{picture.public_id}/file/thumb"' in page
    assert "Loved by" not in mother_client.get(picture.get_absolute_url()).content.decode()


@pytest.mark.parametrize("state", ["waiting", "damaged"])
def test_a_photo_that_cannot_be_seen(mother_client, picture, address, state):
    Picture.objects.filter(pk=picture.pk).update(state=state)
    assert mother_client.post(address).status_code == 404


def test_what_is_in_the_trash(mother_client, picture, address, album):
    trash_pictures([picture])
    assert mother_client.post(address).status_code == 404
    trash_album(album)
    assert mother_client.post(address).status_code == 404 and not Heart.objects.exists()


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/", "//elsewhere.example/x", "javascript:alert(1)"]
)
def test_the_way_back_is_ours(mother_client, picture, address, page):
    assert mother_client.post(address, {"next": page}).url == picture.get_absolute_url()


def test_refusals(client, mother_client, mother, stranger_client, address):
    assert stranger_client.post(address).status_code == 404
    assert client.post(address).status_code == 302 and mother_client.get(address).status_code == 405
    assert mother_client.post(reverse("picture_heart", args=["0" * 20])).status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mother)
    assert strict.post(address).status_code == 403 and not Heart.objects.exists()
