"""Put pictures and albums into the trash, and restore them. `albums/services/deletion.py` deletes them for good."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

import outbox
from albums.models import Album, Picture, TrashPurge
from albums.services.albums import count_moved
from albums.services.put_away import bring_back, put_away
from picup.core.transactions import retry_contended


def trash_pictures(pictures: Sequence[Picture]) -> datetime:
    """Put pictures of one or more albums into the trash. Skip those that are there already.

    Return the moment that they bear there.
    """
    moment = timezone.now()
    return set_trashed_at(pictures, moment) or moment


def restore_pictures(pictures: Sequence[Picture]) -> None:
    """Bring pictures of one or more albums back from the trash. Skip those that are not there."""
    set_trashed_at(pictures, None)


def set_trashed_at(pictures: Sequence[Picture], moment: datetime | None) -> datetime | None:
    """Put pictures into the trash at a moment, or restore them if `moment` is None. Return the moment written."""
    by_album: dict[int, list[int]] = {}
    for picture in pictures:
        by_album.setdefault(picture.album_id, []).append(picture.pk)
    return retry_contended(
        partial(move_pictures, by_album, moment),
        what=f"Pictures of albums {sorted(by_album)} to or from the trash",
    )


def move_pictures(by_album: dict[int, list[int]], moment: datetime | None) -> datetime | None:
    """Set `trashed_at` of pictures, given as {album id: [picture id, …]}, in one transaction. Return it."""
    with transaction.atomic():
        # Lock the albums first, and by their ids, as uploads do: another order would deadlock.
        albums = list(Album.objects.select_for_update().filter(pk__in=by_album).order_by("pk"))
        moment = moment and after_trash_purges(by_album, moment)
        for album in albums:
            others = Picture.objects.filter(album=album, trashed_at__isnull=moment is not None)
            moved = others.filter(pk__in=by_album[album.pk]).update(trashed_at=moment)
            count_moved(album, -moved if moment else moved)
            (put_away if moment else bring_back)(by_album[album.pk])
    return moment


def after_trash_purges(album_ids, moment: datetime) -> datetime:
    """Return `moment`, or the earliest moment after every purge of the family's trash.

    The clock of another web server may be behind. A picture that is trashed after a purge began must not fall into it.
    """
    purges = TrashPurge.objects.filter(family__albums__in=album_ids)
    until = purges.aggregate(until=Max("until"))["until"]
    return max(moment, until + timedelta(microseconds=1)) if until else moment


def trash_album(album: Album) -> datetime:
    """Put an album into the trash, unless it is there. Its pictures go and come back with it. Return the moment."""
    moment = timezone.now()
    with transaction.atomic():
        if Album.objects.filter(pk=album.pk, trashed_at=None).update(trashed_at=moment):
            outbox.publish("albums.put_away", album_id=album.pk)
    return moment


def restore_album(album: Album, **since: datetime) -> bool:
    """Bring an album back to the shelf. Return False if it is being deleted for good.

    `trashed_at` is the moment since which it must lie in the trash, if that matters.
    """
    with transaction.atomic():
        kept = Album.objects.filter(pk=album.pk, delete_requested_at=None, **since).update(trashed_at=None)
        if kept:
            outbox.publish("albums.put_away", album_id=album.pk)
    return bool(kept)


def albums_in_trash(family_id: int) -> QuerySet[Album]:
    """Return the family's trashed albums, without those that are being deleted for good."""
    return Album.objects.filter(family_id=family_id, trashed_at__isnull=False, delete_requested_at=None)


def in_trash(family_id: int) -> QuerySet[Picture]:
    """Return the trashed pictures of the family's albums on the shelf, without those that are being purged.

    Pictures of a trashed album are not among them: they come and go with their album.
    """
    purges = TrashPurge.objects.filter(family_id=family_id, until__gte=OuterRef("trashed_at"))
    return trashed_singly(family_id).filter(~Exists(purges))


def trashed_singly(family_id: int) -> QuerySet[Picture]:
    """Return the trashed pictures of the family's albums on the shelf, with those that are being purged."""
    # Ids instead of a join: with a join, MariaDB reads every picture of the family to find those in the trash.
    albums = list(Album.objects.filter(family_id=family_id, trashed_at=None).values_list("pk", flat=True))
    return Picture.objects.filter(album_id__in=albums, trashed_at__isnull=False)
