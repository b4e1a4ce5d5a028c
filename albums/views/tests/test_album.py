import re
from datetime import timedelta

import pytest

from albums.models import Picture
from albums.services.albums import create_album, set_cover
from albums.services.trash import trash_album, trash_pictures
from albums.tests.helpers import NOON, UNKNOWN, make_pictures
from picup.core.pagination import Cursor
from picup.encryption.tests.helpers import rewrite


def turn(client, album, query="", leaves=1):
    client.cookies["leaves"] = str(leaves)
    return client.get(album.get_absolute_url() + query)


def shown(response) -> list[Picture]:
    return response.context["pictures"]


def address_of(response, rel: str) -> str:
    """Where the button leads that turns to "prev" or "next"."""
    [address] = re.findall(rf'rel="{rel}" href="([^"]+)"', response.content.decode())
    return address


@pytest.mark.parametrize("leaves", [1, 2])
def test_it_works(mother_client, album, leaves):
    pictures = make_pictures(album, 5)
    spreads = [turn(mother_client, album, leaves=leaves)]
    assert spreads[0].status_code == 200
    assert "album.html" in [template.name for template in spreads[0].templates]
    while (query := address_of(spreads[-1], "next")).startswith("?") and len(spreads) < -(-5 // leaves):
        spreads.append(turn(mother_client, album, query, leaves))
    assert [one for spread in spreads for one in shown(spread)] == pictures
    back = [spreads[-1]]
    while (query := address_of(back[0], "prev")).startswith("?"):
        back.insert(0, turn(mother_client, album, query, leaves))
    assert [one for spread in back for one in shown(spread)] == pictures
    assert address_of(back[0], "prev") == "/"


def test_the_numbers_of_photos(mother_client, album):
    make_pictures(album, 3)
    first = turn(mother_client, album, leaves=2)
    assert "사진 1–2 / 3" in first.content.decode()
    assert "사진 3 / 3" in turn(mother_client, album, address_of(first, "next"), leaves=2).content.decode()


@pytest.mark.parametrize(("count", "faces"), [(0, False), (1, False), (2, True), (3, True)])
def test_two_photos_face_each_other(mother_client, album, count, faces):
    """static/album.css gives each its leaf then; else they would lie in one column, and the second would be a stamp."""
    make_pictures(album, count)
    page = turn(mother_client, album, leaves=2).content.decode()
    assert ("spread facing" in page) == ('sizes="46vw"' in page) == faces


def test_a_cookie_that_is_none_is_one_leaf(mother_client, album):
    make_pictures(album, 3)
    for leaves in ("", "0", "3", "x", "2 "):
        assert turn(mother_client, album, leaves=leaves).content.decode().count('class="mount"') == 1


def test_a_panorama_has_both_leaves(mother_client, album):
    pictures = make_pictures(album, 3)
    Picture.objects.filter(pk=pictures[1].pk).update(width=2000, height=500)
    spread = turn(mother_client, album, leaves=2)
    for picture in pictures:
        assert shown(spread) == [picture]
        spread = turn(mother_client, album, address_of(spread, "next"), leaves=2)


def test_a_description_has_a_leaf_of_its_own(mother_client, album):
    pictures = make_pictures(album, 2)
    rewrite(album, description="By the <sea>")
    title = turn(mother_client, album)
    assert "By the &lt;sea&gt;" in title.content.decode() and "/file/" not in title.content.decode()
    first = turn(mother_client, album, address_of(title, "next"))
    assert shown(first) == pictures[:1]
    assert address_of(first, "prev") == album.get_absolute_url()
    # Whatever was added before the first photo meanwhile is met too.
    [earlier] = make_pictures(album, 1, order_time=NOON - timedelta(days=1))
    assert shown(turn(mother_client, album, address_of(title, "next"))) == [earlier]


def test_the_last_button_leads_on(mother_client, jieun, album):
    pictures = make_pictures(album, 2)
    newer = create_album(person=jieun, title="Newer", description="")
    make_pictures(newer, 1)
    assert address_of(turn(mother_client, newer), "next") == album.get_absolute_url()
    last = turn(mother_client, album, address_of(turn(mother_client, album), "next"))
    assert "처음 사진부터" in last.content.decode()
    assert shown(turn(mother_client, album, address_of(last, "next"))) == pictures[:1]
    trash_album(album)
    assert "처음 사진부터" in turn(mother_client, newer).content.decode()


def test_the_window_becomes_another(mother_client, album):
    """The photo that was first on the screen stays so."""
    pictures = make_pictures(album, 6)
    spread = turn(mother_client, album, f"?before={Cursor(pictures[5].order_time, pictures[5].pk, 5)}", 2)
    assert shown(spread) == pictures[3:5]
    [here] = re.findall(r'data-here="([^"]+)"', spread.content.decode())
    assert shown(turn(mother_client, album, here, 1)) == [pictures[3]]


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
    assert shown(turn(mother_client, album, leaves=2)) == [pictures[0], pictures[2]]


def test_empty(mother_client, minsu_client, album):
    for client in (mother_client, minsu_client):
        response = turn(client, album)
        assert shown(response) == []
        assert 'class="turn"' not in response.content.decode()


@pytest.mark.parametrize(
    "cursor", ["x", "%00", "AAAA", "가", "_" * 27, "/////wAAAAAAAAAAAAAAAAAAAAA", "a" * 5000]
)
@pytest.mark.parametrize("way", ["after", "before"])
def test_a_malformed_cursor_shows_the_first_page(mother_client, album, way, cursor):
    pictures = make_pictures(album, 6)
    response = mother_client.get(album.get_absolute_url(), {way: cursor}, follow=True)
    assert response.status_code == 200 and shown(response) == pictures[:1]


def test_a_forged_number_is_only_shown(mother_client, album):
    """The largest number that a cursor can carry: the page after it has a cursor too."""
    pictures = make_pictures(album, 10)
    place = Cursor(pictures[0].order_time, pictures[0].pk, 2**31 - 1)
    response = turn(mother_client, album, f"?after={place}")
    assert shown(response) == pictures[1:2] and "사진 10 / 10" in response.content.decode()
    assert turn(mother_client, album, address_of(response, "next")).status_code == 200


def test_photos_that_are_gone_lead_to_the_first_page(mother_client, album):
    pictures = make_pictures(album, 5)
    query = f"?after={Cursor(pictures[3].order_time, pictures[3].pk, 4)}"
    trash_pictures(pictures[4:])
    assert turn(mother_client, album, query).url == album.get_absolute_url()
    Picture.objects.filter(album=album).update(trashed_at=album.created_at)
    assert turn(mother_client, album).status_code == 200  # and not for ever
    assert turn(mother_client, album, "?after=x").status_code == 200


@pytest.mark.parametrize("leaves", [1, 2])
def test_each_photo_leads_to_its_own_page_and_back(mother_client, album, leaves):
    """Back in the album, the photo is the first on the screen."""
    for number, picture in enumerate(make_pictures(album, 5), 1):
        response = mother_client.get(picture.get_absolute_url())
        assert (response.context["picture"], response.context["number"]) == (picture, number)
        spread = mother_client.get(response.context["album_url"])
        assert (
            shown(spread)[0] == picture and shown(spread)[0].url == f"{picture.get_absolute_url()}?n={number}"
        )


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
    """The session, the person, her helper's name, the version, the album, the spread's places in the index and
    their rows, the version again, and after the last photo the next album; from the cache not what is between the
    versions."""
    pictures = make_pictures(album, count)
    set_cover(picture=pictures[0])
    mother_client.get("/")  # this hour's visit is noted
    middle = pictures[count // 2]
    last = 1 if count == 1 else 0
    for query in (f"?after={Cursor(middle.order_time, middle.pk - 1, count // 2)}", ""):
        for expected in (8 + last, 4 + last):
            with django_assert_num_queries(expected):
                turn(mother_client, album, query)


def test_looking_writes_nothing(mother_client, album, django_assert_num_queries):
    make_pictures(album, 8)
    mother_client.get("/")
    with django_assert_num_queries(8) as queries:
        turn(mother_client, album)
    assert all(query["sql"].startswith("SELECT") for query in queries)
