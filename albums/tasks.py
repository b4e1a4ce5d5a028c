"""What happens to pictures outside requests."""

from celery import shared_task

from albums import derivatives, trash
from albums.models import Picture
from outbox.consuming import Delivery, handler


@handler("albums.make_derivatives", queue="pictures")
def make_derivatives(delivery: Delivery, *, picture_id: int) -> None:
    picture = Picture.objects.select_related("album", "file").filter(pk=picture_id).first()
    if picture and picture.state == Picture.State.WAITING:
        derivatives.make_derivatives(delivery, picture)


@shared_task(name="albums.empty_old_trash")
def empty_old_trash() -> int:
    return trash.empty_old_trash()
