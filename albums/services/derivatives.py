"""Making a picture's derivatives, in the worker."""

import logging
import shutil
import tempfile
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.functional import SimpleLazyObject

from albums.images.decoder import Decoder, DecoderDied, Derived, Refused
from albums.models import VARIANTS, Derivative, Picture
from outbox.consuming import Delivery
from picup.core.transactions import retry_contended
from storage.io.reader import open_file
from storage.models import StoredFile
from storage.services import abandoned_on_error, mark_kept, write

logger = logging.getLogger(__name__)
# A worker gives way to the people who look at albums on the same machine.
decoder = SimpleLazyObject(lambda: Decoder(niceness=10, seconds=settings.DERIVE_SECONDS))
# A decoder that died this often on one picture died of the picture.
DEATHS = 3


class PictureGone(Exception):
    """The picture was deleted while its derivatives were being made."""


def make_derivatives(delivery: Delivery, picture: Picture) -> None:
    """Stores thumb, page and screen of a picture and marks it ready, or damaged if it cannot be decoded."""
    settings.STAGING_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=settings.STAGING_DIR, prefix="derive-") as directory:
        try:
            derived = derive(picture, Path(directory))
        except Refused as refused:
            return mark_damaged(delivery, picture, refused)
        except DecoderDied as died:
            if delivery.failures + 1 < DEATHS:
                raise
            return mark_damaged(delivery, picture, died)
        store_derivatives(delivery, picture, derived)


def derive(picture: Picture, directory: Path) -> list[Derived]:
    original = directory / "original"
    with open_file(picture.file) as source, original.open("wb") as copy:
        shutil.copyfileobj(source, copy, 1024 * 1024)
    return decoder.derive(original, directory, VARIANTS)


def mark_damaged(delivery: Delivery, picture: Picture, error: Exception) -> None:
    logger.warning("Picture %s cannot be shown: %s", picture.pk, error)
    # Only while it waits: another worker may have been luckier with the same picture meanwhile.
    waiting = Picture.objects.filter(pk=picture.pk, state=Picture.State.WAITING)
    with transaction.atomic():
        waiting.update(state=Picture.State.DAMAGED)
        if not delivery.finish():
            transaction.set_rollback(True)


def store_derivatives(delivery: Delivery, picture: Picture, derived: list[Derived]) -> None:
    files = StoredFile.objects.bulk_create(new_file(picture, one) for one in derived)
    try:
        with abandoned_on_error(files):
            for file, one in zip(files, derived, strict=True):
                with Path(one.path).open("rb") as source:
                    write(file, source)
            retry_contended(
                partial(keep_derivatives, delivery, picture, derived, files),
                what=f"Derivatives of {picture.pk}",
            )
    except PictureGone:
        logger.info("Picture %s was deleted while its derivatives were made", picture.pk)


def new_file(picture: Picture, derived: Derived) -> StoredFile:
    return StoredFile(
        family_id=picture.album.family_id,
        kind=StoredFile.Kind.DERIVATIVE,
        content_type=derived.content_type,
        size=Path(derived.path).stat().st_size,
    )


def keep_derivatives(
    delivery: Delivery, picture: Picture, derived: list[Derived], files: list[StoredFile]
) -> None:
    with transaction.atomic(durable=True):
        # First the picture's row: a deletion that runs now has it locked, or waits for us and sees our rows.
        waiting = Picture.objects.filter(pk=picture.pk, state=Picture.State.WAITING)
        if not waiting.update(state=Picture.State.READY) or not delivery.finish():
            raise PictureGone
        Derivative.objects.bulk_create(
            Derivative(picture=picture, variant=one.variant, file=file, width=one.width, height=one.height)
            for one, file in zip(derived, files, strict=True)
        )
        mark_kept(*files)
