"""One stored film, converted once, however many albums of a family show it."""

import pytest

from albums.films.tests.clips import needs_ffmpeg, small_mp4
from albums.models import Derivative, Picture
from albums.services import films
from albums.services.albums import create_album
from albums.services.deletion import delete_album
from albums.services.recovery import remake_lost
from albums.services.trash import trash_album
from albums.tests.helpers import deliver, named, send
from outbox.models import Message
from storage.care.reconciliation import find_differences
from storage.models import FileCopy, StoredFile, Usage

pytestmark = [needs_ffmpeg, pytest.mark.wide]
VARIANTS = {"thumb", "page", "screen", "film"}


@pytest.fixture
def other(jieun):
    return create_album(person=jieun, title="Best of", description="")


@pytest.fixture
def conversions(monkeypatch):
    """The pictures that are converted, each time that one is."""
    convert, converted = films.convert_original, []

    def convert_and_note(picture, output):
        converted.append(picture.pk)
        return convert(picture, output)

    monkeypatch.setattr(films, "convert_original", convert_and_note)
    return converted


def add_film(client, album) -> Picture:
    content = named("clip.mp4", small_mp4(), "video/mp4")
    [result] = send(client, album, content).json()["results"]
    assert result["status"] == "added", result
    return Picture.objects.get(public_id=result["picture"])


def run_workers() -> None:
    for _ in range(3):
        deliver()


def assert_whole(client, *pictures: Picture) -> None:
    """People can see, play and save them, and nobody waits."""
    for picture in pictures:
        picture.refresh_from_db()
        assert (picture.kind, picture.state, picture.playing) == ("film", "ready", "ready")
        assert picture.is_sharp and 1400 < picture.duration < 1700
        assert set(picture.derivatives.values_list("variant", flat=True)) == VARIANTS
        for variant in ("poster", "film", "original"):
            answer = client.get(f"/pictures/{picture.public_id}/file/{variant}")
            assert answer.status_code == 200 and b"".join(answer)


def mp4s() -> set[int]:
    return set(Derivative.objects.filter(variant="film").values_list("file_id", flat=True))


def usage() -> tuple[int, int]:
    """Of the family Kim, which is the first."""
    return Usage.objects.order_by("family_id").values_list("used_bytes", "photos")[0]


def test_it_works(minsu_client, album, other, conversions):
    film = add_film(minsu_client, album)
    run_workers()
    files = StoredFile.objects.count()
    shown = add_film(minsu_client, other)
    assert_whole(minsu_client, film, shown)
    run_workers()
    assert shown.file == film.file and conversions == [film.pk]
    assert StoredFile.objects.count() == files, "nothing is stored twice, its MP4 neither"
    assert usage() == (len(small_mp4()), 1) and not list(find_differences())


def test_while_the_first_one_waits(minsu_client, album, other, conversions):
    film, shown = add_film(minsu_client, album), add_film(minsu_client, other)
    assert shown.file == film.file and (shown.state, shown.playing) == ("waiting", "waiting")
    run_workers()
    assert_whole(minsu_client, film, shown)
    assert len(conversions) == len(mp4s()) == 1


@pytest.mark.parametrize("first", [0, 1])
def test_it_survives_the_deletion_of_either_album(minsu_client, album, other, first):
    pictures = [add_film(minsu_client, album)]
    run_workers()
    pictures.append(add_film(minsu_client, other))
    albums = [album, other]
    delete_for_good(albums[first])
    assert_whole(minsu_client, pictures[1 - first])
    assert usage() == (len(small_mp4()), 1)
    delete_for_good(albums[1 - first])
    assert usage() == (0, 0) and not FileCopy.objects.exists()
    assert set(StoredFile.objects.values_list("state", flat=True)) == {"deleted"}
    assert not list(find_differences())


def delete_for_good(album) -> None:
    trash_album(album)
    delete_album(album)
    deliver()


def test_the_first_is_deleted_while_both_wait(minsu_client, album, other, conversions):
    add_film(minsu_client, album)
    shown = add_film(minsu_client, other)
    delete_for_good(album)
    run_workers()
    assert_whole(minsu_client, shown)


def test_a_lost_mp4_is_made_again_once_for_all(minsu_client, album, other, conversions):
    film = add_film(minsu_client, album)
    run_workers()
    shown = add_film(minsu_client, other)
    [lost] = mp4s()
    FileCopy.objects.filter(file=lost).update(damage="missing")
    remake_lost(lost)
    assert set(Picture.objects.values_list("playing", flat=True)) == {"waiting"}
    run_workers()
    assert_whole(minsu_client, film, shown)
    assert len(conversions) == 2 and len(mp4s()) == 1 and lost not in mp4s()
    assert StoredFile.objects.get(pk=lost).state == "deleted"


def test_a_lost_mp4_is_not_shared(minsu_client, album, other, conversions):
    film = add_film(minsu_client, album)
    run_workers()
    [lost] = mp4s()
    FileCopy.objects.filter(file=lost).update(damage="missing")
    shown = add_film(minsu_client, other)
    assert (shown.state, shown.playing) == ("ready", "waiting")
    run_workers()
    assert_whole(minsu_client, shown)
    assert conversions == [film.pk, shown.pk]


def test_one_that_failed_is_tried_again(minsu_client, album, other, settings, conversions):
    """Only if somebody sends it again to the album that has it: to show it elsewhere costs no conversion."""
    settings.FILM_SECONDS = 0.01
    film = add_film(minsu_client, album)
    run_workers()
    film.refresh_from_db()
    assert (film.playing, film.state) == ("failed", "ready")
    settings.FILM_SECONDS = 100
    shown = add_film(minsu_client, other)
    assert (shown.playing, shown.state) == ("failed", "ready")
    run_workers()
    assert conversions == [film.pk]
    assert add_film(minsu_client, other) == shown
    run_workers()
    assert_whole(minsu_client, shown)
    assert add_film(minsu_client, album) == film
    run_workers()
    assert_whole(minsu_client, film, shown)
    assert conversions == [film.pk, shown.pk]


def test_one_that_fails_while_others_wait_fails_for_all(minsu_client, album, other, settings, conversions):
    settings.FILM_SECONDS = 0.01
    films = [add_film(minsu_client, album), add_film(minsu_client, other)]
    run_workers()
    assert [Picture.objects.get(pk=film.pk).playing for film in films] == ["failed", "failed"]
    assert len(conversions) == 1
    assert not Message.objects.exclude(state="done").exists()


def test_beside_one_that_failed_a_new_one_waits_with_one_that_waits(minsu_client, album, other, jieun):
    third = create_album(person=jieun, title="All", description="")
    films = [add_film(minsu_client, album), add_film(minsu_client, other)]
    Picture.objects.filter(pk=films[0].pk).update(playing="failed")
    assert add_film(minsu_client, third).playing == "waiting"


def test_all_that_is_lost_comes_back_for_all(minsu_client, album, other):
    film = add_film(minsu_client, album)
    run_workers()
    shown = add_film(minsu_client, other)
    FileCopy.objects.update(damage="missing")
    assert add_film(minsu_client, album) == film
    run_workers()
    assert_whole(minsu_client, film, shown)
    assert usage() == (len(small_mp4()), 1) and len(mp4s()) == 1
    # One file for both and the family's; renderings of each, as where both had waited.
    assert StoredFile.objects.filter(state="stored").count() == 1 + 1 + 2 * 3
