"""Create albums, choose their covers, and update the numbers that an album's row holds of its pictures.

Those numbers are columns, because counting 100,000 pictures for each page would be slow.
"""

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
    """Create an empty album in the person's family."""
    return Album.objects.create(
        family_id=person.family_id, title=title, description=description, created_by=person
    )


def set_cover(*, picture: Picture) -> None:
    """Make a picture the cover of its album."""
    Album.objects.filter(pk=picture.album_id).update(cover=picture)


def count_added(album_id: int, *, taken_at: datetime | None) -> None:
    """Count a picture that is being added. `taken_at` is a wall-clock time, or None where not even its month is
    known.

    Call this first in the transaction: it locks the album's row. The picture's foreign key would otherwise lock it
    weakly, and two uploads would deadlock (MariaDB). Raise AlbumGone if the album is being deleted for good.
    """
    now = timezone.now()
    changes: dict = {"picture_count": F("picture_count") + 1, "last_added_at": now, "shelved_at": now}
    if taken_at:
        changes["first_taken_at"] = Least(Coalesce("first_taken_at", Value(taken_at)), Value(taken_at))
        changes["last_taken_at"] = Greatest(Coalesce("last_taken_at", Value(taken_at)), Value(taken_at))
    if not Album.objects.filter(pk=album_id, delete_requested_at=None).update(**changes):
        raise AlbumGone


def choose_cover(picture: Picture) -> None:
    """Make a picture the cover if its album has none, as for an album's first picture."""
    Album.objects.filter(pk=picture.album_id, cover=None).update(cover=picture)


def count_moved(album: Album, moved: int) -> None:
    """Update a locked album's numbers after `moved` pictures came back (above 0) or went into the trash (below 0).

    Read single rows of an index only: counting 100,000 pictures would block uploads to the album meanwhile.
    """
    album.picture_count = max(0, album.picture_count + moved)
    update_summary(album)


def recount(album: Album) -> None:
    """Count an album's pictures and update its numbers, after rows were written without these functions."""
    with transaction.atomic():
        locked = Album.objects.select_for_update().get(pk=album.pk)
        locked.picture_count = Picture.objects.filter(album=album, trashed_at=None).count()
        update_summary(locked)


def update_summary(album: Album) -> None:
    """Save a locked album's count, the span of its capture times, and another cover if its cover is not shown."""
    shown = Picture.objects.filter(album=album, trashed_at=None)
    dated = shown.filter(taken_at__isnull=False).exclude(taken_precision=Picture.Precision.YEAR)
    taken = dated.values_list("taken_at", flat=True)
    album.first_taken_at = taken.order_by("taken_at").first()
    album.last_taken_at = taken.order_by("-taken_at").first()
    if not shown.filter(pk=album.cover_id).exists():
        album.cover = shown.order_by("order_time", "id").first()
    album.save(update_fields=["picture_count", "first_taken_at", "last_taken_at", "cover"])
