"""Make a picture's derivatives. Runs in a worker.

Of a photo larger than a screen only FIRST are made here. The others follow (albums/services/sharpening.py): twenty
photos are then shown in about half the time.
"""

import logging
import shutil
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import RawIOBase
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

import outbox
from albums.films.beginning import beginning, is_short
from albums.films.poster import poster_of
from albums.films.source import plain_copy
from albums.images.decoder import Decoder, DecoderDied, Derived, Refused
from albums.models import FIRST, VARIANTS, Derivative, Picture
from albums.motion.finding import Found, find_film
from albums.services.looks import add_looks
from outbox.consuming import Delivery
from picup.core.transactions import retry_contended
from storage.io.in_memory import memory_file, memory_files
from storage.io.reader import open_file
from storage.models import StoredFile
from storage.services import abandoned_on_error, mark_kept, write

logger = logging.getLogger(__name__)
# Niceness 10: workers must not slow down the pages that people look at on the same machine.
decoder = SimpleLazyObject(
    lambda: Decoder(niceness=10, seconds=settings.DERIVE_SECONDS, strict=settings.DECODER_SANDBOX == "strict")
)
# After so many deaths of a decoder on one picture, the picture is the cause.
DEATHS = 3
# Time for the photos that were sent together with this one to come.
SHARPEN_AFTER = timedelta(seconds=1)


# A worker of an earlier release takes a film's poster for a damaged photo. It does not know the second task, nor the
# queue on which that is.
OF_PHOTO, OF_FILM = "albums.make_derivatives", "albums.make_poster"


class PictureGone(Exception):
    """The picture was deleted while its derivatives were being made."""


def first_task(picture: Picture) -> str:
    """Return the name of the task that makes a picture's first derivatives."""
    return OF_FILM if picture.is_film else OF_PHOTO


def publish_derivatives(picture: Picture) -> None:
    """Ask for a picture's first derivatives, in the caller's transaction."""
    outbox.publish(first_task(picture), picture_id=picture.pk)


def make_derivatives(delivery: Delivery, picture: Picture) -> None:
    """Store FIRST, or all VARIANTS of a small photo, and mark it ready. Mark it damaged if it cannot be decoded.

    Raise DecoderDied (fewer than DEATHS times for one message), NoSandbox, FileLost or StorageUnavailable: the message
    is retried.
    """
    sizes = sizes_at_first(picture)
    with memory_files(sizes) as paths, memory_file() as original:
        try:
            derived = derive(picture, paths, sizes, original)
        except Refused as refused:
            return mark_damaged(delivery, picture, refused)
        except DecoderDied as died:
            if delivery.failures + 1 < DEATHS:
                raise
            return mark_damaged(delivery, picture, died)
        store_derivatives(delivery, picture, derived, find_duration(picture, original))


def find_duration(picture: Picture, original: Path) -> int:
    """Return the length in milliseconds of the film that is inside a photo's own file. 0 without one."""
    if picture.playing or not (found := find_film_at(original)):
        return 0
    with found.source:
        return found.film.duration_ms


def find_film_at(path: Path) -> Found | None:
    with path.open("rb") as original:
        return find_film(original)


def sizes_at_first(picture: Picture) -> dict[str, int]:
    """Return the long edges in pixels of what is made first, by variant."""
    return {variant: VARIANTS[variant] for variant in (FIRST if picture.is_large else VARIANTS)}


def derive(picture: Picture, paths: dict[str, Path], sizes: dict[str, int], original: Path) -> list[Derived]:
    """Write the derivatives of a picture's original, or of a film's poster, to `paths`, by variant.

    `sizes` maps a variant to its long edge in pixels. The plain original, or the poster, is copied into `original`, an
    empty file in memory.
    """
    with open_file(picture.file) as source, original.open("wb") as copy:
        if picture.is_film:
            copy_poster(picture, source, copy)
        else:
            shutil.copyfileobj(source, copy, 1024 * 1024)
    return decoder.derive_into(original, paths, sizes)


def copy_poster(picture: Picture, source: RawIOBase, copy: IO[bytes]) -> None:
    """Write the poster of a film into `copy`. `source` is the film's plain bytes."""
    size = picture.file.size
    try:
        with beginning(source, size) as film, poster_of(film) as poster:
            shutil.copyfileobj(poster, copy)
    except Refused:
        if is_short(size):
            raise
        # Its first picture is somewhere else.
        source.seek(0)
        with plain_copy(source, size) as film, poster_of(film) as poster:
            shutil.copyfileobj(poster, copy)


def mark_damaged(delivery: Delivery, picture: Picture, error: Exception) -> None:
    """Mark a waiting picture as one that cannot be decoded, and finish the message."""
    logger.warning("Picture %s cannot be shown: %s", picture.pk, error)
    # Only while it waits: another worker may have made its derivatives meanwhile.
    waiting = Picture.objects.filter(pk=picture.pk, state=Picture.State.WAITING)
    with transaction.atomic():
        waiting.update(state=Picture.State.DAMAGED)
        if not delivery.finish():
            transaction.set_rollback(True)


def store_derivatives(delivery: Delivery, picture: Picture, derived: list[Derived], film_ms: int = 0) -> None:
    """Write derivatives to the storages, insert their rows and mark the picture ready.

    `film_ms` is the length of the film inside a photo, 0 without one.
    """
    store_and_insert(
        picture, derived, partial(insert_derivatives, delivery, picture, derived, film_ms=film_ms)
    )


def store_and_insert(
    picture: Picture, derived: list[Derived], insert: Callable[[list[StoredFile]], None]
) -> None:
    """Write derivatives to the storages and call `insert`, one transaction, with their files.

    Abandon the files if that fails, or if `insert` raises PictureGone.
    """
    files = StoredFile.objects.bulk_create(new_file(picture, each) for each in derived)
    try:
        with abandoned_on_error(files):
            for file, each in zip(files, derived, strict=True):
                with Path(each.path).open("rb") as source:
                    write(file, source)
            retry_contended(partial(insert, files), what=f"Derivatives of {picture.pk}")
    except PictureGone:
        logger.info("Picture %s was deleted while its derivatives were made", picture.pk)


def new_file(picture: Picture, derived: Derived) -> StoredFile:
    """Return the row of a derivative's file, not inserted yet."""
    return StoredFile(
        family_id=picture.album.family_id,
        kind=StoredFile.Kind.DERIVATIVE,
        content_type=derived.content_type,
        size=Path(derived.path).stat().st_size,
    )


def insert_derivatives(
    delivery: Delivery, picture: Picture, derived: list[Derived], files: list[StoredFile], film_ms: int = 0
) -> None:
    """Insert the rows of derivatives, mark the picture ready and finish the message, in one transaction.

    Raise PictureGone if the picture does not wait any more, or if the message was finished by another worker.
    """
    with transaction.atomic(durable=True):
        # Lock the picture first: a deletion has either locked it already, or waits and then sees these rows.
        waiting = Picture.objects.filter(pk=picture.pk, state=Picture.State.WAITING)
        ready = {"state": Picture.State.READY, "is_sharp": not picture.is_large}
        if not waiting.update(**ready) or not delivery.finish():
            raise PictureGone
        insert_rows(picture, derived, files)
        add_looks(picture)
        if picture.is_large:
            publish_sharpen(picture)
        if film_ms:
            note_film(picture, film_ms)


def note_film(picture: Picture, film_ms: int) -> None:
    """Note that a photo has a film inside it, and ask for its conversion. Not if it has got one as a file meanwhile."""
    has_none = Picture.objects.filter(pk=picture.pk, playing=Picture.Playing.NONE)
    if has_none.update(playing=Picture.Playing.WAITING, duration=film_ms):
        outbox.publish("albums.convert_film", picture_id=picture.pk)


def insert_rows(picture: Picture, derived: list[Derived], files: list[StoredFile]) -> None:
    Derivative.objects.bulk_create(
        Derivative(picture=picture, variant=each.variant, file=file, width=each.width, height=each.height)
        for each, file in zip(derived, files, strict=True)
    )
    mark_kept(*files)


def publish_sharpen(picture: Picture, after: timedelta = SHARPEN_AFTER) -> None:
    """Ask for the rest of a picture's derivatives, in the caller's transaction."""
    message = outbox.publish("albums.sharpen", picture_id=picture.pk)
    message.due_at = timezone.now() + after
    message.save(update_fields=["due_at"])
