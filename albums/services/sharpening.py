"""Make the derivatives of a picture that is shown already: its `screen`, and its LARGE. Runs in a worker.

They have a message of their own, so that no first thumb waits for them. Until then pages offer `page`, and the enlarged
photo is shown from what there is. So they may be late or missing, and a failure changes nothing of the picture.
"""

import logging
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from albums.images.decoder import DecoderDied, Derived, Refused
from albums.models import LARGE, LARGE_EDGE, LARGE_FROM, VARIANTS, Derivative, Picture
from albums.querysets import touch
from albums.services.derivatives import (
    DEATHS,
    PictureGone,
    derive,
    insert_rows,
    publish_sharpen,
    store_and_insert,
)
from outbox.consuming import Delivery
from storage.io.in_memory import memory_file, memory_files
from storage.models import StoredFile

logger = logging.getLogger(__name__)
# A picture that waits for longer has a trouble of its own, and keeps nobody waiting.
GIVE_WAY_TO = timedelta(minutes=10)
# How long it is put off: a batch of photos writes so few messages meanwhile.
PUT_OFF = timedelta(seconds=30)


def sharpen(delivery: Delivery, picture: Picture) -> None:
    """Store what a ready picture lacks. Put that off while new pictures wait for their first derivatives.

    A picture of which it cannot be made stays without. Raise as `derivatives.make_derivatives` does.
    """
    sizes = lacking_sizes(picture)
    if not sizes:
        return
    if others_wait():
        with transaction.atomic():
            if delivery.finish():
                publish_sharpen(picture, PUT_OFF)
        return
    with memory_files(sizes) as paths, memory_file() as original:
        try:
            derived = derive(picture, paths, sizes, original)
        except (Refused, DecoderDied) as error:
            if isinstance(error, DecoderDied) and delivery.failures + 1 < DEATHS:
                raise
            logger.warning("Picture %s stays without its sharper renderings: %s", picture.pk, error)
            return
        store_and_insert(picture, derived, partial(insert_sharper, delivery, picture, derived))


def lacking_sizes(picture: Picture) -> dict[str, int]:
    """Return the long edges in pixels of what a picture lacks, by variant. Nothing unless it is ready."""
    row = lacking(Picture.objects.filter(pk=picture.pk)).values("is_sharp", "has_large").first()
    if row is None:
        return {}
    sizes = {} if row["is_sharp"] else {"screen": VARIANTS["screen"]}
    return sizes if row["has_large"] or not picture.may_have_large else {**sizes, LARGE: LARGE_EDGE}


def lacking(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Return those of the pictures that are ready and lack their `screen`, or LARGE and could have it."""
    large = Exists(Derivative.objects.filter(picture=OuterRef("pk"), variant=LARGE))
    enough = Q(width__gte=LARGE_FROM) | Q(height__gte=LARGE_FROM)
    return pictures.annotate(has_large=large).filter(
        Q(is_sharp=False) | (enough & Q(has_large=False)), state=Picture.State.READY
    )


def others_wait() -> bool:
    """Return whether a picture that was added just now waits for its derivatives."""
    since = timezone.now() - GIVE_WAY_TO
    return Picture.objects.filter(state=Picture.State.WAITING, created_at__gte=since).exists()


def insert_sharper(
    delivery: Delivery, picture: Picture, derived: list[Derived], files: list[StoredFile]
) -> None:
    """Insert the rows and finish the message, in one transaction.

    Raise PictureGone if the picture was deleted, is made anew, or has them from another worker.
    """
    made = {each.variant for each in derived}
    with transaction.atomic(durable=True):
        if "screen" in made:
            # Pages show it. LARGE is on no page, so alone it is no reason to build them anew.
            touch([picture.album_id])
        # A deletion locks the picture too.
        list(Picture.objects.select_for_update().filter(pk=picture.pk).values_list("pk", flat=True))
        if lacking_sizes(picture).keys() != made or not delivery.finish():
            raise PictureGone
        insert_rows(picture, derived, files)
        if "screen" in made:
            Picture.objects.filter(pk=picture.pk).update(is_sharp=True)
