"""The two files of a Live Photo at once, on a real MariaDB with real threads.

Functions import Django and models themselves: `family` calls them in a process that imports this module before Django
is set up there.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from albums.films.tests.clips import needs_ffmpeg
from albums.services.tests import test_sharing_on_mariadb as sharing
from albums.tests.at_once import at_once
from deploy.local.tests.filled import filled

pytest.importorskip("MySQLdb")
pytestmark = needs_ffmpeg
ROUNDS = 8
# A conversion takes a second.
FILM_ROUNDS = 4


@pytest.fixture(scope="module")
def family(mariadb_primary, tmp_path_factory):
    """`family(function)` calls it where a family with an owner is in the database, and two storages on the disk."""
    with filled(mariadb_primary, tmp_path_factory.mktemp("motion"), sharing.fill) as call:
        yield call


def halves(number: int) -> tuple[bytes, bytes]:
    """Return a photo and its film, other ones for each number."""
    from albums.motion.tests import photos

    return photos.live_photo(number=number), photos.live_film() + sharing.box(number)


def assert_pair(album, number: int) -> None:
    """One picture that is counted once, with its film."""
    from albums.models import Album, Motion, Picture

    [picture] = Picture.objects.filter(album=album)
    assert picture.kind == "photo" and picture.playing in ("waiting", "ready"), (number, picture.playing)
    assert Motion.objects.get(picture=picture).file.state == "stored"
    album = Album.objects.get(pk=album.pk)
    assert album.picture_count == 1 and album.cover_id == picture.pk


@contextmanager
def stored_together(count: int) -> Iterator[None]:
    """So many uploads begin their transactions together: before, a film takes longer than a photo."""
    from albums.services import uploads

    together, store = threading.Barrier(count), uploads.store

    def store_and_wait(**values):
        file = store(**values)
        together.wait(60)
        return file

    uploads.store = store_and_wait
    try:
        yield
    finally:
        uploads.store = store


def both_at_once() -> tuple[Counter, list[str]]:
    outcomes = Counter()
    for number in range(ROUNDS):
        still, film = halves(number)
        album = sharing.new_album()
        with stored_together(2):
            outcomes.update(at_once(sharing.upload(album, still), sharing.upload(album, film)))
        assert_pair(album, number)
    return outcomes, sharing.faults()


def test_both_at_once(family):
    outcomes, wrong = family(both_at_once)
    assert outcomes == {"added": 2 * ROUNDS} and not wrong


def each_twice_at_once() -> tuple[Counter, list[str]]:
    outcomes = Counter()
    for number in range(20, 20 + ROUNDS):
        still, film = halves(number)
        album = sharing.new_album()
        if number % 2:
            outcomes.update([sharing.upload(album, still)()])
        outcomes.update(at_once(*(sharing.upload(album, content) for content in (film, still, film, still))))
        assert_pair(album, number)
        assert sharing.stored(film) == sharing.stored(still) == 1
    return outcomes, sharing.faults()


@pytest.mark.wide
def test_each_twice_at_once(family):
    outcomes, wrong = family(each_twice_at_once)
    assert outcomes["added"] == 2 * ROUNDS and outcomes["duplicate"] == 2 * ROUNDS + ROUNDS // 2
    assert not wrong


def into_two_albums() -> tuple[Counter, list[str]]:
    outcomes = Counter()
    for number in range(40, 40 + ROUNDS):
        contents = halves(number)
        albums = [sharing.new_album(), sharing.new_album()]
        works = [sharing.upload(album, content) for album in albums for content in contents]
        with stored_together(len(works)):
            outcomes.update(at_once(*works))
        for album in albums:
            assert_pair(album, number)
        assert [sharing.stored(content) for content in contents] == [1, 1]
    return outcomes, sharing.faults()


@pytest.mark.wide
def test_into_two_albums_at_once_each_is_stored_once(family):
    outcomes, wrong = family(into_two_albums)
    assert outcomes == {"added": 4 * ROUNDS} and not wrong


def lenient(upload: Callable[[], str]) -> Callable[[], str]:
    """Return what uploads, and says so if the album is not to be found any more."""

    def work() -> str:
        try:
            return upload()
        except KeyError:
            return "gone"

    return work


def while_the_album_is_deleted() -> tuple[Counter, list[str]]:
    from albums.models import Motion, Picture

    outcomes = Counter()
    for number in range(60, 60 + ROUNDS):
        still, film = halves(number)
        first, second = (still, film) if number % 2 else (film, still)
        album = sharing.new_album()
        sharing.upload(album, first)()
        outcomes.update(at_once(lenient(sharing.upload(album, second)), sharing.delete(album)))
        assert not Picture.objects.filter(album_id=album.pk).exists()
        assert not Motion.objects.filter(picture__album_id=album.pk).exists()
        assert sharing.stored(still) == sharing.stored(film) == 0
    return outcomes, sharing.faults()


@pytest.mark.wide
def test_while_the_album_is_deleted(family):
    outcomes, wrong = family(while_the_album_is_deleted)
    assert outcomes["deleted"] == ROUNDS and outcomes.total() == 2 * ROUNDS and not wrong


def while_it_is_converted() -> tuple[list, list[str]]:
    from albums.models import Derivative, Picture
    from albums.tests.helpers import deliver

    played = []
    for number in range(80, 80 + FILM_ROUNDS):
        still, film = halves(number)
        album = sharing.new_album()
        sharing.upload(album, film)()
        works: list[Callable] = [sharing.deliver_to(album), sharing.upload(album, still)]
        at_once(*works)
        for _ in range(3):
            deliver()
        assert_pair(album, number)
        [picture] = Picture.objects.filter(album=album)
        films = Derivative.objects.filter(picture=picture, variant="film", file__state="stored").count()
        played.append((picture.state, picture.playing, films))
    return played, sharing.faults()


@pytest.mark.wide
def test_while_the_film_is_converted(family):
    played, wrong = family(while_it_is_converted)
    assert played == [("ready", "ready", 1)] * FILM_ROUNDS and not wrong
