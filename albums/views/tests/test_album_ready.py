import pytest
from django.conf import settings

from albums.models import Picture
from albums.services.trash import trash_pictures
from albums.templatetags.pictures import READY_AT_ONCE
from albums.tests.helpers import make_pictures


def ask(client, album, *pictures, **query):
    ids = ",".join(picture.public_id for picture in pictures)
    return client.get(f"{album.get_absolute_url()}ready/", {"pictures": ids, **query})


def test_it_works(mother_client, album):
    ready, waiting, damaged = make_pictures(album, 3)
    Picture.objects.filter(pk=waiting.pk).update(state="waiting")
    Picture.objects.filter(pk=damaged.pk).update(state="damaged")
    response = ask(mother_client, album, ready, waiting, damaged, variant="page", sizes="92vw")
    body = response.json()
    assert list(body["ready"]) == [ready.public_id] and body["damaged"] == [damaged.public_id]
    markup = body["ready"][ready.public_id]
    assert "<img" in markup and f"/pictures/{ready.public_id}/file/page" in markup and "92vw" in markup
    assert response["Cache-Control"] == "no-store"


def test_signed_out(client, album):
    assert ask(client, album).status_code == 302
    response = client.get(f"{album.get_absolute_url()}ready/", headers={"Accept": "application/json"})
    assert response.status_code == 401 and response.json()["reason"]


def test_another_family(stranger_client, foreign_album, album):
    [picture] = make_pictures(album, 1)
    assert ask(stranger_client, album, picture).status_code == 404
    assert ask(stranger_client, foreign_album, picture).json()["ready"] == {}


def test_wrong_method(mother_client, album):
    assert mother_client.post(f"{album.get_absolute_url()}ready/").status_code == 405


def test_pictures_in_the_trash_are_not_told(mother_client, album):
    [picture] = make_pictures(album, 1)
    trash_pictures([picture])
    assert ask(mother_client, album, picture).json() == {"ready": {}, "damaged": []}


@pytest.mark.parametrize("ids", ["", ",,,", "x", "\0", "가", "1," * 3000, "a" * 9000])
def test_bad_ids(mother_client, album, ids):
    response = mother_client.get(f"{album.get_absolute_url()}ready/", {"pictures": ids})
    assert response.json() == {"ready": {}, "damaged": []}


def test_hostile_sizes_are_escaped(mother_client, album):
    [picture] = make_pictures(album, 1)
    response = ask(mother_client, album, picture, sizes='"><script>alert(1)</script>', variant="original")
    markup = response.json()["ready"][picture.public_id]
    assert "<script" not in markup and "/original" not in markup


@pytest.mark.parametrize("count", [1, 30])
def test_the_same_queries_for_any_number_of_pictures(mother_client, album, django_assert_num_queries, count):
    pictures = make_pictures(album, count)
    ask(mother_client, album)
    with django_assert_num_queries(4):
        ask(mother_client, album, *pictures)


def test_the_script_asks_for_as_many_as_are_answered(mother_client, album):
    """Each page that has placeholders names the number that the view keeps to."""
    pictures = make_pictures(album, READY_AT_ONCE + 1)
    assert len(ask(mother_client, album, *pictures).json()["ready"]) == READY_AT_ONCE
    for address in ("/", album.get_absolute_url(), pictures[0].get_absolute_url()):
        page = mother_client.get(address).content.decode()
        assert page.count(f'data-ready-at-once="{READY_AT_ONCE}"') == page.count("data-ready-url=") == 1
    assert "dataset.readyAtOnce" in (settings.BASE_DIR / "static/fill.js").read_text()
