"""Which files of a family have the same picture, and who is told when one comes."""

import pytest
from django.urls import reverse

from albums.models import Double, Picture
from albums.services import undo
from albums.services.albums import create_album
from albums.services.deletion import delete_album, delete_pictures
from albums.services.doubles import keep_both, open_doubles
from albums.services.trash import restore_pictures, trash_album, trash_pictures
from albums.tests.helpers import add, photo, send

PLAIN = photo(1)
DATED = photo(1, taken="2019:05:04 11:12:13")
ANOTHER = photo(200)


@pytest.fixture
def other(jieun):
    return create_album(person=jieun, title="Best of", description="")


def shown(album) -> list[Double]:
    return list(open_doubles(album.family_id))


def result_of(client, album, content: bytes) -> dict:
    [result] = send(client, album, content).json()["results"]
    return result


@pytest.mark.parametrize("into_another", [False, True])
def test_it_works(minsu_client, album, other, into_another):
    first = add(minsu_client, album, PLAIN)
    result = result_of(minsu_client, other if into_another else album, DATED)
    assert result["status"] == "added" and result["same"] is True
    assert result["reason"].startswith("The family has the same picture")
    [double] = shown(album)
    second = Picture.objects.get(public_id=result["picture"])
    assert (double.family_id, double.first, double.second) == (album.family_id, first.file, second.file)
    assert Picture.objects.filter(trashed_at=None).count() == 2, "nothing is lost"


def test_another_picture_is_none(minsu_client, album):
    add(minsu_client, album, PLAIN)
    result = result_of(minsu_client, album, ANOTHER)
    assert result["reason"] == "" and "same" not in result and not Double.objects.exists()


def test_the_same_file_in_two_albums_is_none(minsu_client, album, other):
    picture = add(minsu_client, album, DATED)
    shared = add(minsu_client, other, DATED)
    assert shared.fingerprint == picture.fingerprint != ""
    assert not Double.objects.exists()
    assert result_of(minsu_client, other, PLAIN)["same"] is True
    assert Double.objects.count() == 1, "of files, however many albums show them"


def test_the_same_bytes_twice_are_none(minsu_client, album, other, just_updated):
    """As a family may have them from before it shared files."""
    assert add(minsu_client, album, PLAIN).file != add(minsu_client, other, PLAIN).file
    assert not Double.objects.exists()


def test_another_family_is_not_told(minsu_client, stranger_client, album, foreign_album):
    ours = add(minsu_client, album, PLAIN)
    assert "same" not in result_of(stranger_client, foreign_album, DATED)
    theirs = Picture.objects.get(album=foreign_album)
    assert not Double.objects.exists() and ours.fingerprint != theirs.fingerprint


def test_of_three_each_with_each(minsu_client, album):
    for content in (PLAIN, DATED, photo(1, gps=True)):
        add(minsu_client, album, content)
    assert len(shown(album)) == 3


@pytest.mark.parametrize("whole_album", [False, True])
def test_what_is_in_the_trash_is_not_shown_until_it_comes_back(minsu_client, album, other, whole_album):
    picture = add(minsu_client, album, PLAIN)
    if whole_album:
        trash_album(album)
    else:
        trash_pictures([picture])
    assert "same" not in result_of(minsu_client, other, DATED)
    assert not shown(album)
    if whole_album:
        type(album).objects.filter(pk=album.pk).update(trashed_at=None)
    else:
        restore_pictures([picture])
    assert len(shown(album)) == 1


def test_a_pair_goes_with_either_file(minsu_client, album, other):
    for content in (PLAIN, DATED, photo(1, gps=True)):
        add(minsu_client, album, content)
    shared = add(minsu_client, other, PLAIN)
    first, second, _ = Picture.objects.filter(album=album).order_by("pk")
    trash_pictures([first, second])
    delete_pictures(Picture.objects.filter(pk=second.pk))
    assert Double.objects.count() == 1
    delete_pictures(Picture.objects.filter(pk=first.pk))
    assert Double.objects.count() == 1, "another album has its file"
    trash_album(other)
    delete_album(other)
    assert not Double.objects.exists() and not Picture.objects.filter(pk=shared.pk).exists()


def test_both_are_kept_for_ever(minsu_client, minsu, album):
    add(minsu_client, album, PLAIN)
    add(minsu_client, album, DATED)
    [double] = shown(album)
    assert keep_both(double) and not keep_both(double) and not shown(album)
    undone = undo.undo(minsu, undo.token_for_kept_both(minsu, double))
    assert undone == undo.Undone(reverse("doubles"), 1) and shown(album) == [double]
    assert undo.undo(minsu, undo.token_for_kept_both(minsu, double)).count == 0
