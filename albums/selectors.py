"""Albums and pictures FOR a person. Those of another family raise Http404, so that nobody learns what exists."""

from django.db.models import Q
from django.shortcuts import get_object_or_404

from accounts.models import User
from albums.models import Album, Picture
from storage.models import StoredFile


def get_album(person: User, album_id: str) -> Album:
    """Return an album on the person's shelf. Raise Http404 if it is not there."""
    return get_object_or_404(Album, public_id=album_id, family_id=person.family_id, trashed_at=None)


def get_picture(person: User, album_id: str, picture_id: str) -> Picture:
    """Return a picture of an album on the person's shelf, with its `album` loaded. Raise Http404 if it is not there."""
    return get_object_or_404(
        Picture.objects.select_related("album"),
        public_id=picture_id,
        trashed_at=None,
        album__public_id=album_id,
        album__family_id=person.family_id,
        album__trashed_at=None,
    )


def readable_by(person: User, path: str = "") -> Q:
    """Return the condition on pictures whose bytes the person may read.

    Members read what is on the shelf. Contributors also read what is in the trash, to choose what to restore.
    `path` leads from the queried model to its picture, such as `"picture__"`.
    """
    condition = Q((f"{path}album__family_id", person.family_id))
    if not person.may_contribute:
        condition &= Q((f"{path}trashed_at", None), (f"{path}album__trashed_at", None))
    return condition


def get_picture_to_read(person: User, picture_id: str) -> Picture:
    """Return a picture with its `file` loaded. Raise Http404 unless the person may read it."""
    pictures = Picture.objects.select_related("file").filter(readable_by(person))
    return get_object_or_404(pictures, public_id=picture_id)


def find_derivative(person: User, picture_id: str, variant: str) -> StoredFile | None:
    """Return the file of a picture's derivative. None if there is none that the person may read."""
    try:
        return StoredFile.objects.get(
            readable_by(person, "derivative__picture__"),
            derivative__picture__public_id=picture_id,
            derivative__variant=variant,
        )
    except StoredFile.DoesNotExist:
        return None
