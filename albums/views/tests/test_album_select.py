import pytest

from albums.models import Picture
from albums.tests.helpers import make_pictures
from albums.views.albums import PICTURES_TO_SELECT


def address(album) -> str:
    return f"{album.get_absolute_url()}select/"


def shown() -> list[Picture]:
    return list(Picture.objects.filter(trashed_at=None).order_by("pk"))


def test_it_works(minsu_client, album):
    pictures = make_pictures(album, 5)
    assert minsu_client.get(address(album)).context["page"].items == pictures
    chosen = [pictures[0].public_id, pictures[3].public_id]
    assert minsu_client.post(address(album), {"pictures": chosen}).url == address(album)
    assert shown() == [pictures[1], pictures[2], pictures[4]]
    album.refresh_from_db()
    assert album.picture_count == 3


def test_refusals(client, stranger_client, mother_client, minsu_client, album):
    values = {"pictures": [picture.public_id for picture in make_pictures(album, 2)]}
    assert client.post(address(album), values).status_code == 302
    assert stranger_client.post(address(album), values).status_code == 404
    assert mother_client.post(address(album), values).status_code == 403
    assert minsu_client.put(address(album)).status_code == 405
    assert len(shown()) == 2


def test_pictures_of_others_are_left_alone(stranger_client, foreign_album, album):
    [picture] = make_pictures(album, 1)
    stranger_client.post(address(foreign_album), {"pictures": [picture.public_id]})
    assert shown() == [picture]


@pytest.mark.parametrize("ids", [[], [""], ["x"], ["\0"], ["가"], ["1"] * 500])
def test_bad_ids_choose_nothing(minsu_client, album, ids):
    make_pictures(album, 2)
    assert minsu_client.post(address(album), {"pictures": ids}).status_code == 302
    assert len(shown()) == 2


def test_turning_it(minsu_client, album):
    pictures = make_pictures(album, PICTURES_TO_SELECT + 3)
    page = minsu_client.get(address(album)).context["page"]
    rest = minsu_client.get(address(album), {"after": str(page.next)}).context["page"]
    assert page.items + rest.items == pictures


@pytest.mark.parametrize("count", [1, 200])
def test_the_same_queries_for_any_number_of_pictures(minsu_client, album, django_assert_num_queries, count):
    make_pictures(album, count)
    with django_assert_num_queries(4):
        minsu_client.get(address(album))
