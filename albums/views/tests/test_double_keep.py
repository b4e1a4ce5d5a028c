"""Deciding which of two files with the same picture stays."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from albums.models import Double, Picture
from albums.services.albums import create_album
from albums.tests.helpers import UNKNOWN, add, deliver, photo
from picup.encryption.tests.helpers import rewrite


@pytest.fixture
def other(jieun):
    return create_album(person=jieun, title="Best of", description="")


@pytest.fixture
def pair(minsu_client, album, other):
    made = [
        add(minsu_client, album, photo(1, taken="2019:05:04 11:12:13")),
        add(minsu_client, other, photo(1)),
    ]
    deliver()
    rewrite(made[1], caption="On the beach")
    return made


def keep(client, which: str, public_id: str = ""):
    public_id = public_id or Double.objects.get().public_id
    return client.post(reverse("double_keep", args=[public_id]), {"keep": which})


def said(response) -> str:
    assert response.status_code == 302 and response.url == reverse("doubles")
    return str([*get_messages(response.wsgi_request)][-1])


def shown() -> set[Picture]:
    return set(Picture.objects.filter(trashed_at=None))


@pytest.mark.parametrize(("which", "kept"), [("first", 0), ("second", 1)])
def test_it_works(minsu_client, pair, which, kept):
    assert said(keep(minsu_client, which)).startswith("One stays")
    assert {picture.file for picture in shown()} == {pair[kept].file}
    assert {picture.album.title for picture in shown()} == {"Summer in Jeju", "Best of"}
    assert "On the beach" in {picture.caption for picture in shown()}


def test_both(minsu_client, pair):
    assert said(keep(minsu_client, "both")) == "Both stay. You will not be asked again."
    assert shown() == set(pair) and Double.objects.get().kept_at
    assert said(keep(minsu_client, "both")).startswith("Somebody has changed it")


def test_undone(minsu_client, pair):
    for which in ("both", "first", "second"):
        response = keep(minsu_client, which)
        token = [message.extra_tags for message in get_messages(response.wsgi_request)][-1]
        assert f'value="{token}"' in minsu_client.get(response.url).content.decode()
        undone = minsu_client.post(reverse("undo"), {"token": token})
        assert said(undone) == "It is as it was before."
        assert shown() == set(pair) and minsu_client.get(undone.url).context["comparisons"]


def test_somebody_was_quicker(minsu_client, jieun_client, pair):
    keep(jieun_client, "first")
    before = shown()
    assert said(keep(minsu_client, "second")).startswith("Somebody has changed it")
    assert shown() == before


def test_right_after_an_update(minsu_client, pair, just_updated):
    assert said(keep(minsu_client, "first")).startswith("The site was updated just now")
    assert shown() == set(pair)


@pytest.mark.parametrize("which", ["", "third", "FIRST"])
def test_a_word_that_is_none(minsu_client, pair, which):
    assert keep(minsu_client, which).status_code == 404 and shown() == set(pair)


def test_refusals(client, minsu_client, mother_client, stranger_client, pair):
    assert keep(client, "first").url.startswith("/accounts/login/")
    assert keep(mother_client, "first").status_code == 403
    assert keep(stranger_client, "first").status_code == 404
    assert keep(minsu_client, "first", UNKNOWN).status_code == 404
    address = reverse("double_keep", args=[Double.objects.get().public_id])
    assert minsu_client.get(address).status_code == 405
    assert shown() == set(pair) and Double.objects.get().kept_at is None


def test_a_form_of_another_site(minsu, pair):
    client = Client(enforce_csrf_checks=True)
    client.force_login(minsu)
    assert keep(client, "first").status_code == 403 and shown() == set(pair)
