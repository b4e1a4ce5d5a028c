"""The tasks of albums and pictures. Each calls one function of `albums/services/`."""

from celery import shared_task
from django.conf import settings

from albums.leaving import erasing, report
from albums.models import Picture
from albums.resumable import cleaning
from albums.services import deletion, derivatives, films, fingerprints, looks, put_away, recovery, sharpening
from outbox.consuming import Delivery, handler


@handler("albums.make_derivatives", queue="pictures")
def make_derivatives(delivery: Delivery, *, picture_id: int) -> None:
    """Make the derivatives of a picture that waits for them."""
    picture = Picture.objects.select_related("album", "file").filter(pk=picture_id).first()
    if picture and picture.state == Picture.State.WAITING:
        derivatives.make_derivatives(delivery, picture)


# A worker of an earlier release does not know these two, and does not listen to their queue.
@handler("albums.make_poster", queue="renderings")
def make_poster(delivery: Delivery, *, picture_id: int) -> None:
    """Make the derivatives of a film that waits for them, of its poster."""
    make_derivatives(delivery, picture_id=picture_id)


@handler("albums.sharpen", queue="renderings")
def sharpen(delivery: Delivery, *, picture_id: int) -> None:
    """Make the sharper renderings of a picture that is shown already."""
    picture = Picture.objects.select_related("album", "file").filter(pk=picture_id).first()
    if picture:
        sharpening.sharpen(delivery, picture)


# A queue and a worker of their own: a conversion takes minutes, and photos must not wait behind it. The reading and the
# storing around it have the time that other messages have.
@handler("albums.convert_film", queue="films", seconds=settings.FILM_SECONDS + 240)
def convert_film(delivery: Delivery, *, picture_id: int) -> None:
    """Convert a film that waits for it."""
    picture = Picture.objects.select_related("album", "file").filter(pk=picture_id).first()
    if picture and picture.playing == Picture.Playing.WAITING:
        films.convert_film(delivery, picture)


@handler("albums.make_large", queue="pictures")
def make_large(delivery: Delivery, *, picture_id: int) -> None:
    """Do as `sharpen`: its name in the messages of an earlier release."""
    sharpen(delivery, picture_id=picture_id)


@handler("albums.remake_derivatives", queue="pictures")
def remake_derivatives(delivery: Delivery, *, file_id: int) -> None:
    """Make the derivatives again of the picture whose derivative is the lost file `file_id`.

    Published by `storage`, which knows files and no pictures.
    """
    recovery.remake_lost(file_id)


@handler("albums.welcome", queue="files")
def welcome(delivery: Delivery, *, user_id: int) -> None:
    """Make the newest pictures new to a member who joined. Published by `accounts`, which knows no pictures."""
    looks.welcome(delivery, user_id)


@handler("albums.put_away", queue="files")
def put_away_looks(delivery: Delivery, *, album_id: int, after: int = 0) -> None:
    """Put away the looks of an album that went into the trash, or bring them back with it."""
    put_away.follow_album(delivery, album_id, after)


@handler("albums.delete_album", queue="files")
def delete_album(delivery: Delivery, *, album_id: int) -> None:
    deletion.continue_album_deletion(delivery, album_id)


@handler("albums.empty_trash", queue="files")
def empty_trash(delivery: Delivery, *, emptying_id: int) -> None:
    deletion.continue_trash_purge(delivery, emptying_id)


@handler("albums.erase", queue="files")
def erase(delivery: Delivery, *, leaving_id: int) -> None:
    erasing.continue_erasing(delivery, leaving_id)


@handler("albums.erase_removed", queue="files")
def erase_removed(delivery: Delivery, *, user_id: int) -> None:
    erasing.erase_removed(delivery, user_id)


@handler("albums.send_leaving_report", queue="mail")
def send_leaving_report(delivery: Delivery, *, leaving_id: int) -> None:
    report.send_report(delivery, leaving_id)


@shared_task(name="albums.carry_on_leaving")
def carry_on_leaving() -> None:
    """Begin the leavings that are due, and go on with those that are not finished."""
    erasing.tick()


@shared_task(name="albums.empty_old_trash")
def empty_old_trash() -> int:
    return deletion.empty_old_trash()


@shared_task(name="albums.clean_up_uploads")
def clean_up_uploads() -> int:
    """Remove resumable uploads that nobody came back for. Return how many."""
    return cleaning.clean_up()


@shared_task(name="albums.make_fingerprints")
def make_fingerprints() -> int:
    """Look at photos of earlier releases, whether the family has the same picture twice. Return at how many."""
    return fingerprints.make_missing()
