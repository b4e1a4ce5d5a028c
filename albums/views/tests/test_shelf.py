from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from albums.fragments import ALBUMS_ON_SHELF
from albums.models import Album
from albums.services.albums import create_album
from albums.services.trash import trash_album
from albums.tests.helpers import make_pictures
from picup.core.pagination import Cursor

ADDRESS = "/"


def titles(response) -> list[str]:
    return [album.title for album in response.context["albums"]]


def fill(jieun, count):
    for number in range(count):
        album = create_album(person=jieun, title=f"Album {number}", description="")
        make_pictures(album, 1)
    # Some were made in the same moment: the shelf is turned by (time, id) too.
    Album.objects.update(created_at=timezone.now() - timedelta(days=30))


def test_it_works(mother_client, jieun):
    for title in ("Spring", "Summer"):
        create_album(person=jieun, title=title, description="")
    response = mother_client.get(ADDRESS)
    assert response.status_code == 200 and "shelf.html" in [template.name for template in response.templates]
    assert titles(response) == ["Summer", "Spring"]


def test_signed_out_is_welcomed(client, album):
    response = client.get(ADDRESS)
    assert response.status_code == 200 and response.templates[0].name == "welcome.html"
    assert "Jeju" not in response.content.decode()


def test_another_family(stranger_client, album):
    assert titles(stranger_client.get(ADDRESS)) == []


def test_wrong_method(mother_client):
    assert mother_client.post(ADDRESS).status_code == 405


def test_albums_in_the_trash_are_not_on_it(mother_client, album):
    trash_album(album)
    assert titles(mother_client.get(ADDRESS)) == []


def test_turning_it(mother_client, jieun):
    fill(jieun, ALBUMS_ON_SHELF * 2 + 1)
    seen, address, pages = [], ADDRESS, []
    while address:
        response = mother_client.get(ADDRESS + address.lstrip("/"))
        pages.append(titles(response))
        seen += pages[-1]
        newer, address = response.context["newer_url"], response.context["older_url"]
    assert len(seen) == len(set(seen)) == ALBUMS_ON_SHELF * 2 + 1
    assert titles(mother_client.get(ADDRESS + newer)) == pages[1]


@pytest.mark.parametrize("cursor", ["", "x", "%00", "AAAA", "가", "-1", "a" * 5000])
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_malformed_cursor_shows_the_first_page(mother_client, album, way, cursor):
    response = mother_client.get(ADDRESS, {way: cursor})
    assert response.status_code == 200 and titles(response) == ["Summer in Jeju"]


def test_a_place_beyond_the_end_leads_to_the_first_page(mother_client, album):
    beyond = Cursor(album.created_at - timedelta(days=999), 1, 400)
    assert mother_client.get(ADDRESS, {"after": str(beyond)}).url == ADDRESS


def test_new_photos_are_announced_for_a_week(mother_client, album):
    for days, announced in ((1, True), (8, False)):
        Album.objects.update(last_added_at=timezone.now() - timedelta(days=days))
        assert mother_client.get(ADDRESS).context["albums"][0].is_new is announced


def test_only_contributors_see_tools(mother_client, minsu_client, album):
    tool = f'href="{reverse("album_new")}"'
    assert tool in minsu_client.get(ADDRESS).content.decode()
    assert tool not in mother_client.get(ADDRESS).content.decode()


def test_titles_are_escaped(mother_client, jieun):
    create_album(person=jieun, title="<script>alert(1)</script>", description="")
    assert "<script>alert" not in mother_client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("count", [1, ALBUMS_ON_SHELF * 3])
def test_the_same_queries_for_any_number_of_albums(mother_client, jieun, django_assert_num_queries, count):
    """The session, the person, her family, her helper's name, the albums' versions, a page of albums with their
    covers, the versions again; from the cache only the first five."""
    fill(jieun, count)
    mother_client.get(reverse("text_size"))  # this hour's visit is noted
    for queries in (7, 5):
        with django_assert_num_queries(queries):
            mother_client.get(ADDRESS)
