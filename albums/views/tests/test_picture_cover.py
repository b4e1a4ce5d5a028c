from albums.tests.helpers import UNKNOWN, make_pictures


def address(picture) -> str:
    return f"{picture.get_absolute_url()}cover/"


def test_it_works(minsu_client, mother_client, album):
    first, second = make_pictures(album, 2)
    assert mother_client.get("/").context["albums"][0].cover == first
    assert minsu_client.post(address(second)).url == second.get_absolute_url()
    assert mother_client.get("/").context["albums"][0].cover == second


def test_refusals(client, stranger_client, mother_client, minsu_client, album):
    first, second = make_pictures(album, 2)
    assert client.post(address(second)).status_code == 302
    assert stranger_client.post(address(second)).status_code == 404
    assert mother_client.post(address(second)).status_code == 403
    assert minsu_client.get(address(second)).status_code == 405
    assert minsu_client.post(f"{album.get_absolute_url()}pictures/{UNKNOWN}/cover/").status_code == 404
    album.refresh_from_db()
    assert album.cover == first
