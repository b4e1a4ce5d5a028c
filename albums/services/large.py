"""Make a picture's LARGE, which only the enlarged photo asks for. Runs in a worker.

A message of its own, so that no first thumb waits for it. A photo without it is shown from its `screen`. So it may be
late or missing, and a failure changes nothing of the picture.
"""

import logging
import tempfile
from datetime import timedelta
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from albums.images.decoder import DecoderDied, Derived, Refused
from albums.models import LARGE, LARGE_EDGE, LARGE_FROM, Derivative, Picture
from albums.services.derivatives import (
    DEATHS,
    PictureGone,
    derive,
    insert_rows,
    publish_large,
    store_and_insert,
)
from outbox.consuming import Delivery
from storage.models import StoredFile

logger = logging.getLogger(__name__)
# A picture that waits for longer has a trouble of its own, and keeps nobody waiting.
GIVE_WAY_TO = timedelta(minutes=10)
# How long it is put off: a batch of photos writes so few messages meanwhile.
PUT_OFF = timedelta(seconds=30)


def make_large(delivery: Delivery, picture: Picture) -> None:
    """Store LARGE for a ready picture that lacks it. Put that off while new pictures wait for their derivatives.

    A picture of which it cannot be made stays without. Raise as `derivatives.make_derivatives` does.
    """
    if not lacks_large(Picture.objects.filter(pk=picture.pk)).exists():
        return
    if others_wait():
        with transaction.atomic():
            if delivery.finish():
                publish_large(picture, PUT_OFF)
        return
    settings.STAGING_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=settings.STAGING_DIR, prefix="large-") as directory:
        try:
            derived = derive(picture, Path(directory), {LARGE: LARGE_EDGE})
        except (Refused, DecoderDied) as error:
            if isinstance(error, DecoderDied) and delivery.failures + 1 < DEATHS:
                raise
            logger.warning("Picture %s stays without its large rendering: %s", picture.pk, error)
            return
        store_and_insert(picture, derived, partial(insert_large, delivery, picture, derived))


def lacks_large(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Return those of the pictures that could have LARGE and have it not."""
    large = Derivative.objects.filter(picture=OuterRef("pk"), variant=LARGE)
    enough = pictures.filter(width__gte=LARGE_FROM) | pictures.filter(height__gte=LARGE_FROM)
    return enough.filter(~Exists(large), state=Picture.State.READY)


def others_wait() -> bool:
    """Return whether a picture that was added just now waits for its derivatives."""
    since = timezone.now() - GIVE_WAY_TO
    return Picture.objects.filter(state=Picture.State.WAITING, created_at__gte=since).exists()


def insert_large(
    delivery: Delivery, picture: Picture, derived: list[Derived], files: list[StoredFile]
) -> None:
    """Insert LARGE's row and finish the message, in one transaction.

    Raise PictureGone if the picture was deleted, is made anew, or has one from another worker.
    """
    with transaction.atomic(durable=True):
        # Locked alone: no page shows LARGE, so the album needs no new version. A deletion locks the picture too.
        locked = list(Picture.objects.select_for_update().filter(pk=picture.pk).values_list("pk", flat=True))
        if not lacks_large(Picture.objects.filter(pk__in=locked)).exists() or not delivery.finish():
            raise PictureGone
        insert_rows(picture, derived, files)
