import pytest
from django.urls import reverse

from albums.services.albums import set_cover
from albums.services.trash import trash_album, trash_pictures
from albums.tests.helpers import UNKNOWN, make_pictures


def look(client, album, query=""):
    return client.get(reverse("album_overview", args=[album.public_id]) + query)


def test_it_works(mother_client, album, monkeypatch):
    monkeypatch.setattr("albums.fragments.PICTURES_IN_OVERVIEW", 4)
    pictures = make_pictures(album, 6)
    first = look(mother_client, album)
    assert first.status_code == 200 and "album_overview.html" in [one.name for one in first.templates]
    assert first.context["pictures"] == pictures[:4]
    second = look(mother_client, album, first.context["next_url"])
    assert second.context["pictures"] == pictures[4:]
    assert second.context["pictures"][0].url == f"{pictures[4].get_absolute_url()}?n=5"
    assert look(mother_client, album, second.context["previous_url"]).status_code == 200


def test_sixty_photos_are_one_page(mother_client, album):
    make_pictures(album, 60)
    assert 'class="turn"' not in look(mother_client, album).content.decode()


def test_signed_out(client, album):
    assert look(client, album).url.startswith("/accounts/login/?next=/albums/")


def test_another_family(stranger_client, album):
    assert look(stranger_client, album).status_code == 404


@pytest.mark.parametrize("id", [UNKNOWN, "1", "%00"])
def test_bad_id(mother_client, id):
    assert mother_client.get(f"/albums/{id}/overview/").status_code == 404


def test_wrong_method(mother_client, album):
    assert mother_client.post(reverse("album_overview", args=[album.public_id])).status_code == 405


def test_in_the_trash(mother_client, album):
    trash_album(album)
    assert look(mother_client, album).status_code == 404


def test_an_empty_album(mother_client, album):
    assert look(mother_client, album).status_code == 200


def test_photos_that_are_gone_lead_to_the_first_page(mother_client, album, monkeypatch):
    monkeypatch.setattr("albums.fragments.PICTURES_IN_OVERVIEW", 4)
    pictures = make_pictures(album, 6)
    query = look(mother_client, album).context["next_url"]
    trash_pictures(pictures[4:])
    assert look(mother_client, album, query).url == reverse("album_overview", args=[album.public_id])


@pytest.mark.parametrize("count", [1, 200])
def test_the_same_queries_for_any_number_of_pictures(mother_client, album, django_assert_num_queries, count):
    set_cover(picture=make_pictures(album, count)[0])
    mother_client.get("/")
    for expected in (7, 4):
        with django_assert_num_queries(expected):
            look(mother_client, album)
