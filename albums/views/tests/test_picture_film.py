"""A film on its page, in the lists, and its bytes in the parts that players ask for."""

import io

import pytest
from django.db import transaction
from django.urls import reverse

from albums.models import Derivative, Picture
from albums.services.trash import trash_pictures
from albums.tests.helpers import NOON, make_pictures
from albums.views import files
from picup.core.public_ids import new_public_id
from storage.models import StoredFile
from storage.services import mark_kept, store

BYTES = bytes(range(256)) * 10


@pytest.fixture
def film(album) -> Picture:
    """A row of a film, with bytes to be played."""
    values = {"kind": "film", "playing": "ready", "duration": 80_400, "order_time": NOON}
    [picture] = make_pictures(album, 1, **values)
    for variant, content_type in (("film", "video/mp4"), ("screen", "image/webp")):
        give(picture, variant, content_type)
    return picture


def give(picture, variant, content_type):
    kind = StoredFile.Kind.DERIVATIVE
    file = store(
        family_id=picture.album.family_id,
        source=io.BytesIO(BYTES),
        size=len(BYTES),
        kind=kind,
        content_type=content_type,
    )
    with transaction.atomic():
        Derivative.objects.create(picture=picture, variant=variant, file=file, width=400, height=300)
        mark_kept(file)


def fetch(client, picture, variant="film", method="get", **headers):
    return getattr(client, method)(
        reverse("picture_file", args=[picture.public_id, variant]), headers=headers
    )


def body(response) -> bytes:
    return b"".join(response)


def page(client, picture) -> str:
    return client.get(picture.get_absolute_url()).content.decode()


def test_it_works(mother_client, film):
    answer = page(mother_client, film)
    address = reverse("picture_file", args=[film.public_id, "film"])
    assert f'<source src="{address}" type="video/mp4">' in answer
    assert "영상 보기" in answer and 'preload="none"' in answer and "film.js" in answer
    assert reverse("picture_big", args=[film.album.public_id, film.public_id]) not in answer
    response = fetch(mother_client, film)
    assert response.status_code == 200 and body(response) == BYTES
    assert response["Content-Type"] == "video/mp4" and response["Accept-Ranges"] == "bytes"
    assert "immutable" in response["Cache-Control"]
    assert body(fetch(mother_client, film, "poster")) == BYTES


def test_safari_asks_for_two_bytes_first(mother_client, film):
    response = fetch(mother_client, film, range="bytes=0-1")
    assert (response.status_code, body(response)) == (206, BYTES[:2])
    assert response["Content-Range"] == f"bytes 0-1/{len(BYTES)}"


def test_a_player_gets_a_part_at_a_time(mother_client, film, monkeypatch):
    monkeypatch.setattr(files, "PART_BYTES", 1000)
    got = b""
    while len(got) < len(BYTES):
        response = fetch(mother_client, film, range=f"bytes={len(got)}-")
        assert response.status_code == 206
        part = body(response)
        assert response["Content-Range"] == f"bytes {len(got)}-{len(got) + len(part) - 1}/{len(BYTES)}"
        assert 0 < len(part) <= 1000 and int(response["Content-Length"]) == len(part)
        got += part
    assert got == BYTES


def test_behind_its_end(mother_client, film):
    response = fetch(mother_client, film, range=f"bytes={len(BYTES)}-")
    assert response.status_code == 416 and response["Content-Range"] == f"bytes */{len(BYTES)}"


def test_head(mother_client, film):
    response = fetch(mother_client, film, method="head")
    assert response.status_code == 200 and int(response["Content-Length"]) == len(BYTES)


@pytest.mark.parametrize("variant", ["film", "poster"])
def test_of_a_photo_there_is_none(mother_client, album, variant):
    [photo] = make_pictures(album, 1)
    give(photo, "screen", "image/webp")
    response = fetch(mother_client, photo, variant)
    assert response.status_code == 404 and "Retry-After" not in response


@pytest.mark.parametrize("variant", ["film", "poster", "original"])
def test_another_family(stranger_client, film, variant):
    assert fetch(stranger_client, film, variant).status_code == 404


def test_signed_out(client, film):
    assert fetch(client, film).status_code == 302


def test_wrong_method(minsu_client, film):
    assert fetch(minsu_client, film, method="post").status_code == 405


def test_an_unknown_id(mother_client, db, film):
    film.public_id = new_public_id()
    assert fetch(mother_client, film).status_code == 404


def test_in_the_trash_only_contributors_play_it(minsu_client, mother_client, film):
    trash_pictures([film])
    assert fetch(mother_client, film).status_code == 404
    assert fetch(minsu_client, film).status_code == 200


def test_while_it_is_made(mother_client, film):
    Derivative.objects.filter(variant="film").delete()
    Picture.objects.update(playing="waiting")
    answer = page(mother_client, film)
    assert "영상을 준비하고 있어요" in answer and "<video" not in answer and "data-film=" in answer
    response = fetch(mother_client, film)
    assert response.status_code == 404 and response["Retry-After"]


def test_one_that_cannot_be_played(mother_client, minsu_client, film):
    Picture.objects.update(playing="failed")
    hers, his = page(mother_client, film), page(minsu_client, film)
    original = reverse("picture_file", args=[film.public_id, "original"])
    assert "이 영상은 여기서 볼 수 없어요" in hers and original not in hers
    assert "cannot be played here" in his and original in his


def test_one_without_a_picture(mother_client, film):
    Picture.objects.update(state="damaged")
    assert "이 영상은 볼 수 없어요" in page(mother_client, film)


@pytest.mark.parametrize("address", ["album", "album_overview", "shelf", "trash"])
def test_everywhere_it_says_how_long_it_is(minsu_client, film, address):
    if address == "shelf":
        film.album.cover = film
        film.album.save()
    if address == "trash":
        trash_pictures([film])
    arguments = [film.album.public_id] if address.startswith("album") else []
    answer = minsu_client.get(reverse(address, args=arguments), headers={"Accept-Language": "ko"})
    assert "1분 20초 영상" in answer.content.decode()


def test_on_paper_it_is_its_poster(mother_client, film):
    answer = mother_client.get(
        reverse("picture_print", args=[film.album.public_id, film.public_id])
    ).content.decode()
    assert reverse("picture_file", args=[film.public_id, "screen"]) in answer and "<video" not in answer


def test_its_page_offers_no_printing(mother_client, film):
    address = reverse("picture_print", args=[film.album.public_id, film.public_id])
    answer = page(mother_client, film)
    assert address not in answer and 'class="more"' not in answer
    [photo] = make_pictures(film.album, 1)
    assert reverse("picture_print", args=[film.album.public_id, photo.public_id]) in page(
        mother_client, photo
    )


@pytest.mark.parametrize(
    ("state", "kind", "is_anew"),
    [("waiting", "film", True), ("ready", "film", False), ("waiting", "photo", False)],
)
def test_its_page_is_shown_anew_with_its_player(mother_client, film, state, kind, is_anew):
    Picture.objects.filter(pk=film.pk).update(state=state, kind=kind)
    assert ("data-ready-anew" in page(mother_client, film)) is is_anew


def test_there_is_nothing_to_enlarge(mother_client, film):
    answer = mother_client.get(reverse("picture_big", args=[film.album.public_id, film.public_id]))
    assert answer.status_code == 302 and answer.url == film.get_absolute_url()
