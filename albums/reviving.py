"""What was lost in all storages comes back where it can: a picture when somebody adds the same photo again, a
derivative from its picture."""

from django.db import transaction

import outbox
from albums.models import Derivative, Picture
from storage.receiving import StagedFile
from storage.reviving import is_lost, revive
from storage.services import request_deletion


def revive_picture(picture: Picture, staged: StagedFile) -> bool:
    """True if it was lost and is back. Its derivatives are made anew: they were perhaps lost with it. Raises
    `StorageUnavailable`."""
    if not is_lost(picture.file):
        return False
    with staged.path.open("rb") as source:
        if not revive(picture.file, source):
            return False
    with transaction.atomic():
        remake_derivatives(picture)
    return True


def remake_lost(file_id: int) -> None:
    """For a derivative's file. What no original is left for stays lost, and is told with the original."""
    derivative = Derivative.objects.select_related("picture__file").filter(file_id=file_id).first()
    if derivative and not is_lost(derivative.picture.file):
        with transaction.atomic():
            remake_derivatives(derivative.picture)


def remake_derivatives(picture: Picture) -> None:
    """Gives them up and has them made anew, within the caller's transaction."""
    if not Picture.objects.filter(pk=picture.pk, state=Picture.State.READY).update(
        state=Picture.State.WAITING
    ):
        return
    derivatives = Derivative.objects.filter(picture=picture)
    file_ids = list(derivatives.values_list("file_id", flat=True))
    derivatives.delete()
    request_deletion(file_ids)
    outbox.publish("albums.make_derivatives", picture_id=picture.pk)
