from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from albums.fragments import ALBUMS_ON_SHELF
from albums.loved import LOOKERS, last_looks
from albums.models import Album
from albums.services.albums import count_added, create_album
from albums.services.looks import mark_seen
from albums.services.trash import trash_album
from albums.tests.helpers import make_pictures
from conftest import make_member
from picup.core.pagination import Cursor

ADDRESS = "/"


def titles(response) -> list[str]:
    return [album.title for album in response.context["albums"]]


def fill(jieun, count):
    for number in range(count):
        album = create_album(person=jieun, title=f"Album {number}", description="")
        make_pictures(album, 1)
    # Some were made in the same moment: the shelf is turned by (time, id) too.
    Album.objects.update(shelved_at=timezone.now() - timedelta(days=30))


def test_it_works(mother_client, jieun):
    """The album with the newest photo comes first, also if it is old itself."""
    spring, summer = (
        create_album(person=jieun, title=title, description="") for title in ("Spring", "Summer")
    )
    for album in (spring, summer):
        make_pictures(album, 1)
    response = mother_client.get(ADDRESS)
    assert response.status_code == 200 and "shelf.html" in [template.name for template in response.templates]
    assert titles(response) == ["Summer", "Spring"]
    count_added(spring.pk, taken_at=None)
    assert titles(mother_client.get(ADDRESS)) == ["Spring", "Summer"]


def test_an_empty_album_is_shown_to_who_can_fill_it(mother_client, minsu_client, album):
    assert titles(mother_client.get(ADDRESS)) == [] and titles(minsu_client.get(ADDRESS)) == [
        "Summer in Jeju"
    ]


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
def test_a_malformed_cursor_shows_the_first_page(minsu_client, album, way, cursor):
    response = minsu_client.get(ADDRESS, {way: cursor})
    assert response.status_code == 200 and titles(response) == ["Summer in Jeju"]


def test_a_place_beyond_the_end_leads_to_the_first_page(mother_client, album):
    beyond = Cursor(album.shelved_at - timedelta(days=999), 1, 400)
    assert mother_client.get(ADDRESS, {"after": str(beyond)}).url == ADDRESS


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2025, 5), (2025, 5), "2025년 5월"),
        ((2025, 3), (2025, 5), "2025년 봄"),
        ((2025, 6), (2025, 8), "2025년 여름"),
        ((2025, 9), (2025, 11), "2025년 가을"),
        ((2025, 1), (2025, 2), "2025년 겨울"),
        ((2025, 1), (2025, 12), "2025년"),
        ((2025, 5), (2025, 6), "2025년"),
        ((2019, 12), (2025, 1), "2019~2025년"),
    ],
)
def test_one_line_says_how_many_and_when(mother_client, album, first, last, words):
    make_pictures(album, 3)
    first, last = (datetime(*of, 1, tzinfo=UTC) for of in (first, last))
    Album.objects.update(first_taken_at=first, last_taken_at=last)
    assert f"<p>사진 3장 · {words}</p>" in mother_client.get(ADDRESS).content.decode()


def test_only_contributors_see_tools(mother_client, minsu_client, album):
    tool = f'href="{reverse("album_new")}"'
    assert tool in minsu_client.get(ADDRESS).content.decode()
    assert tool not in mother_client.get(ADDRESS).content.decode()


def test_titles_are_escaped(mother_client, jieun):
    make_pictures(create_album(person=jieun, title="<script>alert(1)</script>", description=""), 1)
    page = mother_client.get(ADDRESS).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize("count", [1, ALBUMS_ON_SHELF * 3])
def test_the_same_queries_for_any_number_of_albums(mother_client, jieun, django_assert_num_queries, count):
    """The session, the person, her family, her helper's name, the albums' versions, a page of albums with their
    covers, two for the years, the versions again; the version of what is new, what is new, this day in other years
    (two), and where she stopped. From the cache only the first five, the version of what is new, and where she
    stopped."""
    fill(jieun, count)
    mother_client.get(reverse("text_size"))  # this hour's visit is noted
    for queries in (14, 7):
        with django_assert_num_queries(queries):
            mother_client.get(ADDRESS)


def test_a_contributor_is_told_who_looked_last(jieun_client, minsu_client, mother, mother_client, album):
    assert "last-looks" not in jieun_client.get("/").text
    [picture] = make_pictures(album, 1)
    mark_seen(person=mother, picture_ids=[picture.public_id])
    for client in (jieun_client, minsu_client):
        assert "엄마 looked today" in client.get("/").text
    assert "last-looks" not in mother_client.get("/").text


def test_no_look_of_another_family_or_of_who_was_removed(stranger_client, jieun_client, mother, album):
    [picture] = make_pictures(album, 1)
    mark_seen(person=mother, picture_ids=[picture.public_id])
    assert "last-looks" not in stranger_client.get("/").text
    mother.is_active = False
    mother.save()
    assert "last-looks" not in jieun_client.get("/").text


def test_one_query_tells_of_any_number_of_viewers(jieun, album, django_assert_num_queries):
    [picture] = make_pictures(album, 1)
    for number in range(5):
        viewer = make_member(jieun.family, f"Viewer {number}", f"{number}@example.com", "viewer")
        mark_seen(person=viewer, picture_ids=[picture.public_id])
    with django_assert_num_queries(1):
        assert len(last_looks(jieun)) == LOOKERS
