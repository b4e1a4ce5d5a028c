"""Making derivatives as the worker does, with the real decoder and the real storages."""

import io
import os
import signal

import pytest
from django.db import transaction
from PIL import Image

import outbox
from albums.models import Derivative, Picture
from albums.services import derivatives
from albums.services.deletion import delete_pictures
from albums.tests.helpers import add, deliver, photo
from outbox.consuming import HANDLERS, consume
from outbox.models import Message
from picup.encryption.keyring import file_keys
from picup.encryption.segments import encrypt, new_segments
from storage.backends import get_backends
from storage.io.reader import open_file
from storage.models import StoredFile, Usage


@pytest.fixture
def picture(minsu_client, album):
    return add(minsu_client, album, photo(1, size=(1200, 900), gps=True))


def made_by() -> Message:
    """The message that asks for them."""
    return Message.objects.get(task="albums.make_derivatives")


def state(picture) -> str:
    return Picture.objects.get(pk=picture.pk).state


def test_it_works(picture, snapshot, directories):
    deliver()
    assert state(picture) == "ready"
    sizes = {each.variant: (each.width, each.height) for each in Derivative.objects.all()}
    assert sizes == {"thumb": (480, 360), "page": (1080, 810), "screen": (1200, 900)}
    for derivative in Derivative.objects.select_related("file"):
        assert (derivative.file.kind, derivative.file.state) == ("derivative", "stored")
        with open_file(derivative.file) as file:
            image = Image.open(io.BytesIO(file.read()))
        assert image.size == (derivative.width, derivative.height) and not image.getexif()
        assert (
            len({next(place.rglob(derivative.file.key)).read_bytes() for place in directories.values()}) == 1
        )
    assert Usage.objects.get(family=picture.album.family).used_bytes == picture.file.size
    assert len(snapshot()["on disk"]) == 8  # four files in two storages, nothing in the staging directory
    deliver()  # their history
    assert set(Message.objects.values_list("state", flat=True)) == {"done"}


def test_upright(minsu_client, album):
    exif = Image.Exif()
    exif[0x0112] = 6  # a phone held upright
    output = io.BytesIO()
    Image.new("RGB", (600, 400), "red").save(output, "JPEG", exif=exif)
    picture = add(minsu_client, album, output.getvalue())
    deliver()
    assert (picture.width, picture.height) == (400, 600)
    thumb = Derivative.objects.get(variant="thumb")
    assert (thumb.width, thumb.height) == (320, 480)


def consume_message(message):
    consume(HANDLERS[message.task].function, uid=str(message.uid), arguments=message.arguments)


def test_delivered_twice_they_are_made_once(picture, snapshot):
    message = made_by()
    deliver()
    before = snapshot()
    Message.objects.filter(pk=message.pk).update(state="pending", done_at=None)
    consume_message(message)
    assert snapshot() == before


@pytest.mark.parametrize("same", [True, False], ids=["the same message", "another message"])
def test_a_second_worker_leaves_nothing(picture, snapshot, monkeypatch, same):
    """Both made them; the slower one finds the picture ready, and what it stored goes."""
    if not same:
        with transaction.atomic():
            outbox.publish("albums.make_derivatives", picture_id=picture.pk)
    derive, slower = derivatives.derive, []

    def derive_while_another_is_quicker(*args):
        if not slower:
            slower.append(True)
            consume_message(Message.objects.filter(task="albums.make_derivatives").last())
        return derive(*args)

    monkeypatch.setattr(derivatives, "derive", derive_while_another_is_quicker)
    deliver()
    deliver()
    assert state(picture) == "ready" and Derivative.objects.count() == 3
    assert not Message.objects.filter(failures__gt=0)
    assert len(snapshot()["on disk"]) == 8 and len(snapshot()["files"]) == 4


def test_a_picture_deleted_meanwhile_leaves_nothing(picture, snapshot, monkeypatch):
    derive = derivatives.derive

    def derive_while_it_is_deleted(*args):
        derived = derive(*args)
        delete_pictures(Picture.objects.all())
        return derived

    monkeypatch.setattr(derivatives, "derive", derive_while_it_is_deleted)
    deliver()
    deliver()
    assert snapshot()["on disk"] == [] and snapshot()["files"] == []


def test_a_storage_that_is_down_is_tried_again(picture, snapshot, break_storage, mend_storage):
    break_storage("backup")
    deliver()
    assert state(picture) == "waiting" and not Derivative.objects.exists()
    assert made_by().failures == 1
    mend_storage("backup")
    deliver()
    assert state(picture) == "ready" and len(snapshot()["on disk"]) == 8


def test_main_lost_the_original(picture):
    get_backends()["main"].delete(picture.file.key)
    deliver()
    assert state(picture) == "ready"


def test_lost_everywhere_it_waits(picture):
    """An outage may be over tomorrow: nobody calls the picture damaged for it."""
    for backend in get_backends().values():
        backend.delete(picture.file.key)
    deliver()
    assert state(picture) == "waiting"
    assert "FileLost" in made_by().error


def test_a_picture_that_cannot_be_decoded_is_damaged(picture, snapshot):
    """Large ones are decoded first by the worker: their headers were right."""
    no_photo = b"\xff\xd8\xff" + bytes(picture.file.size - 3)
    stored = b"".join(encrypt(new_segments(file_keys().newest, picture.file.key), [no_photo]))
    for backend in get_backends().values():
        backend.path(picture.file.key).write_bytes(stored)
    deliver()
    assert state(picture) == "damaged" and not Derivative.objects.exists()
    assert made_by().state == "done"
    assert len(snapshot()["on disk"]) == 2


def test_a_decoder_that_is_killed_is_tried_again_but_not_for_ever(picture, monkeypatch):
    """Its process is really killed, as the kernel does when memory is short."""
    decoder = derivatives.decoder
    decoder.close()
    real, running = decoder._exchange, decoder._running

    def killed(*job):
        child, jobs = running()
        child.kill()
        with (
            monkeypatch.context() as patch
        ):  # else a child seen dead before the job is replaced, as it should be
            patch.setattr(decoder, "_running", lambda: (child, jobs))
            return real(*job)

    monkeypatch.setattr(decoder, "_exchange", killed)
    for failures in (1, 2):
        deliver()
        message = made_by()
        assert (state(picture), message.failures) == ("waiting", failures)
        assert "DecoderDied" in message.error
    deliver()
    assert state(picture) == "damaged" and made_by().state == "done"


def test_a_decoder_that_was_killed_once_costs_nothing(picture, monkeypatch):
    decoder, killed = derivatives.decoder, []
    real = decoder._exchange

    def killed_once(*job):
        if not killed:
            killed.append(True)
            os.kill(decoder._running()[0].pid, signal.SIGKILL)
        return real(*job)

    monkeypatch.setattr(decoder, "_exchange", killed_once)
    deliver()
    deliver()
    assert state(picture) == "ready"


def test_the_derivatives_of_a_message_for_nobody(db, jieun):
    with transaction.atomic():
        outbox.publish("albums.make_derivatives", picture_id=12345)
    deliver()
    assert Message.objects.get().state == "done" and not StoredFile.objects.exists()
