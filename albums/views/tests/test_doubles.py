"""The page on which contributors compare the same picture in two files."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from albums.models import Double, Picture
from albums.services.albums import create_album
from albums.services.doubles import keep_both
from albums.services.trash import trash_pictures
from albums.templatetags.doubles import MOST
from albums.tests.helpers import NOON, add, make_pictures, photo, send
from albums.views.doubles import ON_PAGE
from picup.core.sizes import size_in_words
from picup.encryption.tests.helpers import rewrite

ADDRESS = "/doubles/"


def make_doubles(album, count: int) -> list[Double]:
    """Return pairs of pictures without bytes, the first found first."""
    pictures = make_pictures(album, 2 * count)
    return [
        Double.objects.create(
            family_id=album.family_id,
            first=pictures[2 * n].file,
            second=pictures[2 * n + 1].file,
            found_at=NOON + n * timedelta(minutes=1),
        )
        for n in range(count)
    ]


def listed(client, query: str = "") -> list[Double]:
    page = client.get(ADDRESS + query)
    assert page.status_code == 200 and page.templates[0].name == "doubles.html"
    return [each.double for each in page.context["comparisons"]]


def test_it_works(minsu_client, jieun, album):
    add(minsu_client, album, photo(1, taken="2019:05:04 11:12:13"))
    other = create_album(person=jieun, title="Best of", description="")
    plain = add(minsu_client, other, photo(1))
    rewrite(plain, caption="On the beach", name="IMG_1.jpg")
    [comparison] = minsu_client.get(ADDRESS).context["comparisons"]
    first, second = comparison.sides
    assert (first.place, second.place, second.pictures) == ("first", "second", [plain])
    rows = {row.label: (row.first, row.second) for row in comparison.differences}
    assert rows == {
        "Taken on": ("May 4, 2019, 11:12 a.m.", "not known"),
        "Caption": ("none", "On the beach"),
        "Albums": ("Summer in Jeju", "Best of"),
        "Name of the file": ("0.jpg", "IMG_1.jpg"),
        "Size of the file": (size_in_words(first.file.size), size_in_words(second.file.size)),
    }
    page = minsu_client.get(ADDRESS).content.decode()
    assert all(picture.get_absolute_url() in page for picture in Picture.objects.all())
    assert page.count('value="first"') == page.count('value="second"') == page.count('value="both"') == 1


def test_several_albums_and_captions(minsu_client, jieun, album):
    picture = add(minsu_client, album, photo(1))
    add(minsu_client, album, photo(1, gps=True))
    other = create_album(person=jieun, title="Best of", description="")
    rewrite(add(minsu_client, other, photo(1)), caption="<b>Sea</b>")
    rewrite(picture, caption="Beach")
    [comparison] = minsu_client.get(ADDRESS).context["comparisons"]
    rows = {row.label: row.first for row in comparison.differences}
    assert (rows["Albums"], rows["Caption"]) == ("Summer in Jeju\nBest of", "Beach\n<b>Sea</b>")
    assert "Name of the file" not in rows, "it is the same, and named once"
    assert "Beach<br>&lt;b&gt;Sea&lt;/b&gt;" in minsu_client.get(ADDRESS).content.decode()


def test_albums_and_dates_are_always_there(minsu_client, album):
    make_doubles(album, 1)
    [comparison] = minsu_client.get(ADDRESS).context["comparisons"]
    rows = {row.label: (row.first, row.second) for row in comparison.differences}
    assert rows["Albums"] == ("Summer in Jeju", "Summer in Jeju") and rows["Taken on"] == (
        "not known",
        "not known",
    )
    assert "Caption" not in rows


def test_it_is_turned(minsu_client, album):
    doubles = make_doubles(album, ON_PAGE + 2)
    newest_first = doubles[::-1]
    page = minsu_client.get(ADDRESS)
    assert [each.double for each in page.context["comparisons"]] == newest_first[:ON_PAGE]
    assert listed(minsu_client, f"?after={page.context['page'].next}") == newest_first[ON_PAGE:]


def test_its_queries_are_as_many_for_many(minsu_client, album, django_assert_num_queries):
    make_doubles(album, 1)
    with django_assert_num_queries(4):  # the session, the person, the pairs, their pictures
        assert len(listed(minsu_client)) == 1
    make_doubles(album, 4)
    with django_assert_num_queries(4):
        assert len(listed(minsu_client)) == 5


def test_what_is_decided_or_put_away_is_not_there(minsu_client, album):
    kept, put_away, left = make_doubles(album, 3)
    keep_both(kept)
    trash_pictures(list(Picture.objects.filter(file=put_away.first)))
    assert listed(minsu_client) == [left]


def test_nothing_twice(minsu_client, album):
    assert listed(minsu_client) == []
    assert "There is no picture twice" in minsu_client.get(ADDRESS).content.decode()


def test_another_family_sees_nothing_of_it(stranger_client, album):
    make_doubles(album, 1)
    assert listed(stranger_client) == []


def test_the_familys_page_leads_to_it(minsu_client, stranger_client, album):
    assert ADDRESS not in minsu_client.get(reverse("family")).content.decode()
    make_doubles(album, 1)
    page = minsu_client.get(reverse("family")).content.decode()
    assert f'href="{ADDRESS}"' in page and "1 photo is here twice" in page
    assert ADDRESS not in stranger_client.get(reverse("family")).content.decode()
    [first, *_] = Double.objects.all()
    pictures = make_pictures(album, MOST)
    Double.objects.bulk_create(
        Double(family_id=album.family_id, first=first.first, second=picture.file, found_at=timezone.now())
        for picture in pictures
    )
    assert f"More than {MOST} photos are here twice" in minsu_client.get(reverse("family")).content.decode()


@pytest.mark.parametrize("scripts", [False, True])
def test_the_uploader_leads_to_it(minsu_client, album, scripts):
    accept = "application/json" if scripts else "text/html"
    first = send(minsu_client, album, photo(1), accept=accept)
    second = send(minsu_client, album, photo(1, gps=True), accept=accept)
    if scripts:
        assert "same" not in first.json()["results"][0] and second.json()["results"][0]["same"] is True
    else:
        assert 'id="to-doubles" hidden' in first.content.decode()
        assert 'id="to-doubles"><a' in second.content.decode()
