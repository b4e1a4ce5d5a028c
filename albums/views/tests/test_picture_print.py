"""One photo on one sheet of paper."""

import pytest
from django.urls import reverse

from albums.models import Picture
from albums.tests.helpers import UNKNOWN, make_pictures


@pytest.fixture
def picture(album):
    [picture] = make_pictures(album, 1, caption="Grandmother's birthday")
    return picture


def address(picture) -> str:
    return reverse("picture_print", args=[picture.album.public_id, picture.public_id])


def test_it_works(mother_client, picture):
    page = mother_client.get(address(picture)).content.decode()
    assert page.count('class="paper lying"') == 1 and "birthday" in page
    assert f"/pictures/{picture.public_id}/file/screen" in page and "srcset" not in page
    assert address(picture) in mother_client.get(picture.get_absolute_url()).content.decode()


def test_a_photo_that_waits(mother_client, picture):
    Picture.objects.update(state="waiting")
    page = mother_client.get(address(picture)).content.decode()
    assert "file/screen" not in page and 'class="lacking"' in page


def test_signed_out(client, picture):
    assert client.get(address(picture)).status_code == 302


def test_another_family(stranger_client, picture):
    assert stranger_client.get(address(picture)).status_code == 404


def test_bad_id(mother_client, album):
    assert mother_client.get(reverse("picture_print", args=[album.public_id, UNKNOWN])).status_code == 404


def test_wrong_method(mother_client, picture):
    assert mother_client.post(address(picture)).status_code == 405
