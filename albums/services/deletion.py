"""Delete pictures and albums for good, in batches of one short transaction each.

What fits into one batch is deleted before the person is answered. A larger album or trash is marked, so that nobody in
the family sees it, adds to it or restores it any more, and a message deletes its rows. A worker that dies in the middle
leaves whole batches; the message is sent again and continues.

`by` is the person who deletes, whose act is noted in the account journal. Nothing is noted of what the site deletes by
itself after TRASH_DAYS.
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
from accounts.models import Family, User
from accounts.services import journal
from albums.models import Album, Derivative, Motion, Picture, TrashPurge
from albums.services.doubles import forget_files
from albums.services.trash import albums_in_trash, in_trash, trashed_singly
from albums.services.unneeded import lock_unneeded
from outbox.consuming import Delivery
from picup.core.transactions import retry_contended
from storage.services import request_deletion

# Pictures deleted in one transaction. The family's uploads wait from its last statement to its commit.
BATCH = 100
# Seconds that one message works. Then it publishes another, which waits behind what the queue received meanwhile.
WORK_SECONDS = 10
# Seconds that the hourly task works. It needs no message to continue, because it runs again.
OLD_SECONDS = 120


def delete_pictures(pictures: QuerySet[Picture], *, seconds: float = 60) -> int:
    """Delete trashed pictures for good, in batches, for up to `seconds`. Return the number deleted."""
    deleted, end = 0, time.monotonic() + seconds
    while time.monotonic() < end and (ids := first_ids(pictures)):
        deleted += delete_batch(pictures, ids)
    return deleted


def delete_picture(picture: Picture, *, by: User) -> None:
    """Delete one trashed picture for good."""
    delete_batch(
        Picture.objects.filter(pk=picture.pk),
        [picture.pk],
        note=lambda count: journal.note("photo_deleted", by=by, title=picture.album.title),
    )


def first_ids(pictures: QuerySet[Picture], limit: int | None = None) -> list[int]:
    """Return the ids of up to `limit` pictures (by default, a batch), sorted.

    The database may choose any of them, which needs no index. They are sorted so that concurrent deletions lock them in
    the same order.
    """
    return sorted(pictures.order_by().values_list("pk", flat=True)[: BATCH if limit is None else limit])


def delete_batch(
    pictures: QuerySet[Picture], ids: list[int], *, note: Callable[[int], None] | None = None
) -> int:
    """Delete pictures, give back their bytes and publish the deletion of their files. Return the number deleted.

    `note` is called with that number, in the same transaction, if it is not 0.
    """

    def transact() -> int:
        with transaction.atomic():
            chosen, files = delete_rows(pictures, ids)
            if note and chosen:
                note(len(chosen))
            request_deletion(files)
        return len(chosen)

    return retry_contended(transact, what=f"Deleting pictures {ids[:1]} to {ids[-1:]}")


def delete_rows(pictures: QuerySet[Picture], ids: Iterable[int]) -> tuple[list[int], list[int]]:
    """Delete the rows of those `pictures` that are among `ids`, of their films, derivatives and doubles.

    Return the ids of the deleted pictures, and of their files that nothing needs any more, which are locked. The caller
    passes the latter to `request_deletion`, last in its transaction.
    """
    # Locked, so that a worker that makes derivatives now either commits before (and they are deleted too) or gives up.
    # Selected by ids alone: a condition on the album would lock the album, and block uploads to it.
    locked = list(Picture.objects.select_for_update().filter(pk__in=ids).values_list("pk", flat=True))
    # Selected again with all conditions: a picture that was restored meanwhile stays.
    chosen = list(pictures.filter(pk__in=locked).values_list("pk", "file_id", "playing"))
    gone = [pk for pk, _, _ in chosen]
    files = [file_id for _, file_id, _ in chosen]
    files += Derivative.objects.filter(picture__in=gone).values_list("file_id", flat=True)
    if moving := [pk for pk, _, playing in chosen if playing]:
        files += Motion.objects.filter(picture__in=moving).values_list("file_id", flat=True)
    Picture.objects.filter(pk__in=gone).delete()
    unneeded = lock_unneeded(files)
    forget_files(unneeded)
    return gone, unneeded


def delete_album(album: Album, *, at_once: int | None = None, by: User | None = None) -> int:
    """Permanently delete a trashed album.

    Delete up to `at_once` pictures now (by default, a batch); leave larger albums to a message. Return the number of
    pictures deleted now.
    """
    limit = BATCH if at_once is None else at_once
    step = partial(start_album_deletion, album, limit, by)
    return retry_contended(step, what=f"Deleting album {album.pk}")


def start_album_deletion(album: Album, at_once: int, by: User | None) -> int:
    """Mark a trashed album as deleted. Delete it, or publish a message that does. Return the pictures deleted now."""
    album_id = album.pk
    with transaction.atomic():
        # An upload locks the album's row too. Either it commits first and its photo is deleted with the others, or it
        # finds that the album is gone.
        wanted = Album.objects.filter(pk=album_id, trashed_at__isnull=False, delete_requested_at=None)
        if not wanted.update(delete_requested_at=timezone.now()):
            return 0
        if by:
            journal.note("album_deleted", by=by, title=album.title)
        ids = first_ids(Picture.objects.filter(album_id=album_id), at_once + 1)
        if len(ids) <= at_once:
            delete_album_batch(album_id)
            return len(ids)
        outbox.publish("albums.delete_album", album_id=album_id)
        return 0


def delete_album_batch(album_id: int) -> bool:
    """Delete a batch of a marked album's pictures, and the album with its last. Return True if nothing is left."""
    pictures = Picture.objects.filter(album_id=album_id)
    with transaction.atomic():
        # Locked, so that one worker at a time deletes. Nobody else needs this row any more.
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
    """Delete an album that is marked as deleted, batch after batch. The handler of `albums.delete_album`."""
    step = partial(retry_contended, partial(delete_album_batch, album_id), what=f"Deleting album {album_id}")
    run_steps(delivery, step, "albums.delete_album", album_id=album_id)


def run_steps(delivery: Delivery, step: Callable[[], bool], task: str, **arguments) -> None:
    """Call `step` until it returns True (nothing is left) or WORK_SECONDS have passed.

    In the latter case publish a message of `task` with `arguments` that continues. A single message that worked for
    hours could fail as a whole, or be taken for lost and sent again.
    """
    end = time.monotonic() + WORK_SECONDS
    done = step()
    while not done and time.monotonic() < end:
        done = step()
    if done:
        return
    with transaction.atomic():
        if delivery.finish():
            outbox.publish(task, **arguments)


def empty_trash(family: Family, *, by: User | None = None) -> None:
    """Permanently delete all that is in a family's trash: a batch now, the rest by messages."""
    limit = BATCH
    for album in albums_in_trash(family.pk):
        limit -= delete_album(album, at_once=limit, by=by)
    pictures = in_trash(family.pk)
    ids = first_ids(pictures, limit + 1)
    if ids and len(ids) <= limit:
        delete_batch(pictures, ids, note=partial(note_photos, by) if by else None)
    elif ids:
        step = partial(start_trash_purge, family, by)
        retry_contended(step, what=f"Emptying the trash of family {family.pk}")


def note_photos(by: User, count: int) -> None:
    journal.note("photos_deleted", by=by, count=count)


def start_trash_purge(family: Family, by: User | None) -> None:
    """Hide the pictures in a family's trash behind a TrashPurge, and publish the message that deletes them."""
    with transaction.atomic():
        until = in_trash(family.pk).aggregate(until=Max("trashed_at"))["until"]
        if until:
            purge = TrashPurge.objects.create(family=family, until=until)
            # The argument has the name under which messages that wait carry it.
            outbox.publish("albums.empty_trash", emptying_id=purge.pk)
            if by:
                journal.note("trash_emptied", by=by)


def continue_trash_purge(delivery: Delivery, purge_id: int) -> None:
    """Delete the pictures of a TrashPurge, batch after batch. The handler of `albums.empty_trash`."""
    purge = TrashPurge.objects.filter(pk=purge_id).first()
    if purge:
        pictures = trashed_singly(purge.family_id).filter(trashed_at__lte=purge.until)
        step = partial(purge_trash_batch, purge, pictures)
        run_steps(delivery, step, "albums.empty_trash", emptying_id=purge_id)


def purge_trash_batch(purge: TrashPurge, pictures: QuerySet[Picture]) -> bool:
    """Delete one batch of a purge's pictures. If none was left, delete the purge and return True."""
    if ids := first_ids(pictures):
        delete_batch(pictures, ids)
        return False
    TrashPurge.objects.filter(pk=purge.pk).delete()
    return True


def empty_old_trash() -> int:
    """Permanently delete what has been in any family's trash for TRASH_DAYS.

    Delete up to 100 albums, and pictures for OLD_SECONDS. Return the number of pictures and albums.
    """
    old = Q(trashed_at__lt=timezone.now() - timedelta(days=settings.TRASH_DAYS))
    albums = list(Album.objects.filter(old, delete_requested_at=None)[:100])
    for album in albums:
        delete_album(album)
    return len(albums) + delete_pictures(Picture.objects.filter(old), seconds=OLD_SECONDS)
