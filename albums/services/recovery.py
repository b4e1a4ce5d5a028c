"""Give a picture back what it has lost.

A lost original comes back when somebody adds the same photo again. Lost derivatives are made from the original. So
every state of a picture has a way out (albums/tests/test_ways_out.py lists them all).
"""

from functools import partial

from django.db import transaction

import outbox
from albums.models import FILM, FIRST, LARGE, VARIANTS, Derivative, Motion, Picture
from albums.querysets import touch
from albums.services.derivatives import first_task, publish_derivatives, publish_sharpen
from albums.services.films import convert_again
from albums.services.motion import film_file
from albums.services.unneeded import lock_unneeded
from picup.core.transactions import retry_contended
from storage.backends import get_backends
from storage.care.restoring import is_lost, revive
from storage.io.staging import StagedFile
from storage.services import request_deletion


def recover_picture(picture: Picture, staged: StagedFile) -> bool:
    """Restore what a picture lacks, from the same photo that somebody has sent again.

    Store its original if that is lost, and ask for its derivatives if any is missing or none could be made. Return
    False if it lacks nothing, or if all of that was asked for already.

    Raise `StorageUnavailable`, `FamilyFull` or `Busy`.
    """
    if is_lost(picture.file):
        # Make the derivatives again in any case: they may have been lost with the original.
        remake = partial(remake_all, picture.file_id)
        with staged.open_plain() as source:
            return revive(picture.file, source, along=remake)
    asked = lacks_film(picture) and in_transaction(partial(remake_lacking_film, picture), picture)
    if not has_derivatives(picture):
        return in_transaction(partial(remake_incomplete, picture), picture) or asked
    return (not picture.is_sharp and in_transaction(partial(ask_to_sharpen, picture), picture)) or asked


def recover_motion(motion: Motion, staged: StagedFile) -> bool:
    """Restore the film of a photo, from the same file that somebody has sent again. Return and raise as above."""
    if is_lost(motion.file):
        with staged.open_plain() as source:
            return revive(motion.file, source, along=partial(remake_all, motion.file_id))
    photo = motion.picture
    return lacks_film(photo) and in_transaction(partial(remake_lacking_film, photo), photo)


def has_derivatives(picture: Picture) -> bool:
    """Return True if the picture is ready and each of its derivatives has an undamaged copy in a storage.

    Not those that are made later, while it waits for them.
    """
    good = Derivative.objects.filter(
        picture=picture,
        picture__state=Picture.State.READY,
        file__copies__damage="",
        file__copies__storage__in=list(get_backends()),
    )
    return set(good.values_list("variant", flat=True)).issuperset(VARIANTS if picture.is_sharp else FIRST)


def lacks_film(picture: Picture) -> bool:
    """Return whether a film is not converted, or what was made of it is in no storage whole."""
    if not picture.is_playable:
        return picture.is_film or picture.is_motion
    good = Derivative.objects.filter(
        picture=picture, variant=FILM, file__copies__damage="", file__copies__storage__in=list(get_backends())
    )
    return not good.exists()


def remake_lacking_film(picture: Picture) -> bool:
    """Call `remake_film` unless a worker has stored the film meanwhile, or the picture is gone."""
    touch([picture.album_id])
    fresh = Picture.objects.filter(pk=picture.pk).first()
    return fresh is not None and lacks_film(fresh) and remake_film(fresh)


def remake_lost_film(derivative: Derivative) -> bool:
    """Call `remake_film` unless somebody has replaced the lost film meanwhile."""
    touch([derivative.picture.album_id])
    is_there = Derivative.objects.filter(pk=derivative.pk).exists()
    return is_there and remake_film(derivative.picture)


def remake_film(picture: Picture) -> bool:
    """Delete a picture's converted film and ask for another. Return as `convert_again`.

    Call it in a transaction that has locked the album and then seen that the film is wanted.
    """
    lost = Derivative.objects.filter(picture=picture, variant=FILM)
    file_ids = list(lost.values_list("file_id", flat=True))
    lost.delete()
    request_deletion(lock_unneeded(file_ids))
    return convert_again(picture)


def ask_to_sharpen(picture: Picture) -> bool:
    """Ask again for what is made later. Return False if it was asked for already."""
    return outbox.publish_unless_open("albums.sharpen", picture_id=picture.pk)


def remake_incomplete(picture: Picture) -> bool:
    """Call `remake_derivatives` unless a worker has stored all derivatives meanwhile. Return what it returns."""
    touch([picture.album_id])
    return not has_derivatives(picture) and remake_derivatives(picture)


def request_derivatives(picture: Picture) -> bool:
    """Ask for a picture's derivatives again, whatever its state. Return False if they were asked for already."""
    return in_transaction(partial(remake_derivatives, picture), picture)


def remake_lost(file_id: int) -> None:
    """Ask again for the derivatives of the pictures that have lost one. `file_id` is that derivative's file.

    Do nothing if the original is lost too: nothing can be made then, and the loss of the original raises its own alert.
    """
    for derivative in (
        Derivative.objects.select_related("picture__file").filter(file_id=file_id).order_by("pk")
    ):
        if is_lost(film_file(derivative.picture) if derivative.variant == FILM else derivative.picture.file):
            return
        if derivative.variant == LARGE:
            remake_large(derivative)
        elif derivative.variant == FILM:
            in_transaction(partial(remake_lost_film, derivative), derivative.picture)
        else:
            request_derivatives(derivative.picture)


def remake_large(derivative: Derivative) -> None:
    """Delete a picture's lost LARGE and ask for another. The picture stays as it is meanwhile."""
    with transaction.atomic():
        if Derivative.objects.filter(pk=derivative.pk).delete()[0]:
            request_deletion(lock_unneeded([derivative.file_id]))
            publish_sharpen(derivative.picture)


def in_transaction(remake: partial[bool], picture: Picture) -> bool:
    """Call `remake` in a transaction, again if it meets a lock. Return its result. Raise Busy if it meets too many."""

    def transact() -> bool:
        with transaction.atomic():
            return remake()

    return retry_contended(transact, what=f"Derivatives of picture {picture.pk}, anew")


def remake_all(file_id: int) -> None:
    """Ask for all that is made of an original again, for each of its pictures, in the caller's transaction.

    Of a file that is a photo's film, that is the film.
    """
    pictures = list(Picture.objects.filter(file_id=file_id).order_by("album_id", "pk"))
    photos = list(Picture.objects.filter(motion__file_id=file_id).order_by("album_id", "pk"))
    # All albums before any picture: the order of `albums/querysets.py`.
    touch(picture.album_id for picture in [*pictures, *photos])
    for picture in pictures:
        remake_derivatives(picture)
    for picture in [*pictures, *photos]:
        remake_lacking_film(picture)


def remake_derivatives(picture: Picture) -> bool:
    """Delete a picture's derivatives and publish the message that makes new ones, in the caller's transaction.

    Return False if they were asked for already, or if the picture is deleted.
    """
    # Lock the album first, as a worker that stores derivatives does: the state that is read next cannot change.
    touch([picture.album_id])
    rows = Picture.objects.filter(pk=picture.pk)
    if rows.filter(state=Picture.State.WAITING).exists():
        return outbox.publish_unless_open(first_task(picture), picture_id=picture.pk)
    if not rows.update(state=Picture.State.WAITING):
        return False
    # A film that is played stays so while its poster is made anew.
    derivatives = Derivative.objects.filter(picture=picture).exclude(variant=FILM)
    file_ids = list(derivatives.values_list("file_id", flat=True))
    derivatives.delete()
    request_deletion(lock_unneeded(file_ids))
    # Publish even if a message is open: its worker may have read the state "ready", and will do nothing.
    publish_derivatives(picture)
    return True
