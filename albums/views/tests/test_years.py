"""The years as tabs, and the albums of one."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from albums.services.albums import create_album
from albums.services.trash import trash_album
from albums.tests.helpers import make_pictures
from albums.years import list_years

YEARS = reverse("years")


def year(number: int) -> str:
    return reverse("year", args=[number])


def album_of(person, title: str, *years: int):
    album = create_album(person=person, title=title, description="")
    for number in years:
        make_pictures(album, 1, taken_at=datetime(number, 6, 1, tzinfo=UTC))
    return album


def test_it_works(mother_client, mother, jieun):
    """Every year of any album once, the newest first; a year's albums by their first photo of it."""
    album_of(jieun, "Old prints", 1961, 1985, 2019)
    album_of(jieun, "Jeju", 2019, 2020)
    assert list_years(mother) == [2020, 2019, 1985, 1961]
    page = mother_client.get(YEARS).content.decode()
    assert [page.index(f'href="{year(one)}"') for one in (2020, 2019, 1985, 1961)]
    shown = mother_client.get(year(2019))
    assert [album.title for album, _, _ in shown.context["prints"]] == ["Old prints", "Jeju"]
    assert f'href="{year(2020)}"' in mother_client.get("/").content.decode(), "the tabs stand on Home too"


def test_any_photo_is_three_touches_from_home(mother_client, jieun):
    """Home, the year, its album at a glance from the first photo of that year, the photo."""
    album_of(jieun, "Jeju", 2018, 2019, 2019)
    [(_, picture, url)] = mother_client.get(year(2019)).context["prints"]
    overview = mother_client.get(url, follow=True)
    assert next(iter(overview.context["pictures"])).pk == picture.pk
    assert overview.context.get("previous_url"), "and what came before it"


def test_any_of_many_photos_too(mother_client, jieun):
    """An album has as many prints in a year as its overview has pages, with other years around it."""
    album = create_album(person=jieun, title="Long journey", description="")
    earlier = datetime(2018, 12, 31, tzinfo=UTC)
    make_pictures(album, 1, taken_at=earlier, order_time=earlier)
    for at in (datetime(2019, 1, 1, tzinfo=UTC), datetime(2019, 12, 31, tzinfo=UTC)):
        make_pictures(album, 70, taken_at=at, order_time=at)
    later = datetime(2020, 1, 1, tzinfo=UTC)
    make_pictures(album, 70, taken_at=later, order_time=later)
    prints = mother_client.get(year(2019)).context["prints"]
    assert len(prints) == 3
    met = set()
    for _, picture, url in prints:
        shown = [one.pk for one in mother_client.get(url, follow=True).context["pictures"]]
        assert shown[0] == picture.pk
        met |= set(shown)
    assert set(album.pictures.filter(taken_at__year=2019).values_list("pk", flat=True)) <= met


def test_the_first_and_the_last_moment_of_a_year(mother_client, jieun):
    album = create_album(person=jieun, title="Night", description="")
    for moment in (datetime(2019, 1, 1, tzinfo=UTC), datetime(2019, 12, 31, 23, 59, 59, tzinfo=UTC)):
        make_pictures(album, 1, taken_at=moment)
    assert mother_client.get(YEARS).context["years"] == [2019]
    assert (
        mother_client.get(year(2018)).context["prints"]
        == mother_client.get(year(2020)).context["prints"]
        == []
    )


def test_what_is_in_the_trash_and_what_has_no_date(mother, jieun):
    trash_album(album_of(jieun, "Gone", 1999))
    make_pictures(create_album(person=jieun, title="Undated", description=""), 2, taken_at=None)
    assert list_years(mother) == []


def test_no_photo_has_a_date(mother_client):
    assert "날짜를 아는 사진이 없어요" in mother_client.get(YEARS).content.decode()


def test_another_family(stranger_client, jieun):
    album_of(jieun, "Jeju", 2019)
    assert stranger_client.get(YEARS).context["years"] == []
    assert stranger_client.get(year(2019)).context["prints"] == []


@pytest.mark.parametrize("count", [1, 30])
def test_the_same_queries_for_any_number_of_albums(mother_client, jieun, django_assert_num_queries, count):
    """Session, person, helper; for the years the albums, and one question for each year; for a year four."""
    for number in range(count):
        album_of(jieun, f"Album {number}", 2018, 2019)
    mother_client.get(reverse("text_size"))
    with django_assert_num_queries(6):
        mother_client.get(YEARS)
    with django_assert_num_queries(7):
        mother_client.get(year(2019))


def test_refusals(client, mother_client):
    for address in (YEARS, year(2019)):
        assert client.get(address).status_code == 302 and mother_client.post(address).status_code == 405
    for number in (0, 1799, 9999, 99999):
        assert mother_client.get(f"/years/{number}/").status_code == 404
    assert mother_client.get("/years/x/").status_code == 404
