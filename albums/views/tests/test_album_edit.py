import pytest

from albums.tests.helpers import UNKNOWN


def address(album) -> str:
    return f"{album.get_absolute_url()}edit/"


def test_it_works(minsu_client, album):
    assert "Summer in Jeju" in minsu_client.get(address(album)).content.decode()
    response = minsu_client.post(address(album), {"title": "Winter", "description": "Snow"})
    assert response.url == album.get_absolute_url()
    album.refresh_from_db()
    assert (album.title, album.description) == ("Winter", "Snow")


def test_refusals(client, stranger_client, mother_client, minsu_client, album):
    values = {"title": "Mine now"}
    assert client.post(address(album), values).status_code == 302
    assert stranger_client.post(address(album), values).status_code == 404
    assert mother_client.post(address(album), values).status_code == 403
    assert minsu_client.post(f"/albums/{UNKNOWN}/edit/", values).status_code == 404
    assert minsu_client.put(address(album)).status_code == 405
    album.refresh_from_db()
    assert album.title == "Summer in Jeju"


@pytest.mark.parametrize("values", [{}, {"title": ""}, {"title": "x" * 81}])
def test_bad_values_change_nothing(minsu_client, album, values):
    assert minsu_client.post(address(album), values).status_code == 422
    album.refresh_from_db()
    assert album.title == "Summer in Jeju"


def test_only_what_the_form_shows_is_written(minsu_client, album, stranger):
    """While the form lies open, uploads count on."""
    minsu_client.post(address(album), {"title": "Winter", "picture_count": 99, "family": stranger.family_id})
    album.refresh_from_db()
    assert (album.title, album.picture_count) == ("Winter", 0) and album.family_id != stranger.family_id
