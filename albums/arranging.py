"""What contributors do with albums and captions."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils import timezone

from accounts.models import User
from albums.models import Album, Picture


def create_album(*, person: User, title: str, description: str) -> Album:
    return Album.objects.create(
        family_id=person.family_id, title=title, description=description, created_by=person
    )


def set_cover(*, picture: Picture) -> None:
    Album.objects.filter(pk=picture.album_id).update(cover=picture)


def count_in(album_id: int, *, taken_at: datetime | None) -> None:
    """Counts a picture that is being added. First in the transaction: it locks the album's row, which the
    picture's own foreign key would otherwise lock weakly, and two uploads would deadlock (MariaDB)."""
    changes: dict = {"picture_count": F("picture_count") + 1, "last_added_at": timezone.now()}
    if taken_at:
        changes["first_taken_at"] = Least(Coalesce("first_taken_at", Value(taken_at)), Value(taken_at))
        changes["last_taken_at"] = Greatest(Coalesce("last_taken_at", Value(taken_at)), Value(taken_at))
    Album.objects.filter(pk=album_id).update(**changes)


def choose_cover(picture: Picture) -> None:
    """The first picture of an album is its cover until somebody chooses."""
    Album.objects.filter(pk=picture.album_id, cover=None).update(cover=picture)


def recount(album: Album) -> None:
    """Sets what the album says of its pictures, after some were trashed, restored or removed."""
    with transaction.atomic():
        Album.objects.select_for_update().get(pk=album.pk)
        shown = Picture.objects.filter(album=album, trashed_at=None).order_by("order_time", "id")
        dated = shown.filter(taken_at__isnull=False)
        first, last = dated.first(), dated.last()
        album.picture_count = shown.count()
        album.first_taken_at = first.taken_at if first else None
        album.last_taken_at = last.taken_at if last else None
        if not shown.filter(pk=album.cover_id).exists():
            album.cover = shown.first()
        album.save(update_fields=["picture_count", "first_taken_at", "last_taken_at", "cover"])
