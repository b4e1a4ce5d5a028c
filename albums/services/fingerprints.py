"""By what the same picture is recognised in files that differ in dates, names or places.

The decoder makes a fingerprint of the coded picture (albums/images/structure/coded.py). What is kept of it is a keyed
hash, another one in each family, so that a copy of the database does not tell who has the same picture. Photos of
earlier releases have none: a tick makes theirs.
"""

import logging
import shutil
import time
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from albums.images.decoder import DecoderDied, NoSandbox, Refused
from albums.models import Picture
from albums.models.pictures import FINGERPRINT_LENGTH
from albums.services.derivatives import decoder
from albums.services.doubles import note_doubles
from picup.core.transactions import retry_contended
from storage.care.restoring import is_lost
from storage.io.in_memory import memory_file
from storage.io.reader import FileLost, open_file
from storage.models import Usage

logger = logging.getLogger(__name__)
# Of a minute, in which the tick comes once: a hundred thousand photos take some days, and nobody waits for them.
SECONDS = 6
# Pictures that are looked up at once.
BATCH = 50


def key_of(family_id: int, fingerprint: str) -> str:
    """Return what a family keeps of a fingerprint. Blank if it is."""
    if not fingerprint:
        return ""
    digest = salted_hmac(f"albums.fingerprint.{family_id}", fingerprint, algorithm="sha256").hexdigest()
    return digest[:FINGERPRINT_LENGTH]


def unknown_pictures() -> QuerySet[Picture]:
    """Return the pictures at which nobody has looked, the oldest first."""
    return Picture.objects.filter(fingerprint=None).order_by("pk")


def make_missing(seconds: float = SECONDS) -> int:
    """Make the fingerprints of pictures that have none, for up to `seconds`. Return of how many files.

    It may be ended at any moment: the rows say what is left.
    """
    made, end = 0, time.monotonic() + seconds
    while pictures := list(unknown_pictures().select_related("album", "file")[:BATCH]):
        for picture in {each.file_id: each for each in pictures}.values():
            try:
                key = key_of(picture.album.family_id, fingerprint_of(picture))
            except (FileLost, NoSandbox) as error:
                logger.warning("Fingerprints wait for the next time: %s", error)
                return made
            retry_contended(partial(keep, picture, key), what=f"Fingerprint of picture {picture.pk}")
            made += 1
            if time.monotonic() >= end:
                return made
    return made


def fingerprint_of(picture: Picture) -> str:
    """Return the fingerprint of a picture's original. Blank for a film, and for what is lost or cannot be decoded.

    Raise FileLost while its storages are away, and NoSandbox.
    """
    if picture.is_film:
        return ""
    try:
        with memory_file() as original:
            with open_file(picture.file) as source, original.open("wb") as copy:
                shutil.copyfileobj(source, copy, 1024 * 1024)
            return decoder.examine(original, "").fingerprint
    except FileLost:
        if not is_lost(picture.file):
            raise
    except (Refused, DecoderDied) as error:
        # Such a picture must not keep the others waiting.
        logger.info("Picture %s gets no fingerprint: %s", picture.pk, error)
    return ""


def keep(picture: Picture, key: str) -> None:
    """Write the key into all pictures of a file that have none, and note where the same picture is."""
    # Found before they are locked: MariaDB locks each row that it reads on its way.
    same = list(
        Picture.objects.filter(file_id=picture.file_id, fingerprint=None).values_list("pk", flat=True)
    )
    with transaction.atomic(durable=True):
        # A plain queryset: no page shows it, so no album needs a new version.
        kept = QuerySet(Picture).filter(pk__in=same, fingerprint=None).update(fingerprint=key)
        if kept and key:
            # As an upload does: of two that come at once, the later one sees the other's.
            Usage.objects.select_for_update().get(family_id=picture.album.family_id)
            picture.fingerprint = key
            note_doubles(picture)
