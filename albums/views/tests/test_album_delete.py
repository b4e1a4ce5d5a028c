from albums.tests.helpers import UNKNOWN, make_pictures


def address(album) -> str:
    return f"{album.get_absolute_url()}delete/"


def test_it_works(minsu_client, mother_client, album):
    """Asked once; then it is in the trash, with its pictures, and not gone."""
    make_pictures(album, 2)
    assert minsu_client.get(address(album)).status_code == 200
    assert mother_client.get(album.get_absolute_url()).status_code == 200
    assert minsu_client.post(address(album)).url == "/"
    assert mother_client.get(album.get_absolute_url()).status_code == 404
    album.refresh_from_db()
    assert album.trashed_at and album.pictures.filter(trashed_at=None).count() == 2


def test_refusals(client, stranger_client, mother_client, minsu_client, album):
    assert client.post(address(album)).status_code == 302
    assert stranger_client.post(address(album)).status_code == 404
    assert mother_client.post(address(album)).status_code == 403
    assert minsu_client.post(f"/albums/{UNKNOWN}/delete/").status_code == 404
    assert minsu_client.delete(address(album)).status_code == 405
    album.refresh_from_db()
    assert album.trashed_at is None


def test_twice(minsu_client, album):
    minsu_client.post(address(album))
    assert minsu_client.post(address(album)).status_code == 404
