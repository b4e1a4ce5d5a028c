"""The photos and albums of who leaves, or of a family that closes: how many there are, and erasing them."""

from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Leaving, User
from accounts.services.erasing import forget_in_log
from albums.leaving.report import add_counts
from albums.models import Album, Motion, Picture
from albums.services.deletion import BATCH, delete_rows, first_ids
from albums.services.trash import trash_pictures
from picup.core.progress import Progress
from picup.core.transactions import retry_contended
from storage.erasing import mark_files
from storage.models import StoredFile
from storage.services import request_deletion


@dataclass(frozen=True)
class Photos:
    """Photos, those in the trash too, and the bytes of their originals."""

    count: int
    size: int


def photos_of(person: User) -> QuerySet[Picture]:
    """Return what a person has added to her family's albums, in the trash or not."""
    return Picture.objects.filter(uploaded_by=person)


def photos_of_family(family_id: int) -> QuerySet[Picture]:
    return Picture.objects.filter(album__family_id=family_id)


def measure(pictures: QuerySet[Picture]) -> Photos:
    # Of files: one that several albums show counts once.
    files = StoredFile.objects.filter(pk__in=pictures.order_by().values("file"))
    films = StoredFile.objects.filter(
        pk__in=Motion.objects.filter(picture__in=pictures.order_by()).values("file")
    )
    size = sum(size_of(some) for some in (files, films.exclude(pk__in=files.values("pk"))))
    return Photos(pictures.count(), size)


def size_of(files: QuerySet[StoredFile]) -> int:
    return files.aggregate(size=Coalesce(Sum("size"), 0))["size"]


def erase_own(leaving: Leaving) -> Progress:
    """Erase a batch of the photos that a person takes with her; then her albums that have none left."""
    if not leaving.takes_photos:
        return Progress.DONE
    pictures = Picture.objects.filter(uploaded_by_id=leaving.member_id)
    if ids := first_ids(pictures):
        # First into the trash: so the albums' numbers and covers are right, and those who look are not surprised by an
        # album that counts what it does not show.
        trash_pictures(list(Picture.objects.filter(pk__in=ids, trashed_at=None)))
        erase = partial(erase_pictures, leaving.pk, pictures, ids)
        retry_contended(erase, what=f"Erasing photos for leaving {leaving.pk}")
        return Progress.WORKED
    album_id = Album.objects.filter(created_by_id=leaving.member_id).values_list("pk", flat=True).first()
    if album_id is None:
        return Progress.DONE
    erase_empty_album(leaving, album_id)
    return Progress.WORKED


def erase_pictures(leaving_id: int, pictures: QuerySet[Picture], ids: list[int]) -> None:
    """Delete those of `pictures` that are among `ids`, and mark their files to be erased, in one transaction."""
    with transaction.atomic():
        gone, file_ids = delete_rows(pictures, ids)
        forget_in_log(Picture, gone)
        mark_files(file_ids, leaving_id)
        add_counts(leaving_id, photos=len(gone))
        request_deletion(file_ids)


def erase_empty_album(leaving: Leaving, album_id: int) -> None:
    """Delete an album if it has no photo, in the trash neither. Else forget who made it: it is the others' too."""
    with transaction.atomic():
        # An upload locks the album's row too: it comes before, or finds no album.
        album = Album.objects.select_for_update().filter(pk=album_id).first()
        if album is None:
            return
        if Picture.objects.filter(album=album).exists():
            Album.objects.filter(pk=album_id).update(created_by=None)
            return
        forget_in_log(Album, [album_id])
        album.delete()
        add_counts(leaving.pk, albums=1)


def forget_owner(leaving: Leaving) -> Progress:
    """Forget, of a batch of photos that stay, who added them, and of albums, who made them."""
    pictures = Picture.objects.filter(uploaded_by_id=leaving.member_id)
    albums = Album.objects.filter(created_by_id=leaving.member_id)
    if ids := first_ids(pictures):
        forget = partial(Picture.objects.filter(pk__in=ids).update, uploaded_by=None)
    elif ids := list(albums.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        forget = partial(Album.objects.filter(pk__in=ids).update, created_by=None)
    else:
        return Progress.DONE
    retry_contended(forget, what=f"Forgetting names for leaving {leaving.pk}")
    return Progress.WORKED


def erase_albums(leaving: Leaving) -> Progress:
    """Erase a batch of a family's photos, and each album with its last."""
    album_id = Album.objects.filter(family_id=leaving.family_id).values_list("pk", flat=True).first()
    if album_id is None:
        return Progress.DONE
    erase = partial(erase_album_batch, leaving.pk, album_id)
    retry_contended(erase, what=f"Erasing album {album_id}")
    return Progress.WORKED


def erase_album_batch(leaving_id: int, album_id: int) -> None:
    with transaction.atomic():
        # The lock that an upload takes first. An upload that comes later finds an album that is being deleted.
        now = timezone.now()
        album = Album.objects.filter(pk=album_id)
        album.update(delete_requested_at=now, trashed_at=Coalesce(F("trashed_at"), now))
        pictures = Picture.objects.filter(album_id=album_id)
        ids = first_ids(pictures, BATCH + 1)
        erase_pictures(leaving_id, pictures, ids[:BATCH])
        if len(ids) <= BATCH:
            forget_in_log(Album, [album_id])
            album.delete()
            add_counts(leaving_id, albums=1)
