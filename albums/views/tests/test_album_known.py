import hashlib

import pytest
from django.urls import reverse

from albums.models import Picture
from albums.services.albums import create_album
from albums.services.trash import trash_pictures
from albums.tests.helpers import UNKNOWN, add, photo
from albums.views.known import KNOWN_AT_ONCE
from storage.models import FileCopy

OTHER = "0" * 64
NOTHING: dict = {"known": {}, "family": []}
QUERIES = 8


def ask(client, album, *checksums: str):
    return client.post(reverse("album_known", args=[album.public_id]), {"sha256": ",".join(checksums)})


@pytest.fixture
def known(minsu_client, album) -> tuple[Picture, str]:
    """A photo of the album, and the checksum of its file."""
    content = photo(1)
    return add(minsu_client, album, content), hashlib.sha256(content).hexdigest()


def test_it_works(minsu_client, album, known):
    picture, checksum = known
    answer = ask(minsu_client, album, OTHER, checksum, checksum.upper())
    assert answer.json() == {"known": {checksum: picture.public_id}, "family": []}
    assert answer["Cache-Control"] == "no-store"


def test_nothing_is_asked_twice(minsu_client, album, known, django_assert_num_queries):
    with django_assert_num_queries(QUERIES):
        ask(minsu_client, album, known[1], OTHER)
    with django_assert_num_queries(QUERIES):
        ask(minsu_client, album, *[f"{number:064x}" for number in range(KNOWN_AT_ONCE)])


def test_signed_out(client, album, known):
    assert ask(client, album, known[1]).status_code == 302


def test_a_viewer(mother_client, album, known):
    assert ask(mother_client, album, known[1]).status_code == 403


def test_another_family(stranger_client, foreign_album, album, known):
    """Neither by the album, nor by their own: nobody learns what others have."""
    assert ask(stranger_client, album, known[1]).status_code == 404
    assert ask(stranger_client, foreign_album, known[1]).json() == NOTHING


def test_bad_id(minsu_client):
    assert minsu_client.post(f"/albums/{UNKNOWN}/known/").status_code == 404


def test_wrong_method(minsu_client, album):
    assert minsu_client.get(reverse("album_known", args=[album.public_id])).status_code == 405


@pytest.mark.parametrize("asked", ["", ",,", "x", "\0", "가" * 64, "0" * 65, "'" * 64])
def test_what_is_no_checksum(minsu_client, album, known, asked):
    assert ask(minsu_client, album, asked).json() == NOTHING


def test_too_many(minsu_client, album, known):
    assert ask(minsu_client, album, *[OTHER] * KNOWN_AT_ONCE, known[1]).json() == NOTHING


@pytest.mark.parametrize("state", ["in the trash", "damaged", "lost"])
def test_what_can_be_brought_back_is_sent_again(minsu_client, album, known, state):
    picture, checksum = known
    if state == "in the trash":
        trash_pictures([picture])
    elif state == "damaged":
        Picture.objects.filter(pk=picture.pk).update(state=Picture.State.DAMAGED)
    else:
        FileCopy.objects.filter(file=picture.file).update(damage="missing")
    # Only what was lost must be sent: the others' bytes are there.
    family = [checksum] if state == "in the trash" else []
    assert ask(minsu_client, album, checksum).json() == {"known": {}, "family": family}


def test_what_another_album_shows(minsu, minsu_client, album, known):
    other = create_album(person=minsu, title="Best of", description="")
    assert ask(minsu_client, other, known[1], OTHER).json() == {"known": {}, "family": [known[1]]}


def test_not_while_processes_of_an_earlier_release_may_run(minsu, minsu_client, album, known, just_updated):
    other = create_album(person=minsu, title="Best of", description="")
    assert ask(minsu_client, other, known[1]).json() == NOTHING
