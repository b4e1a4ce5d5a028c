import pytest
from django.template.loader import render_to_string

from albums.services.albums import create_album, recount
from albums.services.trash import trash_album, trash_pictures
from albums.tests.helpers import NOON, UNKNOWN, make_pictures


def look(client, picture, query=""):
    return client.get(picture.get_absolute_url() + query)


def test_it_works(mother_client, album):
    first, second, third = make_pictures(album, 3)
    response = look(mother_client, second)
    assert response.status_code == 200 and response.templates[0].name == "picture.html"
    assert (response.context["number"], response.context["count"]) == (2, 3)
    assert response.context["previous_url"] == f"{first.get_absolute_url()}?n=1"
    assert response.context["next_url"] == f"{third.get_absolute_url()}?n=3"


def test_signed_out(client, album):
    [picture] = make_pictures(album, 1)
    assert look(client, picture).url.startswith("/accounts/login/")


def test_another_family(stranger_client, foreign_album, album):
    [picture] = make_pictures(album, 1)
    assert look(stranger_client, picture).status_code == 404
    address = f"/albums/{foreign_album.public_id}/pictures/{picture.public_id}/"
    assert stranger_client.get(address).status_code == 404


@pytest.mark.parametrize("id", [UNKNOWN, "1", "%00"])
def test_bad_id(mother_client, album, id):
    assert mother_client.get(f"{album.get_absolute_url()}pictures/{id}/").status_code == 404


def test_wrong_method(mother_client, album):
    [picture] = make_pictures(album, 1)
    assert mother_client.post(picture.get_absolute_url()).status_code == 405


def test_another_album_of_the_family(mother_client, jieun, album):
    [picture] = make_pictures(album, 1)
    other = create_album(person=jieun, title="Other", description="")
    assert mother_client.get(f"{other.get_absolute_url()}pictures/{picture.public_id}/").status_code == 404


def test_in_the_trash(mother_client, minsu_client, album):
    picture, other = make_pictures(album, 2)
    trash_pictures([picture])
    trash_album(album)
    for client in (mother_client, minsu_client):
        assert look(client, picture).status_code == 404
        assert look(client, other).status_code == 404


def test_walking_through_photos_of_the_same_second(mother_client, album):
    pictures = make_pictures(album, 7, order_time=NOON)
    seen, address = [], pictures[0].get_absolute_url()
    while address:
        response = mother_client.get(address)
        seen.append(response.context["picture"])
        assert response.context["number"] == len(seen)
        address = response.context["next_url"]
    assert seen == pictures
    back = []
    address = response.request["PATH_INFO"]
    while address:
        response = mother_client.get(address)
        back.insert(0, response.context["picture"])
        address = response.context["previous_url"]
    assert back == pictures


def test_photos_in_the_trash_are_passed_over(mother_client, album):
    first, second, third = make_pictures(album, 3)
    trash_pictures([second])
    assert third.public_id in look(mother_client, first).context["next_url"]
    assert first.public_id in look(mother_client, third).context["previous_url"]


@pytest.mark.parametrize("number", ["0", "-1", "4", "999999999", "9" * 400, "x", "²", "１", "", "\0", "1.5"])
def test_a_number_that_cannot_be_is_counted(mother_client, album, number):
    pictures = make_pictures(album, 3)
    response = mother_client.get(pictures[1].get_absolute_url(), {"n": number})
    assert response.status_code == 200 and response.context["number"] == 2


def test_a_wrong_number_does_no_harm(mother_client, album):
    """It may be old: somebody removed an earlier photo. Every link on the page still works."""
    pictures = make_pictures(album, 9)
    for number in range(1, 10):
        context = look(mother_client, pictures[4], f"?n={number}").context
        assert (
            pictures[3].public_id in context["previous_url"] and pictures[5].public_id in context["next_url"]
        )
        for name in ("previous_url", "next_url", "album_url"):
            assert mother_client.get(context[name]).status_code == 200


def test_the_caption_describes_the_photo(mother_client, album):
    [picture] = make_pictures(album, 1, caption="할머니와 바다")
    page = look(mother_client, picture).content.decode()
    assert 'alt="할머니와 바다"' in page


def test_only_contributors_see_tools(mother_client, minsu_client, album):
    [picture] = make_pictures(album, 1)
    for tool in ("/trash/", "/cover/", "/edit/", "/original"):
        assert tool in look(minsu_client, picture).content.decode()
        assert tool not in look(mother_client, picture).content.decode()


@pytest.mark.parametrize("count", [1, 200])
def test_the_same_queries_for_any_number_of_pictures(mother_client, album, django_assert_num_queries, count):
    """The session, the person, her helper's name, the photo with its album, the one after and the one before (places,
    rows); after the last photo the next album; the hearts. No counting."""
    picture = make_pictures(album, count)[count // 2]
    look(mother_client, picture)
    with django_assert_num_queries(8 if count == 1 else 9):
        look(mother_client, picture, f"?n={count // 2 + 1}")


def test_opened_without_its_number_it_is_counted(mother_client, album, django_assert_num_queries):
    picture = make_pictures(album, 30)[20]
    look(mother_client, picture)
    with django_assert_num_queries(10):
        assert look(mother_client, picture).context["number"] == 21


def test_no_photo_is_counted_to_the_middle_of_a_very_large_album(mother_client, album, monkeypatch):
    """From both ends as far as it is quick. Beyond that its page has no number, and leads on as any other."""
    pictures = make_pictures(album, 12)
    monkeypatch.setattr("albums.views.pages.COUNT_AT_MOST", 4)
    recount(album)
    pages = [look(mother_client, picture) for picture in pictures]
    assert [page.context["number"] for page in pages] == [1, 2, 3, 4, *[None] * 4, 9, 10, 11, 12]
    assert "?n=" not in pages[5].context["next_url"] + pages[5].context["previous_url"]
    assert (
        pictures[6].public_id in pages[5].context["next_url"] and "Photo 6" not in pages[5].content.decode()
    )


@pytest.mark.parametrize(("precision", "exact", "english", "korean"), [
    ("year", "2024", "2024", "2024년"),
    ("month", "2024-05", "May 2024", "2024년 5월"),
    ("day", "2024-05-05", "May 5, 2024", "2024년 5월 5일"),
    ("second", "2024-05-05", "May 5, 2024", "2024년 5월 5일"),
    ("", "2024-05-05", "May 5, 2024", "2024년 5월 5일"),
])  # fmt: skip
def test_a_date_as_far_as_it_is_known(mother, mother_client, album, precision, exact, english, korean):
    [picture] = make_pictures(album, 1, taken_at=NOON, taken_precision=precision)
    for language, words in (("en", english), ("ko", korean)):
        type(mother).objects.filter(pk=mother.pk).update(language=language)
        assert f'<time datetime="{exact}">{words}</time>' in look(mother_client, picture).content.decode()


def test_no_date(mother_client, album):
    [picture] = make_pictures(album, 1)
    assert "<time" not in look(mother_client, picture).content.decode()


def test_one_choice_is_shown_itself_and_several_lie_behind_more(mother_client, album):
    [picture] = make_pictures(album, 1)
    page = look(mother_client, picture).text
    assert f'href="{picture.get_absolute_url()}print/">인쇄</a>' in page and 'class="more"' not in page
    two = render_to_string("_more.html", {"choices": [("Print", "print/"), ("One by one", "show/")]})
    assert '<summary class="button">' in two and two.index("<summary") < two.index('href="show/"')
