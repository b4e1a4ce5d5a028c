"""Marks of what was on her screen."""

import pytest
from django.urls import reverse

from albums.models import Look, Visit
from albums.services.albums import create_album
from albums.services.looks import SEEN_AT_ONCE, add_looks
from albums.tests.helpers import make_pictures

SEEN = reverse("seen")


@pytest.fixture
def pictures(album, mother, jieun):
    pictures = make_pictures(album, 3, uploaded_by=jieun)
    for picture in pictures:
        add_looks(picture)
    return pictures


def ids(pictures) -> str:
    return ",".join(picture.public_id for picture in pictures)


def test_it_works(mother_client, mother, pictures, album):
    assert mother_client.post(SEEN, {"pictures": ids(pictures[:2])}).status_code == 204
    assert [look.picture for look in Look.objects.filter(person=mother, seen_at=None)] == [pictures[2]]
    visit = Visit.objects.get(person=mother)
    assert (visit.album, visit.picture) == (album, pictures[1])
    moment = Look.objects.get(person=mother, picture=pictures[0]).seen_at
    mother_client.post(SEEN, {"pictures": ids(reversed(pictures))})
    assert Look.objects.get(person=mother, picture=pictures[0]).seen_at == moment, "the first time counts"
    assert Visit.objects.get(person=mother).picture == pictures[0], "and the last place"


def test_the_album_goes_on_where_she_stopped(mother_client, pictures):
    """And her children see that she looked, and what nobody has seen."""
    mother_client.post(SEEN, {"pictures": ids([pictures[2], *pictures[:2]])})
    home = mother_client.get("/").content.decode()
    assert "이어서 보기" in home and f'href="{pictures[1].get_absolute_url()}"' in home


def test_a_finished_album_does_not_go_on(mother_client, jieun, pictures, album):
    """But the one before it does, and this one too when a photo comes after its last."""
    older = make_pictures(create_album(person=jieun, title="Winter", description=""), 2, uploaded_by=jieun)
    mother_client.post(SEEN, {"pictures": ids(older[:1])})
    mother_client.post(SEEN, {"pictures": ids(pictures)})
    home = mother_client.get("/").content.decode()
    assert "이어서 보기" in home and f'href="{older[0].get_absolute_url()}"' in home
    mother_client.post(SEEN, {"pictures": ids(older)})
    assert older[-1].get_absolute_url() in mother_client.get("/").content.decode(), "rather than nothing"
    # Her own eyes alone decide what is new; this one is not.
    make_pictures(album, 1, uploaded_by=jieun)
    assert pictures[-1].get_absolute_url() in mother_client.get("/").content.decode()


def test_children_see_that_she_looked(mother_client, jieun_client, pictures, album):
    mother_client.post(SEEN, {"pictures": ids(pictures[:2])})
    assert "엄마 looked today" in jieun_client.get(album.get_absolute_url()).content.decode()
    overview = jieun_client.get(reverse("album_overview", args=[album.public_id]))
    assert overview.context["unseen"] == [pictures[2]]
    assert "looked" not in mother_client.get(album.get_absolute_url()).content.decode()


@pytest.mark.parametrize("text", ["", ",", ",,x", "가", "\0", "a" * 9000, "'--", "../"])
def test_what_is_no_id_does_nothing(mother_client, pictures, text):
    assert mother_client.post(SEEN, {"pictures": text}).status_code == 204
    assert not Visit.objects.exists() and not Look.objects.exclude(seen_at=None).exists()


def test_only_so_many_at_once(mother_client, pictures):
    others = ",".join("0" * 17 + f"{number:03}" for number in range(SEEN_AT_ONCE))
    mother_client.post(SEEN, {"pictures": f"{others},{ids(pictures)}"})
    assert not Look.objects.exclude(seen_at=None).exists()


def test_another_family(stranger_client, pictures):
    assert stranger_client.post(SEEN, {"pictures": ids(pictures)}).status_code == 204
    assert not Visit.objects.exists() and not Look.objects.exclude(seen_at=None).exists()


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""]
)
def test_the_way_back_is_ours(mother_client, pictures, page):
    assert mother_client.post(SEEN, {"pictures": "", "next": page}).url == "/"
    assert mother_client.post(SEEN, {"pictures": "", "next": "/new/"}).url == "/new/"


def test_refusals(client, mother_client):
    assert client.post(SEEN).status_code == 302 and mother_client.get(SEEN).status_code == 405
