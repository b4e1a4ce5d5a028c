"""What contributors do with albums and captions."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from accounts.models import User
from albums.models import Album, Picture


class AlbumGone(Exception):
    """The album is being deleted for good."""


def create_album(*, person: User, title: str, description: str) -> Album:
    return Album.objects.create(
        family_id=person.family_id, title=title, description=description, created_by=person
    )


def set_cover(*, picture: Picture) -> None:
    Album.objects.filter(pk=picture.album_id).update(cover=picture)


def count_in(album_id: int, *, taken_at: datetime | None) -> None:
    """Counts a picture that is being added. First in the transaction: it locks the album's row, which the
    picture's own foreign key would otherwise lock weakly, and two uploads would deadlock (MariaDB). Raises
    `AlbumGone`."""
    changes: dict = {"picture_count": F("picture_count") + 1, "last_added_at": timezone.now()}
    if taken_at:
        changes["first_taken_at"] = Least(Coalesce("first_taken_at", Value(taken_at)), Value(taken_at))
        changes["last_taken_at"] = Greatest(Coalesce("last_taken_at", Value(taken_at)), Value(taken_at))
    if not Album.objects.filter(pk=album_id, delete_requested_at=None).update(**changes):
        raise AlbumGone


def choose_cover(picture: Picture) -> None:
    """The first picture of an album is its cover until somebody chooses."""
    Album.objects.filter(pk=picture.album_id, cover=None).update(cover=picture)


def count_moved(album: Album, moved: int) -> None:
    """Sets what a locked album says of its pictures, after so many came back (or, below 0, went). Asks for single
    rows of an index: counting 100,000 would keep everybody out who adds to the album."""
    album.picture_count = max(0, album.picture_count + moved)
    describe_shown(album)


def recount(album: Album) -> None:
    """The same for who cannot say how many: rows were written past these functions."""
    with transaction.atomic():
        locked = Album.objects.select_for_update().get(pk=album.pk)
        locked.picture_count = Picture.objects.filter(album=album, trashed_at=None).count()
        describe_shown(locked)


def describe_shown(album: Album) -> None:
    shown = Picture.objects.filter(album=album, trashed_at=None)
    taken = shown.filter(taken_at__isnull=False).values_list("taken_at", flat=True)
    album.first_taken_at = taken.order_by("taken_at").first()
    album.last_taken_at = taken.order_by("-taken_at").first()
    if not shown.filter(pk=album.cover_id).exists():
        album.cover = shown.order_by("order_time", "id").first()
    album.save(update_fields=["picture_count", "first_taken_at", "last_taken_at", "cover"])
