import pytest

from albums.services.trash import trash_pictures
from albums.tests.helpers import UNKNOWN, make_pictures


def address(picture) -> str:
    return f"{picture.get_absolute_url()}edit/"


@pytest.fixture
def picture(album):
    [picture] = make_pictures(album, 1, caption="Before")
    return picture


def test_it_works(minsu_client, mother_client, picture):
    assert "Before" in minsu_client.get(address(picture)).content.decode()
    response = minsu_client.post(address(picture), {"caption": "  할머니와\n 바다 "})
    assert response.url == picture.get_absolute_url()
    picture.refresh_from_db()
    assert picture.caption == "할머니와 바다"
    assert "할머니와 바다" in mother_client.get(picture.get_absolute_url()).content.decode()


def test_taking_the_caption_away(minsu_client, picture):
    minsu_client.post(address(picture), {"caption": ""})
    picture.refresh_from_db()
    assert picture.caption == ""


def test_refusals(client, stranger_client, mother_client, minsu_client, album, picture):
    values = {"caption": "Mine"}
    assert client.post(address(picture), values).status_code == 302
    assert stranger_client.post(address(picture), values).status_code == 404
    assert mother_client.post(address(picture), values).status_code == 403
    assert minsu_client.post(f"{album.get_absolute_url()}pictures/{UNKNOWN}/edit/", values).status_code == 404
    assert minsu_client.put(address(picture)).status_code == 405
    trash_pictures([picture])
    assert minsu_client.post(address(picture), values).status_code == 404
    picture.refresh_from_db()
    assert picture.caption == "Before"


@pytest.mark.parametrize("caption", ["x" * 501, "a\0b"])
def test_bad_values_change_nothing(minsu_client, picture, caption):
    assert minsu_client.post(address(picture), {"caption": caption}).status_code == 422
    picture.refresh_from_db()
    assert picture.caption == "Before"
