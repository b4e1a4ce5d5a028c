"""Photos of earlier releases get their fingerprints, one after another, and pairs are found among them."""

import pytest

from albums.models import Album, Double, Picture
from albums.services import fingerprints
from albums.services.albums import create_album
from albums.services.fingerprints import unknown_pictures
from albums.tasks import make_fingerprints
from albums.tests.helpers import add, photo
from storage.backends import get_backends

PLAIN = photo(1)
DATED = photo(1, taken="2019:05:04 11:12:13")


@pytest.fixture
def pictures(minsu_client, jieun, album):
    """As they were before this column: two files with one picture, of which a second album shows the first too."""
    other = create_album(person=jieun, title="Best of", description="")
    made = [add(minsu_client, album, PLAIN), add(minsu_client, album, DATED), add(minsu_client, other, PLAIN)]
    Picture.objects.update(fingerprint=None)
    Double.objects.all().delete()
    return made


def test_it_works(pictures):
    keys = [picture.fingerprint for picture in pictures]
    versions = list(Album.objects.values_list("version", flat=True))
    assert make_fingerprints() == 2, "files"
    assert [Picture.objects.get(pk=picture.pk).fingerprint for picture in pictures] == keys
    [double] = Double.objects.all()
    assert (double.first, double.second) == (pictures[0].file, pictures[1].file)
    assert list(Album.objects.values_list("version", flat=True)) == versions, "no page is made anew"
    assert make_fingerprints() == 0


def test_it_stops_in_time_and_goes_on(pictures):
    assert fingerprints.make_missing(seconds=0) == 1
    assert set(unknown_pictures()) == {pictures[1]}
    assert fingerprints.make_missing(seconds=0) == 1 and Double.objects.count() == 1


def test_what_has_none_keeps_nobody_waiting(pictures):
    """A film, which is not even read, and a file that is in no storage."""
    film = pictures[1]
    Picture.objects.filter(pk=film.pk).update(kind="film")
    for backend in get_backends().values():
        backend.delete(pictures[0].file.key)
    assert make_fingerprints() == 2
    assert set(Picture.objects.filter(fingerprint="")) == {film, pictures[0], pictures[2]}
    assert not unknown_pictures().exists()


def test_while_the_storages_are_away(pictures, directories):
    for path in directories.values():
        path.rename(path.with_suffix(".away"))
    assert make_fingerprints() == 0 and unknown_pictures().count() == 3
    for path in directories.values():
        path.with_suffix(".away").rename(path)
    assert make_fingerprints() == 2 and not unknown_pictures().exists()


def test_one_that_is_deleted_meanwhile_is_no_double(pictures):
    gone = Picture.objects.select_related("album", "file").get(pk=pictures[1].pk)
    Picture.objects.filter(pk=gone.pk).delete()
    make_fingerprints()
    fingerprints.keep(gone, Picture.objects.get(pk=pictures[0].pk).fingerprint)
    assert not Double.objects.exists()
