"""Films by the form and by resumable upload: larger than a photo may be, and never whole in memory then."""

import errno
import json

import pytest

from albums import rejections
from albums.films import examine as examining
from albums.films import notifying, source
from albums.films.tests.clips import needs_ffmpeg, small_mp4
from albums.models import Picture
from albums.resumable.tests.client import create, head, patch, row
from albums.tests.helpers import deliver, named, photo, send
from storage.io.reader import open_file

pytestmark = needs_ffmpeg


@pytest.fixture(autouse=True)
def photos_are_smaller(settings, monkeypatch):
    """The film is above the limit of photos, and too large for memory."""
    settings.UPLOAD_LIMIT_BYTES = 1000
    monkeypatch.setattr(source, "IN_MEMORY_BYTES", 1000)
    monkeypatch.setattr(source, "WINDOW", 1000)


def check_film() -> None:
    film = Picture.objects.select_related("file").get()
    assert (film.kind, film.playing) == ("film", "waiting")
    with open_file(film.file) as stored:
        assert stored.read() == small_mp4()


def test_it_works(minsu_client, album, staging):
    film = small_mp4()
    assert len(film) > 1000
    response = create(minsu_client, album, len(film), film[:20_000], filename="clip.mp4")
    assert head(minsu_client, response["Location"])["Upload-Offset"] == "20000"
    response = patch(minsu_client, response["Location"], 20_000, film[20_000:])
    assert json.loads(response["Upload-Result"])["status"] == "added"
    check_film()
    assert not [path for path in staging.rglob("*") if path.is_file()]
    deliver()
    assert Picture.objects.get().playing == "ready"


def test_by_the_form(minsu_client, album):
    [result] = send(minsu_client, album, named("clip.mp4", small_mp4(), "video/mp4")).json()["results"]
    assert result["status"] == "added"
    check_film()


def test_the_same_again_is_a_duplicate(minsu_client, album):
    send(minsu_client, album, named("clip.mp4", small_mp4(), "video/mp4"))
    response = create(minsu_client, album, len(small_mp4()), small_mp4(), filename="other.mp4")
    assert json.loads(response["Upload-Result"])["status"] == "duplicate"
    assert Picture.objects.count() == 1


def test_a_photo_keeps_its_limit(minsu_client, album, snapshot):
    """Whatever it is called."""
    before, large = snapshot(), photo(1, size=(600, 400))
    assert len(large) > 1000
    response = create(minsu_client, album, len(large), large, filename="photo.mp4")
    assert json.loads(response["Upload-Result"])["reason"] == rejections.explain("too-large")
    response = send(minsu_client, album, named("photo.mp4", large, "video/mp4"))
    assert response.status_code == 413 and snapshot() == before


def test_a_film_over_its_own_limit(minsu_client, album, settings, snapshot):
    settings.FILM_LIMIT_BYTES, before = len(small_mp4()) - 1, snapshot()
    response = send(minsu_client, album, named("clip.mp4", small_mp4(), "video/mp4"))
    assert response.json()["results"][0]["reason"] == rejections.explain("too-large")
    assert create(minsu_client, album, len(small_mp4())).json()["error"] == "too-large"
    assert snapshot() == before


def test_a_playlist_opens_nothing(minsu_client, album, snapshot, tmp_path):
    """Whatever it is called, and however much a film it says that it is."""
    before, secret = snapshot(), tmp_path / "secret.mp4"
    secret.write_bytes(small_mp4())
    lists = (
        f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nfile://{secret}\n#EXT-X-ENDLIST\n",
        f"ffconcat version 1.0\nfile '{secret}'\n",
        f"file '{secret}'\n",
    )
    for playlist in lists:
        content = playlist.encode()
        response = create(minsu_client, album, len(content), content, filename="clip.mp4")
        assert json.loads(response["Upload-Result"])["reason"] == rejections.explain("not-a-picture")
    deliver()
    assert snapshot() == before


def full(*args, **kwargs):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_without_room_the_form_says_so(minsu_client, album, monkeypatch, snapshot):
    before = snapshot()
    monkeypatch.setattr(notifying, "is_there", lambda: False)
    monkeypatch.setattr(source, "private_file", full)
    [result] = send(minsu_client, album, named("clip.mp4", small_mp4(), "video/mp4")).json()["results"]
    assert result["reason"] == rejections.explain("no-room") and snapshot() == before


def test_without_room_a_resumable_upload_waits(minsu_client, album, monkeypatch):
    """It keeps what has arrived, and its client comes again."""
    film = small_mp4()
    location = create(minsu_client, album, len(film), film[:-10])["Location"]
    with monkeypatch.context() as patched:
        patched.setattr(notifying, "is_there", lambda: False)
        patched.setattr(source, "private_file", full)
        response = patch(minsu_client, location, len(film) - 10, film[-10:])
    offset = row(location).offset
    assert response.status_code == 503 and len(film) - 10 <= offset < len(film)
    response = patch(minsu_client, location, offset, film[offset:])
    assert json.loads(response["Upload-Result"])["status"] == "added"
    check_film()


def test_a_truncated_film(minsu_client, album, snapshot):
    before = snapshot()
    content = small_mp4()[:5000]
    response = create(minsu_client, album, len(content), content, filename="clip.mp4")
    assert json.loads(response["Upload-Result"])["reason"] == rejections.explain("film-damaged")
    assert snapshot() == before


@pytest.fixture
def all_turns(monkeypatch):
    """Other uploads have them all."""
    monkeypatch.setattr(examining, "WAIT_SECONDS", 0.1)
    for _ in range(examining.AT_ONCE):
        examining.turns.acquire()
    yield
    for _ in range(examining.AT_ONCE):
        examining.turns.release()


def test_too_many_films_at_once_the_form_says_so(minsu_client, album, all_turns, snapshot):
    before = snapshot()
    response = send(minsu_client, album, named("clip.mp4", small_mp4(), "video/mp4"))
    assert (response.status_code, response.json()["results"][0]["reason"]) == (
        503,
        rejections.explain("busy"),
    )
    assert snapshot() == before
    [result] = send(minsu_client, album, named("photo.jpg", photo(1, size=(8, 8)))).json()["results"]
    assert result["status"] == "added"


def test_too_many_films_at_once_a_resumable_upload_waits(minsu_client, album, all_turns):
    """It keeps what has arrived, and is added with the next request."""
    film = small_mp4()
    location = create(minsu_client, album, len(film), film[:-10])["Location"]
    assert patch(minsu_client, location, len(film) - 10, film[-10:]).status_code == 503
    examining.turns.release()
    offset = row(location).offset
    response = patch(minsu_client, location, offset, film[offset:])
    assert json.loads(response["Upload-Result"])["status"] == "added"
    check_film()
    assert examining.turns.acquire(timeout=0)  # It was given back.


def test_a_refused_film_gives_its_turn_back(minsu_client, album):
    for number in range(examining.AT_ONCE + 1):
        cut = small_mp4()[: 5000 + number]
        [result] = send(minsu_client, album, named("clip.mp4", cut, "video/mp4")).json()["results"]
        assert result["reason"] == rejections.explain("film-damaged")
