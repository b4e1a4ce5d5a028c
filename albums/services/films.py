"""Convert a film into the MP4 that is played. Runs in a worker of its own, which holds up no photo.

The poster is made as a photo's derivatives are (albums/services/derivatives.py), so that a film is on her page long
before it can be played.
"""

import logging
import shutil
from functools import partial
from io import RawIOBase

from django.conf import settings
from django.db import transaction

import outbox
from albums.films import ffmpeg
from albums.films.convert import CONTENT_TYPE, convert
from albums.films.limits import converted_bytes
from albums.films.results import Film
from albums.films.source import COPY_BYTES, Bytes, plain_copy, private_file
from albums.images.errors import DecoderDied, Refused
from albums.models import FILM, Derivative, Picture
from albums.motion.finding import find_film
from albums.querysets import touch
from albums.services.derivatives import DEATHS, PictureGone
from albums.services.motion import film_file, pictures_of_film
from albums.services.sharing import adopt_film
from outbox.consuming import Delivery
from picup.core.transactions import retry_contended
from storage.io.in_memory import memory_file
from storage.io.reader import open_file
from storage.models import StoredFile
from storage.services import abandoned_on_error, mark_kept, store

logger = logging.getLogger(__name__)
Playing = Picture.Playing


class NoFfmpeg(Exception):
    """This worker has no ffmpeg. The message is replayed by the clock: another worker, or a later one, may have it."""

    outage = True


def publish_conversion(picture: Picture) -> None:
    """Ask for the conversion of a film, in the caller's transaction."""
    outbox.publish("albums.convert_film", picture_id=picture.pk)


def convert_film(delivery: Delivery, picture: Picture) -> None:
    """Store the MP4 of a film that waits for it. Mark it as failed if that cannot be made.

    Another picture of the same file may have it already: then it is shared, and nothing is converted.

    Raise DecoderDied (fewer than DEATHS times for one message), NoFfmpeg, NoSandbox, FileLost, StorageUnavailable or
    OSError: the message is retried.
    """
    if adopt_film(delivery, picture):
        return
    if not ffmpeg.is_there():
        raise NoFfmpeg("no ffmpeg on this system: see `manage.py check`")
    with private_file(converted_size(picture)) as output:
        try:
            made = convert_original(picture, output)
        except Refused as refused:
            return mark_failed(delivery, picture, refused)
        except DecoderDied as died:
            # What was too slow once is too slow again.
            if died.reason != "stalled" and delivery.failures + 1 < DEATHS:
                raise
            return mark_failed(delivery, picture, died)
        store_film(delivery, picture, made, output)


def converted_size(picture: Picture) -> int:
    """Return about how many bytes the converted film will have."""
    return min(converted_bytes(), picture.duration * 800 or converted_bytes())


def convert_original(picture: Picture, output: Bytes) -> Film:
    """Convert a film's original into `output`. Raise as `convert` and `open_file`."""
    file = film_file(picture)
    with open_file(file) as source:
        if picture.is_motion and file == picture.file:
            return convert_inside(source, output)
        with plain_copy(source, file.size) as plain:
            return convert(plain, output, seconds=settings.FILM_SECONDS)


def convert_inside(source: RawIOBase, output: Bytes) -> Film:
    """Convert the film that is inside a photo's own file. Raise as `convert`."""
    with memory_file() as path:
        with path.open("wb") as copy:
            shutil.copyfileobj(source, copy, COPY_BYTES)
        with path.open("rb") as photo:
            found = find_film(photo)
    if found is None:
        raise Refused("film-damaged", "no film in the photo")
    with found.source as film:
        return convert(film, output, seconds=settings.FILM_SECONDS)


def mark_failed(delivery: Delivery, picture: Picture, error: Exception) -> None:
    """Mark a film as one that cannot be played here, and finish the message. Its poster and its original stay.

    Mark every picture whose film is in the same file and waits: none of them would have it.
    """
    logger.warning("Film %s cannot be played: %s", picture.pk, error)
    waiting = Picture.objects.filter(pk__in=pictures_of_film(film_file(picture)), playing=Playing.WAITING)
    with transaction.atomic():
        touch({picture.album_id, *waiting.values_list("album_id", flat=True)})
        waiting.update(playing=Playing.FAILED)
        if not delivery.finish():
            transaction.set_rollback(True)


def store_film(delivery: Delivery, picture: Picture, made: Film, output: Bytes) -> None:
    """Write a converted film to the storages and insert its row. Abandon it if the picture is gone."""
    size = output.seek(0, 2)
    output.seek(0)
    file = store(
        family_id=picture.album.family_id,
        source=output,
        size=size,
        kind=StoredFile.Kind.DERIVATIVE,
        content_type=CONTENT_TYPE,
    )
    try:
        with abandoned_on_error([file]):
            insert = partial(insert_film, delivery, picture, made, file)
            retry_contended(insert, what=f"Film of {picture.pk}")
    except PictureGone:
        logger.info("Picture %s was deleted while its film was converted", picture.pk)


def insert_film(delivery: Delivery, picture: Picture, made: Film, file: StoredFile) -> None:
    """Insert the row of a converted film and finish the message, in one transaction.

    Raise PictureGone if the picture does not wait for it any more, or if another worker has finished the message.
    """
    with transaction.atomic(durable=True):
        # As everywhere: the album, then the picture.
        touch([picture.album_id])
        waiting = Picture.objects.filter(pk=picture.pk, playing=Playing.WAITING)
        ready = {"playing": Playing.READY, "duration": made.duration_ms}
        if not waiting.update(**ready) or not delivery.finish():
            raise PictureGone
        width, height = made.stream.width, made.stream.height
        Derivative.objects.create(picture=picture, variant=FILM, file=file, width=width, height=height)
        mark_kept(file)


def convert_again(picture: Picture) -> bool:
    """Ask again for the film of a picture that lacks it, in the caller's transaction. Return False if it was asked for.

    Lock the album first, as `insert_film` does.
    """
    touch([picture.album_id])
    rows = Picture.objects.filter(pk=picture.pk).exclude(playing=Playing.NONE)
    if rows.filter(playing=Playing.WAITING).exists():
        return outbox.publish_unless_open("albums.convert_film", picture_id=picture.pk)
    if not rows.update(playing=Playing.WAITING):
        return False
    publish_conversion(picture)
    return True
