"""One picture with its film: inside a photo's own file, or as the two files of a Live Photo, whichever comes first."""

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from albums.films.tests.clips import needs_ffmpeg, small_mp4
from albums.leaving.photos import measure, photos_of
from albums.leaving.zips import stream_zip
from albums.models import Album, Derivative, Heart, Motion, Picture, Visit
from albums.motion.tests import photos
from albums.services import films, hearts
from albums.services.albums import create_album
from albums.services.deletion import delete_album, delete_picture
from albums.services.looks import mark_seen
from albums.services.motion import MIGRATION, SAME_NAME
from albums.services.recovery import remake_lost, request_derivatives
from albums.services.trash import restore_pictures, trash_album, trash_pictures
from albums.services.updating import FIRST_MIGRATION
from albums.tests.helpers import deliver, named, photo, send
from albums.troubles import find_lost
from outbox.consuming import HANDLERS, consume
from outbox.models import Message
from storage.care.reconciliation import find_differences
from storage.io.reader import open_file
from storage.models import FileCopy, StoredFile, Usage
from tests.support.kinds import wide

pytestmark = needs_ffmpeg
VARIANTS = {"thumb", "page", "screen", "film"}
OTHER_ID = photos.IDENTIFIER.replace("0", "F")


def upload(client, album, name: str, content: bytes, **fields) -> tuple[str, Picture]:
    [result] = send(client, album, named(name, content, "application/octet-stream"), **fields).json()[
        "results"
    ]
    assert result["status"] != "rejected", result
    return result["status"], Picture.objects.select_related("album", "file").get(public_id=result["picture"])


def run_workers() -> None:
    for _ in range(4):
        deliver()


def usage() -> tuple[int, int]:
    """Of the family Kim, which is the first."""
    return Usage.objects.order_by("family_id").values_list("used_bytes", "photos")[0]


def stored_bytes(file: StoredFile) -> bytes:
    with open_file(file) as opened:
        return opened.read()


def assert_whole(client, picture: Picture) -> None:
    """A photo that people can see, play and save, and that waits for nothing."""
    picture.refresh_from_db()
    assert (picture.kind, picture.state, picture.playing) == ("photo", "ready", "ready")
    assert 1300 < picture.duration < 1700
    assert set(picture.derivatives.values_list("variant", flat=True)) == VARIANTS
    film = b"".join(client.get(f"/pictures/{picture.public_id}/file/film"))
    assert film[4:8] == b"ftyp"


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


# --- Inside the photo's own file ---
INSIDE = {
    "Google": lambda: photos.google(photos.film()),
    "Samsung": lambda: photos.samsung(photos.film()),
    "HEIC": lambda: photos.google_mpvd(photos.film()),
    "Samsung, HEIC": lambda: photos.samsung(photos.film(), photos.heic()),
}


@pytest.mark.parametrize("writer", INSIDE)
def test_it_works(minsu_client, album, writer):
    content = INSIDE[writer]()
    status, picture = upload(minsu_client, album, "PXL_1.jpg", content)
    assert (status, picture.playing) == ("added", "")
    run_workers()
    assert_whole(minsu_client, picture)
    assert stored_bytes(picture.file) == content and not Motion.objects.exists()
    assert usage() == (len(content), 1) and Picture.objects.count() == 1
    assert minsu_client.get(f"/pictures/{picture.public_id}/file/original-film").status_code == 404


def test_without_a_film_it_is_a_photo_as_ever(minsu_client, album):
    _, picture = upload(minsu_client, album, "PXL_1.jpg", photos.google(bytes(20_000)))
    run_workers()
    picture.refresh_from_db()
    assert (picture.state, picture.playing, picture.duration) == ("ready", "", 0)


def test_in_another_album_it_is_converted_once(minsu_client, album, other, conversions):
    content = photos.google(photos.film())
    _, first = upload(minsu_client, album, "a.jpg", content)
    run_workers()
    _, second = upload(minsu_client, other, "a.jpg", content)
    assert (second.state, second.playing) == ("ready", "ready")
    run_workers()
    assert_whole(minsu_client, first)
    assert_whole(minsu_client, second)
    assert conversions == [first.pk] and StoredFile.objects.filter(kind="original").count() == 1


def test_in_another_album_while_it_waits(minsu_client, album, other, conversions):
    content = photos.google(photos.film())
    pictures = [upload(minsu_client, one, "a.jpg", content)[1] for one in (album, other)]
    run_workers()
    for picture in pictures:
        assert_whole(minsu_client, picture)
    assert len(conversions) == 1


def test_a_film_that_fails_leaves_the_photo(minsu_client, album, settings):
    content = photos.google(photos.film())
    _, picture = upload(minsu_client, album, "a.jpg", content)
    deliver()
    settings.FILM_SECONDS = 0.01
    run_workers()
    picture.refresh_from_db()
    assert (picture.state, picture.playing) == ("ready", "failed")
    settings.FILM_SECONDS = 100
    assert upload(minsu_client, album, "a.jpg", content)[1] == picture
    run_workers()
    assert_whole(minsu_client, picture)


def test_a_photo_of_an_earlier_release_gets_its_film_when_it_is_made_anew(minsu_client, album):
    _, picture = upload(minsu_client, album, "a.jpg", photos.google(photos.film()))
    run_workers()
    Derivative.objects.filter(variant="film").delete()
    Picture.objects.update(playing="", duration=0)
    assert request_derivatives(Picture.objects.get())
    run_workers()
    assert_whole(minsu_client, picture)


# --- Two files ---
STEM = "IMG_1234"
PAIRS = {
    "by Apple's identifier": (
        ("IMG_0001.HEIC", lambda: photos.live_heic()),
        ("IMG_0002.MOV", lambda: photos.live_film()),
    ),
    "JPEG": (("a.jpg", lambda: photos.live_photo()), ("b.mov", lambda: photos.live_film())),
    "by their name": ((f"{STEM}.HEIC", lambda: photos.heic()), (f"{STEM}.MOV", lambda: photos.live_film(""))),
    "by their name, in other letters": (
        (f"{STEM}.JPG", lambda: photo(4)),
        (f"{STEM.lower()}.mp4", lambda: photos.film()),
    ),
}


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("film_first", [False, *wide(True)])
def test_a_pair(minsu_client, album, pair, film_first):
    assert_pair(minsu_client, album, pair, film_first, between=lambda: None)


@pytest.mark.parametrize("film_first", [False, *wide(True)])
def test_a_pair_of_which_the_first_is_made(minsu_client, album, film_first):
    assert_pair(minsu_client, album, "JPEG", film_first, between=run_workers)


def assert_pair(client, album, pair, film_first, between) -> None:
    (photo_name, still), (film_name, film) = PAIRS[pair]
    still, film = still(), film()
    sent = [(photo_name, still), (film_name, film)]
    for name, content in reversed(sent) if film_first else sent:
        status, shown = upload(client, album, name, content)
        assert status == "added"
        between()
    run_workers()
    [picture] = Picture.objects.all()
    assert shown == picture
    assert_whole(client, picture)
    [motion] = Motion.objects.all()
    assert (picture.name, motion.name) == (photo_name, film_name)
    assert stored_bytes(picture.file) == still and stored_bytes(motion.file) == film
    assert usage() == (len(still) + len(film), 2) and not list(find_differences())
    album.refresh_from_db()
    assert album.picture_count == 1 and album.cover == picture
    # Nothing is left of the film's own picture.
    wanted = {picture.file_id, motion.file_id, *Derivative.objects.values_list("file_id", flat=True)}
    assert set(StoredFile.objects.filter(state="stored").values_list("pk", flat=True)) == wanted


NO_PAIR = {
    "other identifiers": (
        ("a.jpg", lambda: photos.live_photo()),
        ("a.mov", lambda: photos.live_film(OTHER_ID)),
    ),
    "only the photo has one": (
        ("a.jpg", lambda: photos.live_photo()),
        ("a.mov", lambda: photos.live_film("")),
    ),
    "only the film has one": (("a.jpg", lambda: photo(4)), ("a.mov", lambda: photos.live_film())),
    "other names": (("a.jpg", lambda: photo(4)), ("b.mov", lambda: photos.live_film(""))),
    "a longer film": (("a.jpg", lambda: photo(4)), ("a.mov", lambda: photos.live_film("", seconds=6))),
    "no telephone's photo": (
        ("a.png", lambda: photo(4, format="PNG")),
        ("a.mov", lambda: photos.live_film("")),
    ),
}


@pytest.mark.parametrize("pair", NO_PAIR)
@pytest.mark.parametrize("film_first", [False, *wide(True)])
def test_no_pair(minsu_client, album, pair, film_first):
    sent = NO_PAIR[pair]
    for name, content in reversed(sent) if film_first else sent:
        upload(minsu_client, album, name, content())
    run_workers()
    assert sorted(Picture.objects.values_list("kind", "playing")) == [("film", "ready"), ("photo", "")]
    album.refresh_from_db()
    assert album.picture_count == 2 and not Motion.objects.exists()


def test_of_two_albums(minsu_client, album, other):
    upload(minsu_client, album, "a.jpg", photos.live_photo())
    upload(minsu_client, other, "a.mov", photos.live_film())
    assert Picture.objects.count() == 2


def test_of_two_people(minsu_client, jieun_client, album):
    """What one of them takes along when she leaves is whole."""
    upload(minsu_client, album, "a.jpg", photos.live_photo())
    upload(jieun_client, album, "a.mov", photos.live_film())
    assert Picture.objects.count() == 2


@pytest.mark.parametrize("film_first", [False, *wide(True)])
@pytest.mark.parametrize(("has_id", "pictures"), [(True, 1), (False, 2)])
def test_much_later(minsu_client, album, film_first, has_id, pictures):
    """An identifier is for ever, a name for minutes."""
    still = photos.live_photo() if has_id else photo(4)
    film = photos.live_film(photos.IDENTIFIER if has_id else "")
    sent = [("a.jpg", still), ("a.mov", film)]
    first, second = reversed(sent) if film_first else sent
    upload(minsu_client, album, *first)
    Picture.objects.update(created_at=timezone.now() - SAME_NAME - timedelta(seconds=1))
    upload(minsu_client, album, *second)
    assert Picture.objects.count() == pictures


def test_beside_what_lies_in_the_trash(minsu_client, album):
    _, still = upload(minsu_client, album, "a.jpg", photos.live_photo())
    trash_pictures([still])
    _, film = upload(minsu_client, album, "a.mov", photos.live_film())
    assert film.is_film and film != still


def test_one_film_of_two_photos_belongs_to_the_first(minsu_client, album):
    """As an edited photo has the identifier of its original."""
    _, first = upload(minsu_client, album, "a.jpg", photos.live_photo())
    _, edited = upload(minsu_client, album, "b.jpg", photos.live_photo(number=2))
    assert upload(minsu_client, album, "a.mov", photos.live_film())[1] == first
    edited.refresh_from_db()
    assert not edited.is_motion


def test_two_films_of_one_photo(minsu_client, album):
    upload(minsu_client, album, "a.jpg", photos.live_photo())
    upload(minsu_client, album, "a.mov", photos.live_film())
    _, second = upload(minsu_client, album, "b.mov", photos.live_film(seconds=2))
    assert second.is_film and Picture.objects.count() == 2


def test_what_people_did_with_the_film_stays(minsu_client, album, jieun, mother):
    _, film = upload(minsu_client, album, "a.mov", photos.live_film(), caption="파도")
    run_workers()
    hearts.set_heart(person=jieun, picture=film, loves=True)
    mark_seen(person=mother, picture_ids=[film.public_id])
    _, still = upload(minsu_client, album, "a.jpg", photos.live_photo())
    still.refresh_from_db()
    assert still.caption == "파도"
    assert Heart.objects.get().picture == still and Visit.objects.get().picture == still


def test_the_photos_own_caption_counts(minsu_client, album):
    upload(minsu_client, album, "a.mov", photos.live_film(), caption="a film")
    _, still = upload(minsu_client, album, "a.jpg", photos.live_photo(), caption="a photo")
    assert Picture.objects.get().caption == still.caption == "a photo"


def test_the_films_former_page_and_file_lead_to_the_photo(minsu_client, album):
    _, film = upload(minsu_client, album, "a.mov", photos.live_film())
    _, still = upload(minsu_client, album, "a.jpg", photos.live_photo())
    answer = minsu_client.get(film.get_absolute_url())
    assert answer.status_code == 302 and answer.url == still.get_absolute_url()
    safe = minsu_client.get(f"{album.get_absolute_url()}safe/?pictures={film.public_id},{still.public_id}")
    assert set(safe.json()["safe"]) == {film.public_id, still.public_id}


# --- Sent again ---
def pair(client, album, **fields) -> Picture:
    upload(client, album, "a.jpg", photos.live_photo(), **fields)
    return upload(client, album, "a.mov", photos.live_film(), **fields)[1]


def test_sent_again_both_are_duplicates(minsu_client, album, snapshot):
    picture = pair(minsu_client, album)
    run_workers()
    before = snapshot()
    for name, content in (("a.jpg", photos.live_photo()), ("a.mov", photos.live_film())):
        assert upload(minsu_client, album, name, content) == ("duplicate", picture)
    assert snapshot() == before


def test_the_uploader_need_not_send_them(minsu_client, album):
    picture = pair(minsu_client, album)
    both = [picture.file.sha256, Motion.objects.get().file.sha256]
    answer = minsu_client.post(f"{album.get_absolute_url()}known/", {"sha256": ",".join(both)}).json()
    assert answer == {"known": dict.fromkeys(both, picture.public_id), "family": []}


def test_sent_again_from_the_trash_both_come_back(minsu_client, album):
    picture = pair(minsu_client, album)
    trash_pictures([picture])
    assert upload(minsu_client, album, "a.mov", photos.live_film()) == ("added", picture)
    picture.refresh_from_db()
    assert picture.trashed_at is None


def test_a_lost_film_comes_back(minsu_client, minsu, album):
    picture = pair(minsu_client, album)
    run_workers()
    motion = Motion.objects.get()
    FileCopy.objects.filter(file=motion.file).update(damage="missing")
    assert list(find_lost(minsu)) == [picture]
    assert upload(minsu_client, album, "a.mov", photos.live_film()) == ("added", picture)
    run_workers()
    assert not find_lost(minsu) and stored_bytes(Motion.objects.get().file) == photos.live_film()
    assert_whole(minsu_client, picture)


def test_a_lost_mp4_is_made_again(minsu_client, album):
    picture = pair(minsu_client, album)
    run_workers()
    lost = Derivative.objects.get(variant="film").file_id
    FileCopy.objects.filter(file=lost).update(damage="missing")
    remake_lost(lost)
    run_workers()
    assert_whole(minsu_client, picture)
    assert Derivative.objects.get(variant="film").file_id != lost


# --- In another album ---
@pytest.mark.parametrize("film_first", [False, *wide(True)])
@pytest.mark.parametrize("made", [False, True])
def test_in_another_album_both_are_stored_once(minsu_client, album, other, conversions, film_first, made):
    first = pair(minsu_client, album)
    if made:
        run_workers()
    files = set(StoredFile.objects.filter(kind="original").values_list("pk", flat=True))
    sent = [("a.jpg", photos.live_photo()), ("a.mov", photos.live_film())]
    for name, content in reversed(sent) if film_first else sent:
        _, second = upload(minsu_client, other, name, content)
    run_workers()
    assert Picture.objects.count() == 2
    assert_whole(minsu_client, first)
    assert_whole(minsu_client, second)
    assert set(StoredFile.objects.filter(kind="original").values_list("pk", flat=True)) == files
    assert len(conversions) == 1 and usage()[1] == 2 and not list(find_differences())
    delete_for_good(album)
    assert_whole(minsu_client, second)
    assert (
        b"".join(minsu_client.get(f"/pictures/{second.public_id}/file/original-film")) == photos.live_film()
    )
    delete_for_good(other)
    assert usage() == (0, 0) and not FileCopy.objects.exists()


def test_the_photo_alone_in_another_album_has_no_film(minsu_client, album, other):
    pair(minsu_client, album)
    run_workers()
    _, alone = upload(minsu_client, other, "a.jpg", photos.live_photo())
    run_workers()
    alone.refresh_from_db()
    assert (alone.state, alone.playing, alone.duration) == ("ready", "", 0)
    assert set(alone.derivatives.values_list("variant", flat=True)) == VARIANTS - {"film"}


def test_the_film_alone_in_another_album_is_a_film(minsu_client, album, other, conversions):
    pair(minsu_client, album)
    run_workers()
    _, alone = upload(minsu_client, other, "a.mov", photos.live_film())
    run_workers()
    alone.refresh_from_db()
    assert (alone.kind, alone.state, alone.playing) == ("film", "ready", "ready")
    assert set(alone.derivatives.values_list("variant", flat=True)) == VARIANTS
    assert (alone.width, alone.height) == (320, 240) and len(conversions) == 1
    delete_for_good(album)
    assert b"".join(minsu_client.get(f"/pictures/{alone.public_id}/file/original")) == photos.live_film()


def delete_for_good(album) -> None:
    trash_album(album)
    delete_album(album)
    deliver()


# --- Together to the end ---
def test_trash_and_back(minsu_client, mother_client, album):
    picture = pair(minsu_client, album)
    run_workers()
    trash_pictures([picture])
    assert Album.objects.get().picture_count == 0
    assert mother_client.get(f"/pictures/{picture.public_id}/file/film").status_code == 404
    restore_pictures([picture])
    assert_whole(mother_client, picture)


def test_deleted_for_good_both_are_gone(minsu_client, jieun, album, snapshot):
    picture = pair(minsu_client, album)
    run_workers()
    trash_pictures([picture])
    delete_picture(picture, by=jieun)
    run_workers()
    assert usage() == (0, 0) and not Motion.objects.exists() and not FileCopy.objects.exists()
    assert not snapshot()["on disk"] and not list(find_differences())


def test_downloads_give_both_back(minsu_client, mother_client, album):
    picture = pair(minsu_client, album)
    for variant, name, content in (
        ("original", "a.jpg", photos.live_photo()),
        ("original-film", "a.mov", photos.live_film()),
    ):
        address = f"/pictures/{picture.public_id}/file/{variant}"
        answer = minsu_client.get(address)
        assert b"".join(answer) == content and name in answer["Content-Disposition"]
        assert mother_client.get(address).status_code == 403


def test_who_leaves_takes_both_along(minsu_client, minsu, album):
    pair(minsu_client, album)
    upload(minsu_client, album, "c.jpg", photo(9))
    found = measure(photos_of(minsu))
    assert (found.count, found.size) == (2, usage()[0])
    archive = zipfile.ZipFile(io.BytesIO(b"".join(stream_zip(photos_of(minsu)))))
    assert set(archive.namelist()) == {"a.jpg", "a.mov", "c.jpg"} and archive.testzip() is None
    assert archive.read("a.mov") == photos.live_film()


def test_a_zip_asks_for_no_film_by_itself(minsu_client, minsu, album):
    """It is written for hours on a slow line, and would hold a connection for each."""
    pair(minsu_client, album)
    with CaptureQueriesContext(connection) as queries:
        assert b"".join(stream_zip(photos_of(minsu)))
    assert not [one["sql"] for one in queries if re.search("FROM .albums_motion", one["sql"])]


def test_without_room_neither_half_changes(minsu_client, album, settings, snapshot):
    """Found out last in the transaction."""
    upload(minsu_client, album, "a.jpg", photos.live_photo())
    settings.SITE_LIMIT_BYTES = usage()[0] + 100
    before = snapshot()
    answer = send(minsu_client, album, named("a.mov", photos.live_film(), "video/quicktime"))
    assert answer.json()["results"][0]["status"] == "rejected"
    run_deletions()
    assert snapshot() == before
    assert not Motion.objects.exists() and Picture.objects.get().playing == ""


def run_deletions() -> None:
    for message in Message.objects.filter(task="storage.delete_files", state__in=Message.OPEN):
        consume(HANDLERS[message.task].function, uid=str(message.uid), arguments=message.arguments)


@pytest.mark.parametrize("film_first", [False, *wide(True)])
def test_while_an_earlier_release_may_run_they_stay_two(minsu_client, album, film_first):
    """It would delete a photo whose film it does not know."""
    rows = MigrationRecorder.Migration.objects.filter(app="albums")
    rows.filter(name=FIRST_MIGRATION).update(applied=timezone.now() - timedelta(days=400))
    rows.filter(name__endswith=MIGRATION).update(applied=timezone.now() - timedelta(hours=1))
    sent = [("a.jpg", photos.live_photo()), ("a.mov", photos.live_film())]
    for name, content in reversed(sent) if film_first else sent:
        upload(minsu_client, album, name, content)
    run_workers()
    assert Picture.objects.count() == 2 and not Motion.objects.exists()


def test_a_film_of_another_kind_is_untouched(minsu_client, album):
    _, film = upload(minsu_client, album, "clip.mp4", small_mp4())
    run_workers()
    film.refresh_from_db()
    assert (film.kind, film.playing) == ("film", "ready")
