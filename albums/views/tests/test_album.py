import pytest

from albums.models import Picture
from albums.services.albums import set_cover
from albums.services.trash import trash_album, trash_pictures
from albums.tests.helpers import UNKNOWN, make_pictures
from picup.core.pagination import Cursor


def turn(client, album, query=""):
    return client.get(album.get_absolute_url() + query)


def shown(response) -> list[Picture]:
    return response.context["pictures"]


def test_it_works(mother_client, album):
    pictures = make_pictures(album, 10)
    first = turn(mother_client, album)
    assert first.status_code == 200 and "album.html" in [template.name for template in first.templates]
    assert shown(first) == pictures[:4] and first.context["first"]
    second = turn(mother_client, album, first.context["next_url"])
    third = turn(mother_client, album, second.context["next_url"])
    assert shown(second) + shown(third) == pictures[4:]
    assert third.context["next_url"] == ""
    assert shown(turn(mother_client, album, third.context["previous_url"])) == shown(second)
    numbers = [(page.context["page_number"], page.context["page_count"]) for page in (first, second, third)]
    assert numbers == [(1, 3), (2, 3), (3, 3)]


def test_signed_out(client, album):
    assert turn(client, album).url.startswith("/accounts/login/?next=/albums/")


def test_another_family(stranger_client, album):
    assert turn(stranger_client, album).status_code == 404


@pytest.mark.parametrize("id", [UNKNOWN, "1", "x" * 20, "A" * 20, "%00", "..%2f..", "가나다"])
def test_bad_id(mother_client, id):
    assert mother_client.get(f"/albums/{id}/").status_code == 404


def test_wrong_method(mother_client, album):
    assert mother_client.post(album.get_absolute_url()).status_code == 405


def test_in_the_trash(mother_client, minsu_client, album):
    trash_album(album)
    for client in (mother_client, minsu_client):
        assert turn(client, album).status_code == 404


def test_pictures_in_the_trash_are_not_shown(mother_client, album):
    pictures = make_pictures(album, 3)
    trash_pictures([pictures[1]])
    assert shown(turn(mother_client, album)) == [pictures[0], pictures[2]]


def test_empty(mother_client, minsu_client, album):
    for client in (mother_client, minsu_client):
        response = turn(client, album)
        assert shown(response) == []
        assert (response.context["page_number"], response.context["page_count"]) == (1, 1)


@pytest.mark.parametrize(
    "cursor", ["x", "%00", "AAAA", "가", "_" * 27, "/////wAAAAAAAAAAAAAAAAAAAAA", "a" * 5000]
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_malformed_cursor_shows_the_first_page(mother_client, album, way, cursor):
    pictures = make_pictures(album, 6)
    response = mother_client.get(album.get_absolute_url(), {way: cursor})
    assert response.status_code == 200 and shown(response) == pictures[:4]


def test_a_forged_number_is_only_shown(mother_client, album):
    """The largest number that a cursor can carry: the page after it has a cursor too."""
    pictures = make_pictures(album, 10)
    place = Cursor(pictures[0].order_time, pictures[0].pk, 2**31 - 1)
    response = turn(mother_client, album, f"?after={place}")
    assert shown(response) == pictures[1:5]
    assert (response.context["page_number"], response.context["page_count"]) == (3, 3)
    assert turn(mother_client, album, response.context["next_url"]).status_code == 200


def test_photos_that_are_gone_lead_to_the_first_page(mother_client, album):
    pictures = make_pictures(album, 5)
    query = turn(mother_client, album).context["next_url"]
    trash_pictures(pictures[4:])
    assert turn(mother_client, album, query).url == album.get_absolute_url()
    Picture.objects.filter(album=album).update(trashed_at=album.created_at)
    assert turn(mother_client, album).status_code == 200  # and not for ever
    assert turn(mother_client, album, "?after=x").status_code == 200


def test_each_photo_leads_to_its_own_page_and_back(mother_client, album):
    pictures = make_pictures(album, 9)
    all_ids = [picture.public_id for picture in pictures]
    second = turn(mother_client, album, turn(mother_client, album).context["next_url"])
    for picture in shown(second):
        response = mother_client.get(picture.url)
        assert response.context["picture"] == picture
        assert response.context["number"] == pictures.index(picture) + 1
        page = mother_client.get(response.context["album_url"]).content.decode()
        assert [one in page for one in all_ids] == [one in second.content.decode() for one in all_ids]


def test_a_photo_that_is_not_ready_is_a_placeholder_of_its_shape(mother_client, album):
    [picture] = make_pictures(album, 1, state="waiting")
    page = turn(mother_client, album).content.decode()
    assert f"/pictures/{picture.public_id}/file/" not in page.replace("data-", "")
    assert picture.public_id in page


def test_only_contributors_see_tools(mother_client, minsu_client, album):
    make_pictures(album, 1)
    tool = f'href="/albums/{album.public_id}/add/"'
    assert tool in turn(minsu_client, album).content.decode()
    assert tool not in turn(mother_client, album).content.decode()


def test_captions_are_escaped(mother_client, album):
    make_pictures(album, 1, caption='"><script>alert(1)</script>')
    assert "<script>alert" not in turn(mother_client, album).content.decode()


@pytest.mark.parametrize("count", [1, 200])
def test_the_same_queries_for_any_number_of_pictures(mother_client, album, django_assert_num_queries, count):
    """The session, the person, her helper's name, the album, a page of pictures (beyond a cursor: its places in
    the index, and their rows), and the version before and after; from the cache only the first three and the version
    before."""
    pictures = make_pictures(album, count)
    set_cover(picture=pictures[0])
    mother_client.get("/")  # this hour's visit is noted
    middle = pictures[count // 2]
    for query, queries in ((f"?before={Cursor(middle.order_time, middle.pk, count // 2)}", 8), ("", 7)):
        for expected in (queries, 4):
            with django_assert_num_queries(expected):
                turn(mother_client, album, query)


def test_looking_writes_nothing(mother_client, album, django_assert_num_queries):
    make_pictures(album, 8)
    mother_client.get("/")
    with django_assert_num_queries(7) as queries:
        turn(mother_client, album)
    assert all(query["sql"].startswith("SELECT") for query in queries)
