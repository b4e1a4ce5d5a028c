"""Adding films and converting them, with the real ffmpeg and the real storages."""

import json
import os
import signal
import threading
import time
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from albums.films import beginning as beginnings
from albums.films.tests.clips import H264, make, needs_ffmpeg, probed, small_mp4
from albums.images.errors import DecoderDied
from albums.models import Derivative, Picture
from albums.services import derivatives, films
from albums.services.deletion import delete_pictures
from albums.services.recovery import in_transaction, remake_lacking_film, remake_lost, remake_lost_film
from albums.tests.helpers import deliver, named, photo, send
from outbox.consuming import HANDLERS, Delivery
from outbox.models import Message
from storage.backends import get_backends
from storage.io.reader import open_file
from storage.models import FileCopy, StoredFile

pytestmark = needs_ffmpeg


def add_film(client, album, content: bytes = b"", name: str = "clip.mp4") -> Picture:
    [result] = send(client, album, named(name, content or small_mp4(), "video/mp4")).json()["results"]
    assert result["status"] == "added", result
    return Picture.objects.select_related("album", "file").get(public_id=result["picture"])


@pytest.fixture
def film(minsu_client, album) -> Picture:
    return add_film(minsu_client, album)


def converted(film, tmp_path):
    """The stored film that is played, as a file."""
    path = tmp_path / "played.mp4"
    with open_file(Derivative.objects.get(picture=film, variant="film").file) as file:
        path.write_bytes(file.read())
    return path


def message() -> Message:
    return Message.objects.get(task="albums.convert_film")


def test_it_works(film, tmp_path, snapshot):
    assert (film.kind, film.playing, film.state) == ("film", "waiting", "waiting")
    assert (film.width, film.height) == (320, 240) and 1400 < film.duration < 1700
    assert film.taken_at.strftime("%F %H") == "2024-05-05 12"  # Seoul's clock
    deliver()
    film.refresh_from_db()
    assert (film.playing, film.state, film.is_sharp) == ("ready", "ready", True)
    variants = set(Derivative.objects.values_list("variant", flat=True))
    assert variants == {"thumb", "page", "screen", "film"}
    played = converted(film, tmp_path)
    content, found = played.read_bytes(), probed(played)
    assert [each["codec_name"] for each in found["streams"]] == ["h264", "aac"]
    assert found["streams"][1]["channels"] == 2
    assert content.index(b"moov") < content.index(b"mdat")
    assert b"33.5" not in content and "location" not in found["format"]["tags"]
    assert "creation_time" not in found["format"]["tags"]
    assert not [name for name in snapshot()["on disk"] if "staging" in name]


def test_messages_wait_on_a_queue_of_their_own(film):
    assert HANDLERS["albums.convert_film"].queue == message().queue == "films"
    assert HANDLERS["albums.make_derivatives"].queue == "pictures"


def test_a_worker_of_an_earlier_release_meets_no_message_of_a_film(film):
    """It would take the poster for a damaged photo. It listens to these queues, and knows the tasks of tasks.json."""
    released = json.loads((settings.BASE_DIR / "tests/releases/0.1/tasks.json").read_text())
    queues = {each["queue"] for each in released.values()}
    deliver()
    waiting = Message.objects.filter(task__in=["albums.make_poster", "albums.convert_film", "albums.sharpen"])
    assert set(waiting.values_list("task", "queue")) >= {
        ("albums.make_poster", "renderings"),
        ("albums.convert_film", "films"),
    }
    assert not queues & set(waiting.values_list("queue", flat=True))
    assert not Message.objects.filter(task="albums.make_derivatives").exists()
    assert HANDLERS["albums.sharpen"].queue not in queues


def test_a_message_of_before_makes_a_poster(film):
    """Films that were sent before posters had a task of their own."""
    Message.objects.filter(task="albums.make_poster").update(task="albums.make_derivatives", queue="pictures")
    deliver()
    film.refresh_from_db()
    assert film.state == "ready"


def test_a_large_one_whose_pictures_come_late(film, monkeypatch):
    """Its beginning shows nothing: the whole film is read."""
    monkeypatch.setattr(beginnings, "IN_MEMORY_BYTES", 1000)
    monkeypatch.setattr(beginnings, "FIRST_BYTES", 100)
    monkeypatch.setattr(derivatives, "is_short", lambda size: False)
    deliver()
    film.refresh_from_db()
    assert film.state == "ready"


def test_the_original_stays_as_it_was(film):
    deliver()
    with open_file(film.file) as file:
        assert file.read() == small_mp4()
    assert film.file.content_type == "video/mp4"


def test_twice_it_is_converted_once(film, snapshot):
    first = message()
    deliver()
    before = snapshot()
    Message.objects.filter(pk=first.pk).update(state="pending", done_at=None)
    deliver()
    assert snapshot() == before


def test_two_workers_at_once(film, snapshot, monkeypatch):
    """The lease of the first was not renewed in time. The second is quicker: the first finds it done."""
    convert, inner, made = films.convert_original, [], []

    def convert_while_another_does(*args):
        if not inner:
            inner.append(message())
            again = Picture.objects.select_related("album", "file").get(pk=film.pk)
            films.convert_film(Delivery(str(message().uid)), again)
            made.append(snapshot())
        return convert(*args)

    monkeypatch.setattr(films, "convert_original", convert_while_another_does)
    films.convert_film(Delivery(str(message().uid)), film)
    deliver()
    film.refresh_from_db()
    [shown] = Derivative.objects.filter(picture=film, variant="film")
    assert film.playing == "ready" and message().state == "done" and len(made) == 1
    assert (
        StoredFile.objects.filter(content_type="video/mp4", kind="derivative", state="stored").get()
        == shown.file
    )
    deliver()
    assert len(snapshot()["on disk"]) == 2 * StoredFile.objects.filter(state="stored").count()


def test_two_workers_of_which_one_fails(film, settings, monkeypatch):
    """What the quicker one has made stays."""
    convert, inner = films.convert_original, []

    def fail_after_another_did(*args):
        if inner:
            return convert(*args)
        inner.append(1)
        again = Picture.objects.select_related("album", "file").get(pk=film.pk)
        films.convert_film(Delivery(str(message().uid)), again)
        raise DecoderDied("stalled")

    monkeypatch.setattr(films, "convert_original", fail_after_another_did)
    films.convert_film(Delivery(str(message().uid)), film)
    film.refresh_from_db()
    assert film.playing == "ready" and Derivative.objects.filter(picture=film, variant="film").count() == 1


@pytest.mark.parametrize(("reason", "playing"), [("stuck", "waiting"), ("stalled", "failed")])
def test_stuck_it_is_tried_again_and_too_slow_it_is_not(film, monkeypatch, reason, playing):
    def die(*args):
        raise DecoderDied(reason)

    monkeypatch.setattr(films, "convert_original", die)
    deliver()
    film.refresh_from_db()
    assert film.playing == playing
    for _ in range(films.DEATHS):
        Message.objects.update(due_at=timezone.now())
        deliver()
    film.refresh_from_db()
    assert film.playing == "failed"


def test_deleted_meanwhile_it_leaves_nothing(film, snapshot, monkeypatch):
    convert = films.convert_original

    def convert_while_it_is_deleted(*args):
        made = convert(*args)
        delete_pictures(Picture.objects.all())
        return made

    monkeypatch.setattr(films, "convert_original", convert_while_it_is_deleted)
    deliver()
    deliver()
    deliver()
    assert snapshot()["on disk"] == [] and snapshot()["files"] == []


def test_a_storage_that_is_down_is_tried_again(film, break_storage, mend_storage):
    break_storage("backup")
    deliver()
    film.refresh_from_db()
    assert film.playing == "waiting" and message().failures == 1
    mend_storage("backup")
    deliver()
    film.refresh_from_db()
    assert film.playing == "ready"


def kill_ffmpeg(killed: list[int]) -> None:
    """kill -9 of this process's ffmpeg, as soon as it encodes."""
    children = Path(f"/proc/{os.getpid()}/task")
    deadline = time.monotonic() + 60
    while not killed and time.monotonic() < deadline:
        for pid in {int(pid) for path in children.glob("*/children") for pid in path.read_text().split()}:
            with suppress(OSError):
                if b"libx264" in Path(f"/proc/{pid}/cmdline").read_bytes() and is_ffmpeg(pid):
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
        time.sleep(0.01)


def is_ffmpeg(pid: int) -> bool:
    """It has become ffmpeg: before, it is the program that confines it."""
    return Path(f"/proc/{pid}/exe").readlink().name.startswith("ffmpeg")


def test_a_killed_ffmpeg_is_tried_again(minsu_client, album, tmp_path, snapshot):
    clip = make(tmp_path / "long.mp4", *H264, size="1280x720", seconds=12).read_bytes()
    film = add_film(minsu_client, album, clip)
    killed: list[int] = []
    killer = threading.Thread(target=kill_ffmpeg, args=[killed])
    killer.start()
    deliver()
    killer.join()
    film.refresh_from_db()
    assert killed and (film.playing, message().failures) == ("waiting", 1)
    assert "DecoderDied" in message().error and not snapshot()["half written"]
    deliver()
    film.refresh_from_db()
    assert film.playing == "ready"


def test_a_full_disk_is_waited_for(film, monkeypatch):
    """Where the film is larger than its volume has room: tried again, and never called a failure."""
    monkeypatch.setattr(films, "private_file", no_room)
    deliver()
    film.refresh_from_db()
    assert film.playing == "waiting" and (message().state, message().failures) == ("pending", 0)
    monkeypatch.undo()
    deliver()
    film.refresh_from_db()
    assert film.playing == "ready"


def no_room(size: int):
    """A real full volume, of the kernel's."""
    full = open("/dev/full", "r+b", buffering=0)  # noqa: SIM115
    with full:
        full.write(b"x")


@pytest.mark.parametrize("name", ["clip.jpg", "clip.mp4", "clip"])
def test_its_content_decides(minsu_client, album, name):
    assert add_film(minsu_client, album, name=name).is_film


def test_a_photo_named_like_a_film(minsu_client, album):
    [result] = send(minsu_client, album, named("photo.mp4", photo(3), "video/mp4")).json()["results"]
    picture = Picture.objects.get(public_id=result["picture"])
    assert (picture.kind, picture.playing, picture.duration) == ("photo", "", 0)


def test_a_film_that_takes_too_long_fails_at_once(film, settings):
    settings.FILM_SECONDS = 0.01
    deliver()
    film.refresh_from_db()
    assert (film.playing, film.state) == ("failed", "ready")
    assert message().state == "done"


def test_sent_again_a_failed_one_is_converted(film, settings, minsu_client, album):
    settings.FILM_SECONDS = 0.01
    deliver()
    settings.FILM_SECONDS = 100
    assert add_film(minsu_client, album) == film
    deliver()
    film.refresh_from_db()
    assert film.playing == "ready"


def test_sent_again_one_whose_message_is_gone_is_converted(film, minsu_client, album):
    Message.objects.all().delete()
    assert add_film(minsu_client, album) == film
    deliver()
    film.refresh_from_db()
    assert (film.playing, film.state) == ("ready", "ready")


def test_sent_again_one_that_is_on_its_way_is_asked_for_once(film, minsu_client, album):
    [result] = send(minsu_client, album, named("clip.mp4", small_mp4(), "video/mp4")).json()["results"]
    assert result["status"] == "duplicate" and Message.objects.filter(task="albums.convert_film").count() == 1


def test_a_lost_film_is_made_again(film):
    deliver()
    lost = Derivative.objects.get(variant="film").file
    for backend in get_backends().values():
        backend.delete(lost.key)
    HANDLERS["albums.remake_derivatives"].function(None, file_id=lost.pk)
    film.refresh_from_db()
    assert film.playing == "waiting"
    deliver()
    deliver()
    film.refresh_from_db()
    assert film.playing == "ready" and Derivative.objects.get(variant="film").file != lost


def test_what_was_lost_and_is_made_already_is_not_made_again(film):
    """Two notices of the same loss, and a film that became ready between the question and the lock."""
    deliver()
    lost = Derivative.objects.get(variant="film")
    remake_lost(lost.file_id)
    deliver()
    deliver()
    made = Derivative.objects.get(variant="film")
    remake_lost(lost.file_id)
    for remake in (partial(remake_lost_film, lost), partial(remake_lacking_film, film)):
        assert film.playing == "waiting"  # As it was read, long ago.
        assert in_transaction(remake, film) is False
    assert Derivative.objects.get(variant="film") == made != lost
    assert Picture.objects.get().playing == "ready"


def test_what_is_lost_with_its_original_is_asked_for_once(film, minsu_client, album):
    """The rows were read before the lock, and a worker has stored the film since."""
    deliver()
    harm_original(film)
    lost = Derivative.objects.get(variant="film")
    assert add_film(minsu_client, album) == film
    assert Derivative.objects.get(variant="film") == lost and Picture.objects.get().playing == "ready"


def harm_original(film: Picture) -> None:
    """Gone from all storages, and noticed."""
    for backend in get_backends().values():
        backend.delete(film.file.key)
    FileCopy.objects.filter(file=film.file).update(damage="missing")


def test_a_picture_that_is_gone_is_not_converted(film):
    Message.objects.all().delete()
    delete_pictures(Picture.objects.all())
    assert in_transaction(partial(remake_lacking_film, film), film) is False
    assert not Message.objects.filter(task="albums.convert_film").exists()
