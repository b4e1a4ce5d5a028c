"""Add a photo to an album: a staged upload becomes copies in the storages, a row, and a message for derivatives."""

import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC
from functools import partial
from io import RawIOBase

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from accounts.services.rights import check_contributor
from albums.counters import count_upload
from albums.films.examine import examine as examine_film
from albums.films.examine import is_film
from albums.films.results import ExaminedFilm
from albums.images.dates import Parts, moment_of, precision_of
from albums.images.decoder import DecoderDied, Decoders, Examined, NoSandbox, Refused
from albums.models import Album, Motion, Picture
from albums.motion import pairing
from albums.services import films
from albums.services.albums import AlbumGone, choose_cover, count_added
from albums.services.dating import settle
from albums.services.derivatives import publish_derivatives
from albums.services.doubles import note_doubles
from albums.services.fingerprints import key_of
from albums.services.motion import attach, find_in_album, find_photo, take_film
from albums.services.order import Sent, find_order_time
from albums.services.recovery import recover_motion, recover_picture
from albums.services.sharing import (
    FileGone,
    find_files,
    find_whole_files,
    has_double,
    may_share,
    share_file,
)
from albums.services.trash import restore_pictures
from picup.core.full import is_full
from picup.core.public_ids import new_public_id
from picup.core.transactions import Busy, retry_contended
from picup.db.connections import release_connections
from storage.backends.base import StorageUnavailable
from storage.care.restoring import is_lost
from storage.io.staging import StagedFile
from storage.models import StoredFile
from storage.services import FamilyFull, SiteFull, abandoned_on_error, mark_kept, store

logger = logging.getLogger(__name__)
# Niceness 5: decoding an upload must not slow down the pages that others look at.
decoders = SimpleLazyObject(
    lambda: Decoders(
        niceness=5, seconds=settings.EXAMINE_SECONDS, strict=settings.DECODER_SANDBOX == "strict"
    )
)
# The notice of a photo of which the family has the same picture in another file.
SAME_PICTURE = "same"

PLAIN_REASONS: dict[type[Exception], str] = {
    FamilyFull: "family-full",
    SiteFull: "site-full",
    Busy: "busy",
    AlbumGone: "try-again",
    FileGone: "try-again",
}
FAILURES = (Refused, DecoderDied, NoSandbox, StorageUnavailable, OperationalError, OSError, *PLAIN_REASONS)


class StoredMeanwhile(Exception):
    """Another album of the family got the same file while this one was being stored."""


@dataclass(frozen=True)
class UploadResult:
    """The outcome of one file. `status` is "added", "duplicate" or "rejected".

    `picture` is None for a rejected file. `reason` is a code of albums/rejections.py, blank unless it was rejected.
    `notices` are codes of what the uploader must be told of an added one.
    """

    name: str
    status: str
    picture: Picture | None = None
    reason: str = ""
    notices: tuple[str, ...] = ()


def add_picture(*, person: User, album: Album, staged: StagedFile, sent: Sent) -> UploadResult:
    """Add one received file to an album, and count the outcome for the metrics.

    A fault of the file, a storage or the family's limit is a rejected result, never an exception. Raise RightLost if
    the person was removed, or may only look now.
    """
    result = try_to_add(person, album, staged, sent)
    if result.reason == "site-full":
        logger.error("An upload was refused: all families together use SITE_LIMIT_BYTES")
    count_upload(result.status, result.reason)
    return result


def try_to_add(person: User, album: Album, staged: StagedFile, sent: Sent) -> UploadResult:
    """Add one received file. Return a result for each way in which that can fail."""
    if staged.refusal:
        return UploadResult(staged.name, "rejected", reason=staged.refusal)
    try:
        return add_new_or_known(person, album, staged, sent)
    except FAILURES as error:
        return UploadResult(staged.name, "rejected", reason=reason_of(error))


def add_new_or_known(person: User, album: Album, staged: StagedFile, sent: Sent) -> UploadResult:
    """Add one received file that the album may have already. Raise one of FAILURES."""
    # The body may have been on its way for hours, since the view asked.
    check_contributor(person)
    if known := find_known(album, staged.sha256):
        return add_known(staged, known, sent)
    try:
        if picture := share_known(person, album, staged, sent):
            return UploadResult(staged.name, "added", picture)
        file, examined = store_examined(album, staged)
        examined = replace(examined, taken=settle(examined.taken, sent.taken))
        picture = insert_or_share(person, album, staged, examined, sent, file)
    except IntegrityError as error:
        # Somebody sent the same photo at the same time, or the album was deleted.
        if known := find_known(album, staged.sha256):
            return add_known(staged, known, sent)
        raise AlbumGone from error
    met = (SAME_PICTURE,) if picture.is_double else ()
    return UploadResult(staged.name, "added", picture, notices=(*examined.notices, *met))


def store_examined(album: Album, staged: StagedFile) -> tuple[StoredFile, Examined | ExaminedFilm]:
    """Write a received file to the storages, and find out by its content what it is: a film, or else a photo.

    The caller must keep or abandon the file. Raise one of FAILURES; then it is abandoned already.
    """
    # Keep no connection while waiting for one of the few decoders.
    release_connections()
    with staged.open_plain() as plain:
        film = examine_as_film(staged, plain) if is_film(plain) else None
    if film:
        return write_to_storages(album, staged, film.content_type), film
    # A photo is decoded whole; only films may be larger.
    if staged.size > settings.UPLOAD_LIMIT_BYTES:
        raise Refused("too-large")
    return store_photo(album, staged)


def store_photo(album: Album, staged: StagedFile) -> tuple[StoredFile, Examined]:
    """Write a photo to the storages while a decoder looks at it: each takes as long as the other.

    What turns out to be no photo is abandoned like any file that nobody needs.
    """
    with ThreadPoolExecutor(1, "examining an upload") as beside:
        looking = beside.submit(examine_photo, staged)
        file = write_to_storages(album, staged, content_type="")
        with abandoned_on_error([file]):
            examined = looking.result()
    file.content_type = examined.content_type
    return file, examined


def examine_photo(staged: StagedFile) -> Examined:
    with staged.in_memory() as path:
        return decoders.examine(path, staged.name)


def examine_as_film(staged: StagedFile, plain: RawIOBase) -> ExaminedFilm:
    try:
        return examine_film(plain, staged.size, staged.name)
    except DecoderDied as died:
        raise Refused("film-damaged", str(died)) from died


def share_known(person: User, album: Album, staged: StagedFile, sent: Sent) -> Picture | None:
    """Add a received file that another album of the family shows already. Return None if none does.

    If all its copies are lost, they come back from the received bytes. Raise as `share` and `recover_picture`.
    """
    # Asked in this order: most files are new, and then it is one query.
    if not (file := find_files(album.family_id, [staged.sha256]).first()) or not may_share():
        return None
    if is_lost(file) and (known := first_needing(file)):
        recover(known, staged)
        file.refresh_from_db()
    try:
        return share(person, album, file, staged.name, sent)
    except FileGone:
        return None


def first_needing(file: StoredFile) -> Picture | Motion | None:
    """Return a picture that shows a file, or a photo's film that is in it."""
    return Picture.objects.filter(file=file).first() or Motion.objects.filter(file=file).first()


def recover(known: Picture | Motion, staged: StagedFile) -> bool:
    """Restore what is lost of a received file. Return and raise as `recover_picture`."""
    return recover_motion(known, staged) if isinstance(known, Motion) else recover_picture(known, staged)


def share(person: User, album: Album, file: StoredFile, name: str, sent: Sent) -> Picture:
    """Call `share_file`, again if it meets a lock. Raise as it does, or Busy."""
    insert = partial(share_file, person, album, file, name, sent)
    return retry_contended(insert, what=f"Showing file {file.pk} in album {album.pk}")


def add_known_file(*, person: User, album: Album, sha256: str, name: str, sent: Sent) -> UploadResult | None:
    """Add a photo that the family has already, by the checksum (hex) of its file: its bytes need not travel.

    Return None if the family does not have it whole: then the file must be sent. Raise RightLost if the person was
    removed, or may only look now.
    """
    check_contributor(person)
    try:
        result = find_and_share(person, album, sha256, name, sent)
    except FAILURES as error:
        result = UploadResult(name, "rejected", reason=reason_of(error))
    if result:
        count_upload(result.status, result.reason)
    return result


def find_and_share(person: User, album: Album, sha256: str, name: str, sent: Sent) -> UploadResult | None:
    """Do what `add_known_file` does. Raise one of FAILURES."""
    file = find_whole_files(album.family_id, [sha256]).first()
    if file is None:
        return None
    if known := find_known(album, sha256):
        # It may have a file of its own, of before families kept one, and that may be lost.
        return known_without_bytes(known, name, sent)
    if not may_share():
        return None
    try:
        return UploadResult(name, "added", share(person, album, file, name, sent))
    except FileGone:
        return None
    except IntegrityError as error:
        if known := find_known(album, sha256):
            return known_without_bytes(known, name, sent)
        raise AlbumGone from error


def known_without_bytes(known: Picture | Motion, name: str, sent: Sent) -> UploadResult | None:
    """Return the result for a file that the album has, back from the trash if it was there. None: bytes are needed."""
    picture = picture_of(known)
    if picture.state == Picture.State.DAMAGED or is_lost(known.file):
        return None
    if not picture.trashed_at:
        return UploadResult(name, "duplicate", picture)
    keep_caption(picture, sent)
    restore_pictures([picture])
    return UploadResult(name, "added", picture)


def keep_caption(picture: Picture, sent: Sent) -> None:
    """Write the sentence that came with a photo under the picture that comes back by it. None leaves the former one."""
    if sent.caption:
        picture.caption = sent.caption
        save = partial(picture.save, update_fields=["caption"])
        retry_contended(save, what=f"The caption of picture {picture.pk}")


def reason_of(error: Exception) -> str:
    """Return the code of albums/rejections.py for one of FAILURES, and log what an operator should know.

    Raise an OperationalError or OSError that is not a full disk.
    """
    if isinstance(error, Refused):
        return error.reason
    if isinstance(error, DecoderDied):
        logger.warning("A file could not be examined: %s", error)
        return "damaged"
    if type(error) in PLAIN_REASONS:
        return PLAIN_REASONS[type(error)]
    if is_full(error):
        logger.error("An upload was refused, there is no room: %s", error)
        return "no-room"
    if isinstance(error, StorageUnavailable | NoSandbox):
        logger.error("An upload was refused: %s", error)
        return "storage-down"
    raise error


def find_known(album: Album, sha256: str) -> Picture | Motion | None:
    """Return the album's picture with this content, or the film of one of its photos, even from the trash.

    `sha256` is of the original, in hex.
    """
    return Picture.objects.filter(album=album, sha256=sha256).first() or find_in_album(album, sha256)


def picture_of(known: Picture | Motion) -> Picture:
    return known.picture if isinstance(known, Motion) else known


def add_known(staged: StagedFile, known: Picture | Motion, sent: Sent) -> UploadResult:
    """Add a file that the album has already.

    Restore what its picture has lost, and bring it back from the trash, with its new caption. The status is "duplicate"
    if it needed neither. Raise as `recover_picture`.
    """
    recovered, picture = recover(known, staged), picture_of(known)
    if not recovered and not picture.trashed_at:
        return UploadResult(staged.name, "duplicate", picture)
    keep_caption(picture, sent)
    if picture.trashed_at:
        restore_pictures([picture])
    return UploadResult(staged.name, "added", picture)


def write_to_storages(album: Album, staged: StagedFile, content_type: str) -> StoredFile:
    """Call `store` for a received file, which is an original. Raise as it does."""
    with staged.open_plain() as source:
        return store(
            family_id=album.family_id,
            source=source,
            size=staged.size,
            kind=StoredFile.Kind.ORIGINAL,
            content_type=content_type,
        )


def insert_or_share(
    person: User,
    album: Album,
    staged: StagedFile,
    examined: Examined | ExaminedFilm,
    sent: Sent,
    file: StoredFile,
) -> Picture:
    """Call `insert_picture`, again if it meets a lock, and abandon the file if that fails. Raise as it does, or Busy.

    If another upload of the same file was quicker, show its file instead of a second one.
    """
    insert = partial(insert_picture, person, album, staged, examined, sent, file)
    try:
        with abandoned_on_error([file]):
            return retry_contended(insert, what=f"Adding file {file.pk} to album {album.pk}")
    except StoredMeanwhile:
        if picture := share_known(person, album, staged, sent):
            return picture
        raise FileGone from None


def insert_picture(
    person: User,
    album: Album,
    staged: StagedFile,
    examined: Examined | ExaminedFilm,
    sent: Sent,
    file: StoredFile,
) -> Picture:
    """Insert the picture, publish the message for its derivatives and take its bytes from the limit, or do nothing.

    Return the photo if the file is a film that belongs to one of the album's. Lock rows in the order that all changes
    of pictures share: album, pictures, files, usage. Raise AlbumGone, FamilyFull, SiteFull, RightLost, StoredMeanwhile,
    or IntegrityError if the album has this photo already.
    """
    with transaction.atomic(durable=True):
        check_contributor(person)
        picture = new_picture(person, album, staged, examined, sent, file)
        photo = find_photo(picture)
        if photo:
            attach(photo, picture)
        else:
            insert_alone(person, picture, examined.taken, sent)
        mark_kept(file)
        if has_double(file) and may_share():
            raise StoredMeanwhile
        picture.is_double = note_doubles(picture)
    return photo or picture


def new_picture(
    person: User,
    album: Album,
    staged: StagedFile,
    examined: Examined | ExaminedFilm,
    sent: Sent,
    file: StoredFile,
) -> Picture:
    """Return the picture of an examined file, not inserted yet, and not in its order."""
    taken = examined.taken
    return Picture(
        public_id=sent.upload or new_public_id(),
        album=album,
        file=file,
        sha256=file.sha256,
        name=staged.name,
        caption=sent.caption,
        width=examined.width,
        height=examined.height,
        taken_at=moment_of(taken).replace(tzinfo=UTC) if taken else None,
        taken_precision=precision_of(taken) if taken else "",
        uploaded_by=person,
        **columns_of_kind(examined, staged.name, album.family_id),
    )


def columns_of_kind(examined: Examined | ExaminedFilm, name: str, family_id: int) -> dict:
    """Return the columns in which a film's picture differs from a photo's."""
    content_id = examined.content_id
    if not isinstance(examined, ExaminedFilm):
        pair_key = pairing.key_of_photo(examined.content_type, name, content_id)
        return {"pair_key": pair_key, "fingerprint": key_of(family_id, examined.fingerprint)}
    kind, playing = Picture.Kind.FILM, Picture.Playing.WAITING
    key = pairing.key_of_film(examined.duration_ms, name, content_id)
    film = {"kind": kind, "playing": playing, "duration": examined.duration_ms}
    return {**film, "pair_key": key, "fingerprint": ""}


def insert_alone(person: User, picture: Picture, taken: Parts | None, sent: Sent) -> None:
    """Insert a picture that the album counts, and publish what is to be made of it, in the caller's transaction."""
    is_year = picture.taken_precision == Picture.Precision.YEAR
    count_added(picture.album_id, taken_at=None if is_year else picture.taken_at)
    picture.order_time = find_order_time(picture.album_id, person.pk, taken, sent)
    picture.save(force_insert=True)
    if picture.album.cover_id is None:
        choose_cover(picture)
    publish_derivatives(picture)
    if picture.is_film:
        films.publish_conversion(picture)
    take_film(picture)
