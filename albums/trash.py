"""The trash: pictures and albums go in, come back, or are deleted for good (at once, or after TRASH_DAYS)."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Family
from albums.arranging import recount
from albums.models import Album, Derivative, Picture
from storage.services import request_deletion

# Pictures deleted in one transaction: a large album must not lock others out for long.
BATCH = 200


def trash_pictures(pictures: Sequence[Picture]) -> None:
    set_trashed(pictures, timezone.now())


def restore_pictures(pictures: Sequence[Picture]) -> None:
    set_trashed(pictures, None)


def set_trashed(pictures: Sequence[Picture], moment) -> None:
    with transaction.atomic():
        Picture.objects.filter(pk__in=[picture.pk for picture in pictures]).update(trashed_at=moment)
        for album in Album.objects.filter(pk__in={picture.album_id for picture in pictures}).order_by("pk"):
            recount(album)


def trash_album(album: Album) -> None:
    """The album with all its pictures; they come back with it."""
    Album.objects.filter(pk=album.pk, trashed_at=None).update(trashed_at=timezone.now())


def restore_album(album: Album) -> None:
    Album.objects.filter(pk=album.pk).update(trashed_at=None)


def delete_pictures(pictures: QuerySet[Picture]) -> int:
    """Deletes trashed pictures for good, in batches of one transaction each. Returns how many."""
    deleted = 0
    while ids := list(pictures.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        deleted += delete_batch(pictures, ids)
    return deleted


def delete_batch(pictures: QuerySet[Picture], ids: list[int]) -> int:
    """Rows, usage and the messages that delete the files: all in one transaction, or nothing."""
    with transaction.atomic():
        # Locked, so that derivatives being made right now come before us (and are deleted) or not at all.
        # Asked again with its conditions: a picture that somebody has just brought back stays.
        chosen = list(pictures.select_for_update().filter(pk__in=ids))
        files = [picture.file_id for picture in chosen]
        files += Derivative.objects.filter(picture__in=chosen).values_list("file_id", flat=True)
        Picture.objects.filter(pk__in=[picture.pk for picture in chosen]).delete()
        request_deletion(files)
    return len(chosen)


def delete_album(album: Album) -> None:
    """A trashed album with every picture in it, for good."""
    pictures = Picture.objects.filter(album=album)
    delete_pictures(pictures)
    with transaction.atomic():
        # Locked: a photo that is being added right now comes before us (its bytes are then given back and its
        # files deleted, which a cascade would forget) or finds no album.
        Album.objects.select_for_update().filter(pk=album.pk).first()
        delete_pictures(pictures)
        album.delete()


def in_trash(family_id: int) -> QuerySet[Picture]:
    """The family's single trashed pictures (those in trashed albums come and go with their album)."""
    return Picture.objects.filter(
        album__family_id=family_id, album__trashed_at=None, trashed_at__isnull=False
    )


def empty_trash(family: Family) -> None:
    for album in Album.objects.filter(family=family, trashed_at__isnull=False):
        delete_album(album)
    delete_pictures(in_trash(family.pk))


def empty_old_trash() -> int:
    """Deletes for good what has been in the trash for TRASH_DAYS. Returns how many pictures and albums."""
    old = Q(trashed_at__lt=timezone.now() - timedelta(days=settings.TRASH_DAYS))
    albums = list(Album.objects.filter(old)[:100])
    for album in albums:
        delete_album(album)
    return len(albums) + delete_pictures(Picture.objects.filter(old))
