"""The trash: pictures and albums go in and come back. What is deleted for good: albums/services/deletion.py."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from albums.models import Album, Picture, TrashPurge
from albums.services.albums import count_moved
from picup.core.transactions import retry_contended


def trash_pictures(pictures: Sequence[Picture]) -> None:
    set_trashed(pictures, timezone.now())


def restore_pictures(pictures: Sequence[Picture]) -> None:
    set_trashed(pictures, None)


def set_trashed(pictures: Sequence[Picture], moment: datetime | None) -> None:
    by_album: dict[int, list[int]] = {}
    for picture in pictures:
        by_album.setdefault(picture.album_id, []).append(picture.pk)
    retry_contended(
        partial(move, by_album, moment), what=f"Pictures of albums {sorted(by_album)} to or from the trash"
    )


def move(by_album: dict[int, list[int]], moment: datetime | None) -> None:
    with transaction.atomic():
        # First, and in one order, as whoever adds a picture does.
        albums = list(Album.objects.select_for_update().filter(pk__in=by_album).order_by("pk"))
        moment = moment and after_trash_purges(by_album, moment)
        for album in albums:
            others = Picture.objects.filter(album=album, trashed_at__isnull=moment is not None)
            moved = others.filter(pk__in=by_album[album.pk]).update(trashed_at=moment)
            count_moved(album, -moved if moment else moved)


def after_trash_purges(album_ids, moment: datetime) -> datetime:
    """The clock of another web server may be behind: what is put into the trash after it was emptied stays there."""
    emptyings = TrashPurge.objects.filter(family__albums__in=album_ids)
    until = emptyings.aggregate(until=Max("until"))["until"]
    return max(moment, until + timedelta(microseconds=1)) if until else moment


def trash_album(album: Album) -> None:
    """The album with all its pictures; they come back with it."""
    Album.objects.filter(pk=album.pk, trashed_at=None).update(trashed_at=timezone.now())


def restore_album(album: Album) -> bool:
    """False when somebody has just deleted it for good."""
    return bool(Album.objects.filter(pk=album.pk, delete_requested_at=None).update(trashed_at=None))


def albums_in_trash(family_id: int) -> QuerySet[Album]:
    return Album.objects.filter(family_id=family_id, trashed_at__isnull=False, delete_requested_at=None)


def in_trash(family_id: int) -> QuerySet[Picture]:
    """The family's single trashed pictures (those in trashed albums come and go with their album)."""
    emptyings = TrashPurge.objects.filter(family_id=family_id, until__gte=OuterRef("trashed_at"))
    return trashed_singly(family_id).filter(~Exists(emptyings))


def trashed_singly(family_id: int) -> QuerySet[Picture]:
    # The ids, not a join: MariaDB would read every picture of the family, to see which are in the trash.
    albums = list(Album.objects.filter(family_id=family_id, trashed_at=None).values_list("pk", flat=True))
    return Picture.objects.filter(album_id__in=albums, trashed_at__isnull=False)
