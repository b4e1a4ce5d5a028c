"""What contributors do with albums and captions."""

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


def count_in(album_id: int, *, order_time) -> None:
    """Counts a picture that is being added. First in the transaction: it locks the album's row, which the
    picture's own foreign key would otherwise lock weakly, and two uploads would deadlock (MariaDB)."""
    Album.objects.filter(pk=album_id).update(
        picture_count=F("picture_count") + 1,
        first_order_time=Least(Coalesce("first_order_time", Value(order_time)), Value(order_time)),
        last_order_time=Greatest(Coalesce("last_order_time", Value(order_time)), Value(order_time)),
        last_added_at=timezone.now(),
    )


def choose_cover(picture: Picture) -> None:
    """The first picture of an album is its cover until somebody chooses."""
    Album.objects.filter(pk=picture.album_id, cover=None).update(cover=picture)


def recount(album: Album) -> None:
    """Sets what the album says of its pictures, after some were trashed, restored or removed."""
    with transaction.atomic():
        Album.objects.select_for_update().get(pk=album.pk)
        shown = Picture.objects.filter(album=album, trashed_at=None).order_by("order_time", "id")
        first, last = shown.first(), shown.last()
        album.picture_count = shown.count()
        album.first_order_time = first.order_time if first else None
        album.last_order_time = last.order_time if last else None
        if not shown.filter(pk=album.cover_id).exists():
            album.cover = first
        album.save(update_fields=["picture_count", "first_order_time", "last_order_time", "cover"])
