"""Adding a photo to an album: a staged upload becomes two copies, a row and the message for derivatives."""

import logging
from dataclasses import dataclass
from datetime import UTC
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.functional import SimpleLazyObject

import outbox
from accounts.models import User
from albums.counters import count_upload
from albums.images.decoder import DecoderDied, Decoders, Examined, Refused
from albums.models import Album, Picture, wall_clock_now
from albums.services.albums import AlbumGone, choose_cover, count_in
from albums.services.recovery import revive_picture
from albums.services.trash import restore_pictures
from picup.core.transactions import Busy, retry_contended
from picup.db.connections import release_connections
from storage.backends.base import StorageUnavailable
from storage.io.staging import StagedFile
from storage.models import StoredFile
from storage.services import FamilyFull, abandoned_on_error, mark_kept, store

logger = logging.getLogger(__name__)
# They give way to the pages of whoever looks meanwhile.
decoders = SimpleLazyObject(lambda: Decoders(niceness=5, seconds=settings.EXAMINE_SECONDS))


@dataclass(frozen=True)
class UploadResult:
    """What became of one file: `status` is "added", "duplicate" or "rejected" (then `reason` is a code, see
    albums/rejections.py)."""

    name: str
    status: str
    picture: Picture | None = None
    reason: str = ""


def add_picture(*, person: User, album: Album, staged: StagedFile, caption: str = "") -> UploadResult:
    """Take one received file into the album, and count what became of it. Never raises for what is wrong with the
    file or a storage."""
    added = try_to_add(person, album, staged, caption)
    count_upload(added.status, added.reason)
    return added


def try_to_add(person: User, album: Album, staged: StagedFile, caption: str) -> UploadResult:
    name = staged.name
    if staged.refusal:
        return UploadResult(name, "rejected", reason=staged.refusal)
    try:
        if known := find_known(album, staged.sha256):
            return add_known(staged, known)
        # There are few decoders, and perhaps a queue for them.
        release_connections()
        examined = decoders.examine(staged.path)
        picture = store_picture(person, album, staged, examined, caption)
    except Refused as refused:
        return UploadResult(name, "rejected", reason=refused.reason)
    except DecoderDied as error:
        logger.warning("A file could not be examined: %s", error)
        return UploadResult(name, "rejected", reason="damaged")
    except FamilyFull:
        return UploadResult(name, "rejected", reason="family-full")
    except StorageUnavailable as error:
        logger.error("An upload was refused: %s", error)
        return UploadResult(name, "rejected", reason="storage-down")
    except Busy:
        return UploadResult(name, "rejected", reason="busy")
    except AlbumGone:
        return UploadResult(name, "rejected", reason="try-again")
    except IntegrityError:
        # Somebody sent the same photo at the same time, or the album is gone.
        known = find_known(album, staged.sha256)
        return add_known(staged, known) if known else UploadResult(name, "rejected", reason="try-again")
    return UploadResult(name, "added", picture)


def find_known(album: Album, sha256: str) -> Picture | None:
    return Picture.objects.filter(album=album, sha256=sha256).first()


def add_known(staged: StagedFile, picture: Picture) -> UploadResult:
    """Take the same photo again: one in the trash comes back, and so does what the album's picture has lost or what
    could not be made of it. A picture that lacks nothing is a duplicate."""
    try:
        is_back = revive_picture(picture, staged)
    except StorageUnavailable as error:
        logger.error("A lost photo could not be stored again: %s", error)
        return UploadResult(staged.name, "rejected", reason="storage-down")
    if picture.trashed_at:
        restore_pictures([picture])
        is_back = True
    return UploadResult(staged.name, "added" if is_back else "duplicate", picture)


def store_picture(
    person: User, album: Album, staged: StagedFile, examined: Examined, caption: str
) -> Picture:
    with staged.path.open("rb") as source:
        file = store(
            family_id=album.family_id,
            source=source,
            size=staged.size,
            kind=StoredFile.Kind.ORIGINAL,
            content_type=examined.content_type,
        )
    with abandoned_on_error([file]):
        insert = partial(insert_picture, person, album, staged, examined, caption, file)
        return retry_contended(insert, what=f"Adding file {file.pk} to album {album.pk}")


def insert_picture(
    person: User, album: Album, staged: StagedFile, examined: Examined, caption: str, file: StoredFile
) -> Picture:
    """Rows are locked in this order by whoever changes an album's pictures: album, pictures, files, usage."""
    taken_at = examined.taken_at and examined.taken_at.replace(tzinfo=UTC)
    with transaction.atomic(durable=True):
        count_in(album.pk, taken_at=taken_at)
        picture = Picture.objects.create(
            album=album,
            file=file,
            sha256=file.sha256,
            name=staged.name,
            caption=caption,
            width=examined.width,
            height=examined.height,
            taken_at=taken_at,
            order_time=taken_at or wall_clock_now(),
            uploaded_by=person,
        )
        if album.cover_id is None:
            choose_cover(picture)
        outbox.publish("albums.make_derivatives", picture_id=picture.pk)
        mark_kept(file)
    return picture
