"""Albums and pictures FOR a person: whatever is not her family's does not exist (404)."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from albums.models import Album, Picture


def get_album(person: User, album_id: str) -> Album:
    """An album on the person's shelf."""
    return get_object_or_404(Album, public_id=album_id, family_id=person.family_id, trashed_at=None)


def get_picture(person: User, album_id: str, picture_id: str) -> Picture:
    """A picture in an album on the person's shelf; its `album` is loaded."""
    return get_object_or_404(
        Picture.objects.select_related("album"),
        public_id=picture_id,
        trashed_at=None,
        album__public_id=album_id,
        album__family_id=person.family_id,
        album__trashed_at=None,
    )


def get_picture_to_read(person: User, picture_id: str) -> Picture:
    """A picture whose bytes the person may read. Contributors see what is in the trash too, to choose."""
    picture = get_object_or_404(
        Picture.objects.select_related("album", "file"),
        public_id=picture_id,
        album__family_id=person.family_id,
    )
    if (picture.trashed_at or picture.album.trashed_at) and not person.may_contribute:
        raise Http404
    return picture
