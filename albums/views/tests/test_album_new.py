import pytest

from albums.models import Album

ADDRESS = "/albums/new/"


def test_it_works(minsu_client, minsu):
    assert minsu_client.get(ADDRESS).status_code == 200
    response = minsu_client.post(ADDRESS, {"title": "가을 소풍", "description": "On the hill"})
    album = Album.objects.get()
    assert response.url == f"/albums/{album.public_id}/add/"
    assert (album.title, album.description, album.family_id) == ("가을 소풍", "On the hill", minsu.family_id)
    assert album.created_by == minsu


def test_signed_out(client, db):
    assert client.post(ADDRESS, {"title": "x"}).url == "/accounts/login/?next=/"
    assert not Album.objects.exists()


def test_a_viewer(mother_client):
    assert mother_client.get(ADDRESS).status_code == 403
    assert mother_client.post(ADDRESS, {"title": "x"}).status_code == 403
    assert not Album.objects.exists()


def test_wrong_method(minsu_client):
    assert minsu_client.delete(ADDRESS).status_code == 405


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"title": ""},
        {"title": "   "},
        {"title": "x" * 81},
        {"title": "a\0b"},
        {"title": "x", "description": "x" * 1001},
    ],
)
def test_bad_values_are_explained(minsu_client, values):
    response = minsu_client.post(ADDRESS, values)
    assert response.status_code == 422
    assert [sentence for errors in response.context["form"].errors.values() for sentence in errors]
    assert not Album.objects.exists()


def test_another_family_cannot_be_named(minsu_client, stranger, minsu):
    minsu_client.post(ADDRESS, {"title": "x", "family": stranger.family_id, "picture_count": 9})
    album = Album.objects.get()
    assert (album.family_id, album.picture_count) == (minsu.family_id, 0)
