"""Deleting for good, in batches of one short transaction each.

What fits into one batch is gone when the person is answered. For more, the answer comes at once all the same:
nobody in the family sees it any more, nothing can be added to it or brought back, and a message deletes it. A
worker that dies in the middle leaves whole batches; the message comes again and goes on.
"""

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

import outbox
from accounts.models import Family
from albums.models import Album, Derivative, Picture, TrashPurge
from albums.services.trash import albums_in_trash, in_trash, trashed_singly
from outbox.consuming import Delivery
from picup.core.transactions import retry_contended
from storage.services import request_deletion

# Pictures deleted in one transaction: from its last statement to its commit the family's uploads wait for it.
BATCH = 100
# One message works for so long and then sends the next, behind what has come into its queue meanwhile.
WORK_SECONDS = 10
# The hourly task, which works without a message and simply comes again.
OLD_SECONDS = 120


def delete_pictures(pictures: QuerySet[Picture], *, seconds: float = 60) -> int:
    """Deletes trashed pictures for good, batch after batch, for so long at most. Returns how many."""
    deleted, end = 0, time.monotonic() + seconds
    while time.monotonic() < end and (ids := first_ids(pictures)):
        deleted += delete_batch(pictures, ids)
    return deleted


def first_ids(pictures: QuerySet[Picture], most: int | None = None) -> list[int]:
    """In no order that would have to be looked for: sorted only so that all lock them in one."""
    return sorted(pictures.order_by().values_list("pk", flat=True)[: BATCH if most is None else most])


def delete_batch(pictures: QuerySet[Picture], ids: list[int]) -> int:
    """Rows, usage and the messages that delete the files: all in one transaction, or nothing."""

    def transact() -> int:
        with transaction.atomic():
            chosen, files = delete_rows(pictures, ids)
            request_deletion(files)
        return len(chosen)

    return retry_contended(transact, what=f"Deleting pictures {ids[:1]} to {ids[-1:]}")


def delete_rows(pictures: QuerySet[Picture], ids: Iterable[int]) -> tuple[list[int], list[int]]:
    """The ids of the pictures deleted and of their files, which the caller gives up last."""
    # Locked, so that derivatives being made right now come before us (and are deleted) or not at all. By their
    # ids alone: a condition on the album would lock that, and with it everybody who adds to it.
    locked = list(Picture.objects.select_for_update().filter(pk__in=ids).values_list("pk", flat=True))
    # Asked again with its conditions: a picture that somebody has just brought back stays.
    chosen = list(pictures.filter(pk__in=locked).values_list("pk", "file_id"))
    gone = [pk for pk, _ in chosen]
    files = [file_id for _, file_id in chosen]
    files += Derivative.objects.filter(picture__in=gone).values_list("file_id", flat=True)
    Picture.objects.filter(pk__in=gone).delete()
    return gone, files


def delete_album(album: Album, *, at_once: int | None = None) -> int:
    """A trashed album with every picture in it, for good. Up to so many pictures (by default, a batch) go before this
    returns; returns how many went."""
    most = BATCH if at_once is None else at_once
    return retry_contended(partial(start_album_deletion, album.pk, most), what=f"Deleting album {album.pk}")


def start_album_deletion(album_id: int, at_once: int) -> int:
    with transaction.atomic():
        # Who adds a photo right now locks the album's row too: she comes before us, and hers is deleted with the
        # others, or she finds that the album is gone.
        wanted = Album.objects.filter(pk=album_id, trashed_at__isnull=False, delete_requested_at=None)
        if not wanted.update(delete_requested_at=timezone.now()):
            return 0
        ids = first_ids(Picture.objects.filter(album_id=album_id), at_once + 1)
        if len(ids) <= at_once:
            delete_album_batch(album_id)
            return len(ids)
        outbox.publish("albums.delete_album", album_id=album_id)
        return 0


def delete_album_batch(album_id: int) -> bool:
    """Of an album that was asked to be deleted, one batch. True when nothing is left of it."""
    pictures = Picture.objects.filter(album_id=album_id)
    with transaction.atomic():
        # One worker at a time. Nobody else wants this row any more.
        album = (
            Album.objects.select_for_update().filter(pk=album_id, delete_requested_at__isnull=False).first()
        )
        if album is None:
            return True
        ids = first_ids(pictures, BATCH + 1)
        _, files = delete_rows(pictures, ids[:BATCH])
        if done := len(ids) <= BATCH:
            album.delete()
        request_deletion(files)
    return done


def continue_album_deletion(delivery: Delivery, album_id: int) -> None:
    step = partial(retry_contended, partial(delete_album_batch, album_id), what=f"Deleting album {album_id}")
    work(delivery, step, "albums.delete_album", album_id=album_id)


def work(delivery: Delivery, step: Callable[[], bool], task: str, **arguments) -> None:
    """Step after step for WORK_SECONDS; then another message goes on, so that this one does not fail as a whole
    after hours, and is not taken for lost meanwhile."""
    end = time.monotonic() + WORK_SECONDS
    done = step()
    while not done and time.monotonic() < end:
        done = step()
    if done:
        return
    with transaction.atomic():
        if delivery.finish():
            outbox.publish(task, **arguments)


def empty_trash(family: Family) -> None:
    room = BATCH
    for album in albums_in_trash(family.pk):
        room -= delete_album(album, at_once=room)
    pictures = in_trash(family.pk)
    ids = first_ids(pictures, room + 1)
    if ids and len(ids) <= room:
        delete_batch(pictures, ids)
    elif ids:
        retry_contended(partial(start_trash_purge, family), what=f"Emptying the trash of family {family.pk}")


def start_trash_purge(family: Family) -> None:
    with transaction.atomic():
        until = in_trash(family.pk).aggregate(until=Max("trashed_at"))["until"]
        if until:
            emptying = TrashPurge.objects.create(family=family, until=until)
            outbox.publish("albums.empty_trash", emptying_id=emptying.pk)


def continue_trash_purge(delivery: Delivery, emptying_id: int) -> None:
    emptying = TrashPurge.objects.filter(pk=emptying_id).first()
    if emptying:
        pictures = trashed_singly(emptying.family_id).filter(trashed_at__lte=emptying.until)
        step = partial(purge_trash_batch, emptying, pictures)
        work(delivery, step, "albums.empty_trash", emptying_id=emptying_id)


def purge_trash_batch(emptying: TrashPurge, pictures: QuerySet[Picture]) -> bool:
    if ids := first_ids(pictures):
        delete_batch(pictures, ids)
        return False
    TrashPurge.objects.filter(pk=emptying.pk).delete()
    return True


def empty_old_trash() -> int:
    """Deletes for good what has been in the trash for TRASH_DAYS. Returns how many pictures and albums."""
    old = Q(trashed_at__lt=timezone.now() - timedelta(days=settings.TRASH_DAYS))
    albums = list(Album.objects.filter(old, delete_requested_at=None)[:100])
    for album in albums:
        delete_album(album)
    return len(albums) + delete_pictures(Picture.objects.filter(old), seconds=OLD_SECONDS)
