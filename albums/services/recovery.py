"""Bring back what a picture has lost: its original when somebody adds the same photo again, its derivatives from the
original.

Every state of a picture has a way out from here (albums/tests/test_ways_out.py lists them all).
"""

from functools import partial

from django.db import transaction

import outbox
from albums.models import VARIANTS, Derivative, Picture
from albums.querysets import touch
from picup.core.transactions import retry_contended
from storage.backends import get_backends
from storage.care.restoring import is_lost, revive
from storage.io.staging import StagedFile
from storage.services import request_deletion


def revive_picture(picture: Picture, staged: StagedFile) -> bool:
    """Give a picture, whose photo somebody has sent again, what it lacks: its original, its derivatives or another
    try at making them. Return False if it lacks nothing, or if all of it is on its way already.

    Raise `StorageUnavailable`, `FamilyFull` or `Busy`.
    """
    remake = partial(remake_derivatives, picture)
    if is_lost(picture.file):
        # The derivatives are made anew in any case: they were perhaps lost with the original.
        with staged.path.open("rb") as source:
            return revive(picture.file, source, along=remake)
    if has_derivatives(picture):
        return False
    return in_transaction(partial(complete_derivatives, picture), picture)


def has_derivatives(picture: Picture) -> bool:
    """Return whether the picture is ready now and a storage has each of its derivatives."""
    good = Derivative.objects.filter(
        picture=picture,
        picture__state=Picture.State.READY,
        file__copies__damage="",
        file__copies__storage__in=list(get_backends()),
    )
    return set(good.values_list("variant", flat=True)) >= VARIANTS.keys()


def complete_derivatives(picture: Picture) -> bool:
    """`remake_derivatives`, unless a worker has stored them a moment ago."""
    touch([picture.album_id])
    return not has_derivatives(picture) and remake_derivatives(picture)


def make_again(picture: Picture) -> bool:
    """Make the derivatives anew, whatever state they are in. Return False if they are being made already."""
    return in_transaction(partial(remake_derivatives, picture), picture)


def remake_lost(file_id: int) -> None:
    """Make the derivatives of a picture anew that has lost one. `file_id` is the derivative's file.

    What has no original left stays as it is: the loss of the original is what the administrator is told.
    """
    derivative = Derivative.objects.select_related("picture__file").filter(file_id=file_id).first()
    if derivative and not is_lost(derivative.picture.file):
        make_again(derivative.picture)


def in_transaction(remake: partial[bool], picture: Picture) -> bool:
    def transact() -> bool:
        with transaction.atomic():
            return remake()

    return retry_contended(transact, what=f"Derivatives of picture {picture.pk}, anew")


def remake_derivatives(picture: Picture) -> bool:
    """Give up the derivatives and ask for new ones, within the caller's transaction. Return False if they were
    asked for already, or the picture is gone."""
    # Locks the album, as the worker does that stores derivatives: a state read from here on stays what it is.
    touch([picture.album_id])
    rows = Picture.objects.filter(pk=picture.pk)
    if rows.filter(state=Picture.State.WAITING).exists():
        return outbox.publish_unless_open("albums.make_derivatives", picture_id=picture.pk)
    if not rows.update(state=Picture.State.WAITING):
        return False
    derivatives = Derivative.objects.filter(picture=picture)
    file_ids = list(derivatives.values_list("file_id", flat=True))
    derivatives.delete()
    request_deletion(file_ids)
    # Always another message: one that is open may have found the picture ready, and is about to do nothing.
    outbox.publish("albums.make_derivatives", picture_id=picture.pk)
    return True
