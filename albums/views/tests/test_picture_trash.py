from albums.models import Picture
from albums.tests.helpers import UNKNOWN, make_pictures


def address(picture) -> str:
    return f"{picture.get_absolute_url()}trash/"


def test_it_works(minsu_client, mother_client, album):
    first, second = make_pictures(album, 2)
    assert minsu_client.post(address(first)).url == second.get_absolute_url()
    assert mother_client.get(album.get_absolute_url()).context["pictures"] == [second]
    assert Picture.objects.get(pk=first.pk).trashed_at
    assert minsu_client.post(address(first)).status_code == 404


def test_it_goes_on_to_a_photo_beside_it(minsu_client, album):
    """The next one; after the last the one before it; after the only one the album."""
    first, second, third = make_pictures(album, 3)
    assert minsu_client.post(address(second)).url == third.get_absolute_url()
    assert minsu_client.post(address(third)).url == first.get_absolute_url()
    assert minsu_client.post(address(first)).url == album.get_absolute_url()


def test_refusals(client, stranger_client, mother_client, minsu_client, album):
    [picture] = make_pictures(album, 1)
    assert client.post(address(picture)).status_code == 302
    assert stranger_client.post(address(picture)).status_code == 404
    assert mother_client.post(address(picture)).status_code == 403
    assert minsu_client.get(address(picture)).status_code == 405
    assert minsu_client.post(f"{album.get_absolute_url()}pictures/{UNKNOWN}/trash/").status_code == 404
    assert Picture.objects.get().trashed_at is None
