"""One photo as large as the window."""

import re

import pytest
from django.urls import reverse

from albums.models import Derivative, Picture
from albums.tests.helpers import UNKNOWN, make_pictures
from storage.models import StoredFile


def address(picture) -> str:
    return reverse("picture_big", args=[picture.album.public_id, picture.public_id])


@pytest.fixture
def pictures(album):
    pictures = make_pictures(album, 3, width=4000, height=3000)
    for picture in pictures:
        picture.album = album
    return pictures


def next_of(page: str, way: str = "next") -> str:
    return re.search(rf'class="{way}" href="([^"]+)"', page).group(1)


def test_it_works(mother_client, pictures):
    page = mother_client.get(address(pictures[0]) + "?n=1").content.decode()
    assert f"/pictures/{pictures[0].public_id}/file/screen" in page and "data-large" not in page
    assert f'class="close" href="{pictures[0].get_absolute_url()}?n=1#photo"' in page
    assert page.count("<button") + page.count("<a ") == 9  # five, and four arrows that are hidden at first
    assert 'id="photo" href="' + address(pictures[0]) in mother_client.get(
        pictures[0].get_absolute_url()
    ).content.decode().replace("?n=1", "")


def test_next_meets_every_photo_and_begins_again(mother_client, pictures):
    url, met = address(pictures[0]) + "?n=1", []
    for _ in pictures:
        met.append(url)
        url = next_of(mother_client.get(url).content.decode())
    assert met == [f"{address(one)}?n={number}" for number, one in enumerate(pictures, 1)]
    assert url == met[0]


def test_previous_meets_every_photo_and_begins_again(mother_client, pictures):
    url, met = address(pictures[0]) + "?n=1", []
    for _ in pictures:
        met.append(url)
        url = next_of(mother_client.get(url).content.decode(), "previous")
    assert met == [f"{address(pictures[at])}?n={at + 1}" for at in (0, 2, 1)]
    assert url == met[0]


def test_alone_there_is_no_next(mother_client, album):
    [picture] = make_pictures(album, 1)
    picture.album = album
    page = mother_client.get(address(picture)).text
    assert 'class="next"' not in page and 'class="previous"' not in page


def test_the_large_one_is_offered_where_there_is_one(mother_client, pictures):
    file = StoredFile.objects.create(
        family_id=pictures[0].album.family_id, kind="derivative", state="stored", size=1
    )
    Derivative.objects.create(picture=pictures[0], variant="large", file=file, width=4000, height=3000)
    page = mother_client.get(address(pictures[0])).content.decode()
    assert f'data-large="/pictures/{pictures[0].public_id}/file/large"' in page


@pytest.mark.parametrize(
    ("size", "strip"), [((4000, 1500), " wide"), ((900, 3000), " tall"), ((3000, 1600), "")]
)
def test_a_strip_says_so(mother_client, album, size, strip):
    [picture] = make_pictures(album, 1, width=size[0], height=size[1])
    picture.album = album
    assert f'class="stage{strip}"' in mother_client.get(address(picture)).content.decode()


@pytest.mark.parametrize("state", ["waiting", "damaged"])
def test_nothing_to_enlarge_yet(mother_client, pictures, state):
    Picture.objects.update(state=state)
    response = mother_client.get(address(pictures[0]))
    assert response.status_code == 302 and response["Location"] == pictures[0].get_absolute_url()
    assert 'id="photo"' not in mother_client.get(pictures[0].get_absolute_url()).content.decode()


def test_queries(mother_client, pictures, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        mother_client.get(address(pictures[0]) + "?n=1")


def test_signed_out(client, pictures):
    assert client.get(address(pictures[0])).status_code == 302


def test_another_family(stranger_client, pictures):
    assert stranger_client.get(address(pictures[0])).status_code == 404


def test_bad_id(mother_client, album):
    assert mother_client.get(reverse("picture_big", args=[album.public_id, UNKNOWN])).status_code == 404


def test_wrong_method(mother_client, pictures):
    assert mother_client.post(address(pictures[0])).status_code == 405
