"""An album on paper, two photos on a sheet, some sheets at a time."""

import re

from django.urls import reverse
from django.utils import timezone

from albums.models import Picture
from albums.tests.helpers import UNKNOWN, make_pictures

PHOTO = re.compile(r"/pictures/([0-9a-f]{20})/file/screen")


def address(album) -> str:
    return reverse("album_print", args=[album.public_id])


def test_it_works(minsu_client, album):
    pictures = make_pictures(album, 5)
    page = minsu_client.get(address(album)).content.decode()
    assert PHOTO.findall(page) == [one.public_id for one in pictures]
    assert page.count('class="paper') == 3 and "Photos 1 to 5 of 5." in page and "3 sheets of paper" in page
    assert "?after=" not in page


def test_a_long_album_goes_by_sixty(minsu_client, album, django_assert_max_num_queries):
    pictures = make_pictures(album, 121)
    url, met, said = address(album), [], []
    while True:
        with django_assert_max_num_queries(8):
            page = minsu_client.get(url).content.decode()
        met += PHOTO.findall(page)
        said += re.findall(r"Photos [^.]+\.|Then [^<]+", page)
        found = re.search(r'href="(\?after=[\w-]+)"', page)
        if not found:
            break
        url = address(album) + found.group(1)
    assert met == [one.public_id for one in pictures]
    assert said == [
        "Photos 1 to 60 of 121.",
        "Then the next 60 photos",
        "Photos 61 to 120 of 121.",
        "Then the last photo",
        "Photos 121 to 121 of 121.",
    ]


def test_an_empty_album(mother_client, album):
    page = mother_client.get(address(album)).content.decode()
    assert 'class="paper' not in page and "data-print" not in page


def test_a_cursor_that_is_none(mother_client, album):
    make_pictures(album, 1)
    assert 'class="paper' in mother_client.get(address(album) + "?after=x").content.decode()


def test_all_after_the_cursor_were_removed(mother_client, album):
    make_pictures(album, 61)
    [after] = re.findall(r'href="(\?after=[\w-]+)"', mother_client.get(address(album)).content.decode())
    Picture.objects.update(trashed_at=timezone.now())
    assert mother_client.get(address(album) + after)["Location"] == address(album)


def test_signed_out(client, album):
    assert client.get(address(album)).status_code == 302


def test_another_family(stranger_client, album):
    assert stranger_client.get(address(album)).status_code == 404


def test_bad_id(mother_client):
    assert mother_client.get(reverse("album_print", args=[UNKNOWN])).status_code == 404


def test_wrong_method(mother_client, album):
    assert mother_client.post(address(album)).status_code == 405
