"""One stored file for the same photo, however many albums of a family show it.

A file goes with the last row that needs it. Whoever gives a file another picture, or takes one from it, locks the
file's row first and then reads who needs it: the later of two sees what the earlier did.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

import outbox
from accounts.models import User
from accounts.services.rights import check_contributor
from albums.images.dates import Parts
from albums.models import FILM, FIRST, LARGE, VARIANTS, Album, Derivative, Motion, Picture
from albums.motion import pairing
from albums.querysets import touch
from albums.services.albums import choose_cover, count_added
from albums.services.derivatives import publish_derivatives, publish_sharpen
from albums.services.looks import add_looks
from albums.services.motion import (
    as_picture,
    attach,
    film_file,
    find_motion,
    find_photo,
    pictures_of_film,
    take_film,
)
from albums.services.order import Sent, find_order_time
from albums.services.updating import is_settled
from outbox.consuming import Delivery
from picup.core.public_ids import new_public_id
from picup.core.transactions import retry_contended
from storage.backends import get_backends
from storage.models import FileCopy, StoredFile

# A process of an earlier release deletes a picture's file without asking who else needs it.
MIGRATION = "_one_file_of_many_pictures"
KNOWN_LENGTH = {Picture.Precision.YEAR: 1, Picture.Precision.MONTH: 2, Picture.Precision.DAY: 3}


class FileGone(Exception):
    """The file that was to be shared is being deleted."""


def may_share() -> bool:
    """Return whether no process of an earlier release can be running: on a new site, or a day after the update."""
    return is_settled(MIGRATION)


def find_files(family_id: int, sha256: Iterable[str]) -> QuerySet[StoredFile]:
    """Return a family's stored originals with these checksums (hex) that albums show, the oldest first."""
    pictures, films = (rows.filter(file=OuterRef("pk")) for rows in (Picture.objects, Motion.objects))
    return StoredFile.objects.filter(
        Exists(pictures) | Exists(films),
        sha256__in=list(sha256),
        family_id=family_id,
        kind=StoredFile.Kind.ORIGINAL,
        state=StoredFile.State.STORED,
    ).order_by("pk")


def find_whole_files(family_id: int, sha256: Iterable[str]) -> QuerySet[StoredFile]:
    """Return those of `find_files` that have a good copy and no damaged one, and of which a picture can be shown."""
    copies = FileCopy.objects.filter(file=OuterRef("pk"), storage__in=list(get_backends()))
    damaged = Picture.objects.filter(file=OuterRef("pk"), state=Picture.State.DAMAGED)
    return find_files(family_id, sha256).filter(
        Exists(copies.filter(damage="")), ~Exists(copies.exclude(damage="")), ~Exists(damaged)
    )


def share_file(person: User, album: Album, file: StoredFile, name: str, sent: Sent) -> Picture:
    """Insert a picture of a file that another picture has, in one transaction. No bytes are written or counted.

    Return the photo if it is a film that belongs to one of the album's. Lock rows in the order of all changes of
    pictures: album, pictures, files. Raise FileGone, AlbumGone, RightLost, or IntegrityError if the album has this
    photo already.
    """
    with transaction.atomic(durable=True):
        check_contributor(person)
        return insert_shared(person, album, file, name, sent)


def insert_shared(person: User, album: Album, file: StoredFile, name: str, sent: Sent) -> Picture:
    """Do what `share_file` does, in the caller's transaction."""
    sibling = find_sibling(file)
    picture = picture_like(sibling, person, album, file, name, sent)
    photo = find_photo(picture)
    if photo is None:
        count_added(album.pk, taken_at=None if sibling.taken_precision == "year" else sibling.taken_at)
    shared = lock_derivatives(file, sibling)
    variants = {derivative.variant for derivative in shared}
    picture.playing = playing_of(sibling, variants)
    if photo:
        attach(photo, picture)
        add_shared(photo, (each for each in shared if each.variant == FILM))
        return photo
    picture.state = Picture.State.READY if variants.issuperset(FIRST) else Picture.State.WAITING
    picture.is_sharp = variants.issuperset(VARIANTS)
    picture.order_time = find_order_time(album.pk, person.pk, known_parts(sibling), sent)
    picture.save(force_insert=True)
    if album.cover_id is None:
        choose_cover(picture)
    add_shared(picture, shared)
    show_or_wait(picture, variants)
    take_film(picture)
    return picture


def picture_like(
    sibling: Picture, person: User, album: Album, file: StoredFile, name: str, sent: Sent
) -> Picture:
    """Return a new picture of a file that has one, not inserted yet."""
    return Picture(
        public_id=sent.upload or new_public_id(),
        album=album,
        file=file,
        sha256=file.sha256,
        name=name or sibling.name,
        caption=sent.caption,
        width=sibling.width,
        height=sibling.height,
        taken_at=sibling.taken_at,
        taken_precision=sibling.taken_precision,
        uploaded_by=person,
        kind=sibling.kind,
        duration=sibling.duration if has_own_film(sibling) else 0,
        pair_key=shared_key(sibling, file, name or sibling.name),
        fingerprint=sibling.fingerprint,
    )


def shared_key(sibling: Picture, file: StoredFile, name: str) -> str:
    """Return the key (albums/motion/pairing.py) of a new picture of a file that has one."""
    if sibling.pair_key and not pairing.is_by_name(sibling.pair_key):
        return sibling.pair_key
    if sibling.is_film:
        return pairing.key_of_film(sibling.duration, name, "")
    return pairing.key_of_photo(file.content_type, name, "")


def find_sibling(file: StoredFile) -> Picture:
    """Return the picture of a file of which most is made. Raise FileGone if the file has none.

    Of a file that is only the film of a photo, return the picture that it would be by itself.
    """
    siblings = list(Picture.objects.filter(file=file).order_by("pk"))
    if siblings:
        return max(siblings, key=lambda each: (each.is_ready, *hope_of(each), each.is_sharp))
    if film := Motion.objects.filter(file=file).first():
        return as_picture(film)
    raise FileGone


def hope_of(picture: Picture) -> tuple[bool, bool]:
    """Return a key that puts a film that is played above one that waits, and that above one that cannot be played."""
    return picture.is_playable, picture.playing == Picture.Playing.WAITING


def has_own_film(picture: Picture) -> bool:
    """Return whether a picture's film is in its own file, and so goes wherever that goes."""
    return picture.is_film or (picture.is_motion and find_motion(picture) is None)


def playing_of(sibling: Picture, variants: set[str]) -> str:
    """Return whether a new picture's film can be played, if it shares these variants with another picture.

    What could not be converted once is not converted again for another album: somebody must send it again to this one.
    """
    if not has_own_film(sibling):
        return Picture.Playing.NONE
    if sibling.playing == Picture.Playing.FAILED:
        return sibling.playing
    return Picture.Playing.READY if FILM in variants else Picture.Playing.WAITING


def add_shared(picture: Picture, shared: Iterable[Derivative]) -> None:
    Derivative.objects.bulk_create(copy_of(derivative, picture) for derivative in shared)


def copy_of(derivative: Derivative, picture: Picture) -> Derivative:
    """Return the row, not inserted yet, by which a picture shares another one's derivative."""
    return Derivative(
        picture=picture,
        variant=derivative.variant,
        file_id=derivative.file_id,
        width=derivative.width,
        height=derivative.height,
    )


def lock_derivatives(file: StoredFile, sibling: Picture) -> list[Derivative]:
    """Lock a file and its picture's derivatives. Return those that a new picture may share.

    Its renderings are shared if at least FIRST are there, its film once it can be played. Raise FileGone if the file is
    being deleted.
    """
    made = Derivative.objects.filter(picture_id=sibling.pk)
    wanted = [file.pk, *made.values_list("file_id", flat=True)]
    # The order in which `lock_unneeded` locks them.
    rows = StoredFile.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    stored = {row.pk for row in rows if row.state == StoredFile.State.STORED}
    if file.pk not in stored or not any(
        rows.filter(file=file).exists() for rows in (Picture.objects, Motion.objects)
    ):
        raise FileGone
    usable = list(undamaged(made.filter(file__in=stored)))
    is_its_own = sibling.is_playable and has_own_film(sibling)
    films = [each for each in usable if each.variant == FILM and is_its_own]
    renderings = [each for each in usable if each.variant != FILM]
    is_whole = {each.variant for each in renderings}.issuperset(FIRST)
    return [*films, *(renderings if is_whole and sibling.is_ready else [])]


def undamaged(derivatives: QuerySet[Derivative]) -> QuerySet[Derivative]:
    """Return those of the derivatives that have a good copy."""
    good = FileCopy.objects.filter(file=OuterRef("file"), storage__in=list(get_backends()), damage="")
    return derivatives.filter(Exists(good), file__state=StoredFile.State.STORED)


def show_or_wait(picture: Picture, variants: set[str]) -> None:
    """Show a new picture that shares these variants, and publish the messages that make what it lacks."""
    if picture.playing == Picture.Playing.WAITING:
        outbox.publish("albums.convert_film", picture_id=picture.pk)
    if not picture.is_ready:
        publish_derivatives(picture)
        return
    add_looks(picture)
    if not picture.is_sharp or (picture.may_have_large and LARGE not in variants):
        publish_sharpen(picture)


def adopt_film(delivery: Delivery, picture: Picture) -> bool:
    """Give a film that waits the MP4 of another picture of its file, and finish the message.

    Return False if there is none: then it must be converted. Raise Busy.
    """
    if not (made := find_films(picture).first()):
        return False
    return retry_contended(partial(insert_adopted, delivery, picture, made), what=f"Film of {picture.pk}")


def find_films(picture: Picture) -> QuerySet[Derivative]:
    """Return the undamaged MP4s of other pictures whose film is in the same file."""
    same = pictures_of_film(film_file(picture))
    films = undamaged(Derivative.objects.filter(picture__in=same, variant=FILM))
    playable = films.filter(picture__playing=Picture.Playing.READY).exclude(picture=picture)
    return playable.select_related("picture").order_by("pk")


def insert_adopted(delivery: Delivery, picture: Picture, made: Derivative) -> bool:
    """Insert the row of a shared MP4 and finish the message, in one transaction. Return False if the MP4 is gone."""
    with transaction.atomic(durable=True):
        # As everywhere: the album, the picture, then files.
        touch([picture.album_id])
        waiting = Picture.objects.filter(pk=picture.pk, playing=Picture.Playing.WAITING)
        is_waiting = waiting.update(playing=Picture.Playing.READY, duration=made.picture.duration)
        list(StoredFile.objects.select_for_update().filter(pk=made.file_id).values_list("pk"))
        is_there = find_films(picture).filter(pk=made.pk).exists()
        if is_waiting and is_there and delivery.finish():
            copy_of(made, picture).save()
        else:
            transaction.set_rollback(True)
    return is_there


def known_parts(picture: Picture) -> Parts | None:
    """Return when a picture was taken as far as the family knows, as `Examined.taken` has it."""
    if picture.taken_at is None:
        return None
    moment: datetime = picture.taken_at.astimezone(UTC)
    parts = (*moment.timetuple()[:6], moment.microsecond)
    return parts[: KNOWN_LENGTH.get(Picture.Precision(picture.taken_precision or "second"), len(parts))]


def has_double(file: StoredFile) -> bool:
    """Return whether the family has another stored original with the same bytes.

    Call it after `mark_kept` in its transaction: the usage row is locked, so of two uploads of the same new file into
    two albums the later one sees the other's.
    """
    return find_files(file.family_id, [file.sha256]).exclude(pk=file.pk).exists()
