"""Undoing from a message what it tells of: what comes back, for whom, until when, and what others have done since."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from albums.models import Picture
from albums.services import undo
from albums.services.deletion import delete_picture
from albums.services.trash import restore_pictures, trash_pictures
from albums.tests.helpers import make_pictures


def do(client, name, *args, **values) -> str:
    """Press the button of a page, and return the token of the message that tells of it."""
    response = client.post(reverse(name, args=[arg.public_id for arg in args]), values)
    assert response.status_code == 302
    tokens = [message.extra_tags for message in get_messages(response.wsgi_request)]
    page = client.get(response.url)
    assert all(f'value="{token}"' in page.content.decode() for token in tokens if token)
    return tokens[-1] if tokens else ""


def press(client, token: str):
    """Press the undo button. Return the address to which it leads, and what is said there."""
    response = client.post("/undo/", {"token": token})
    assert response.status_code == 302
    return response.url, [str(message) for message in get_messages(response.wsgi_request)][-1]


@pytest.fixture
def pictures(album):
    made = make_pictures(album, 3)
    album.refresh_from_db()
    return made


def shown() -> list[Picture]:
    return list(Picture.objects.filter(trashed_at=None).order_by("pk"))


def test_it_works(minsu_client, album, pictures):
    token = do(minsu_client, "picture_trash", album, pictures[1])
    assert shown() == [pictures[0], pictures[2]]
    assert press(minsu_client, token) == (pictures[1].get_absolute_url(), "It is as it was before.")
    assert shown() == pictures
    album.refresh_from_db()
    assert album.picture_count == 3


def test_a_selection(minsu_client, album, pictures):
    ids = [picture.public_id for picture in pictures[:2]]
    token = do(minsu_client, "album_select", album, pictures=ids)
    assert press(minsu_client, token)[0] == reverse("album_select", args=[album.public_id])
    assert shown() == pictures


def test_an_album(minsu_client, mother_client, album, pictures):
    token = do(minsu_client, "album_delete", album)
    assert mother_client.get(album.get_absolute_url()).status_code == 404
    assert press(minsu_client, token)[0] == album.get_absolute_url()
    assert mother_client.get(album.get_absolute_url()).status_code == 200


def test_a_cover(minsu_client, album, pictures):
    token = do(minsu_client, "picture_cover", album, pictures[2])
    press(minsu_client, token)
    album.refresh_from_db()
    assert album.cover == pictures[0]
    assert do(minsu_client, "picture_cover", album, pictures[0]) == "", "nothing was changed"


def test_a_caption(minsu_client, album, pictures):
    first = do(minsu_client, "picture_edit", album, pictures[0], caption="할머니와 바다")
    assert "할머니" not in first
    second = do(minsu_client, "picture_edit", album, pictures[0], caption="산")
    assert press(minsu_client, second)[0] == pictures[0].get_absolute_url()
    assert Picture.objects.get(pk=pictures[0].pk).caption == "할머니와 바다"
    press(minsu_client, first)
    assert Picture.objects.get(pk=pictures[0].pk).caption == ""


def test_what_somebody_changed_since_stays(minsu_client, jieun, album, pictures):
    caption = do(minsu_client, "picture_edit", album, pictures[0], caption="Mine")
    cover = do(minsu_client, "picture_cover", album, pictures[1])
    trashed = do(minsu_client, "picture_trash", album, pictures[2])
    picture = Picture.objects.get(pk=pictures[0].pk)
    picture.caption = "Hers"
    picture.save(update_fields=["caption"])
    album.cover = pictures[0]
    album.save(update_fields=["cover"])
    restore_pictures([pictures[2]])
    trash_pictures([pictures[2]])
    for token in (caption, cover, trashed):
        assert "meanwhile" in press(minsu_client, token)[1]
    album.refresh_from_db()
    assert album.cover == pictures[0] and shown() == pictures[:2]
    assert Picture.objects.get(pk=picture.pk).caption == "Hers"


def test_a_part_that_is_gone(minsu_client, jieun, album, pictures):
    ids = [picture.public_id for picture in pictures[:2]]
    token = do(minsu_client, "album_select", album, pictures=ids)
    delete_picture(Picture.objects.get(pk=pictures[0].pk), by=jieun)
    assert "The others were changed" in press(minsu_client, token)[1]
    assert shown() == pictures[1:]


def test_of_an_album_that_is_in_the_trash(minsu_client, album, pictures):
    tokens = [
        do(minsu_client, "picture_edit", album, pictures[0], caption="Mine"),
        do(minsu_client, "picture_cover", album, pictures[1]),
        do(minsu_client, "picture_trash", album, pictures[2]),
    ]
    do(minsu_client, "album_delete", album)
    for token in tokens:
        assert "meanwhile" in press(minsu_client, token)[1]


def test_it_expires(minsu_client, album, pictures, monkeypatch):
    token = do(minsu_client, "picture_trash", album, pictures[0])
    later = timezone.now() + timedelta(seconds=undo.UNDO_SECONDS + 1)
    monkeypatch.setattr("albums.services.undo.timezone.now", lambda: later)
    assert press(minsu_client, token) == ("/", "This cannot be undone any more.")
    assert shown() == pictures[1:]


@pytest.mark.parametrize("token", ["", "x", "e1:" + "0" * 16 + ":" + "A" * 40, "가"])
def test_a_token_that_is_none(minsu_client, token):
    assert press(minsu_client, token) == ("/", "This cannot be undone any more.")


def test_refusals(client, stranger_client, mother_client, jieun_client, minsu_client, album, pictures):
    """A token is of use to the person only who did it, even within the family."""
    token = do(minsu_client, "picture_trash", album, pictures[0])
    assert client.post("/undo/", {"token": token}).status_code == 302
    assert mother_client.post("/undo/", {"token": token}).status_code == 403
    assert minsu_client.get("/undo/").status_code == 405
    for other in (stranger_client, jieun_client):
        assert press(other, token) == ("/", "This cannot be undone any more.")
    assert shown() == pictures[1:]
