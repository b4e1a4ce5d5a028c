"""What lies in the trash waits for nobody's look. Its looks are put away, so that what is new is found without them.

Among 49,000 unseen pictures in the trash, Home read four index entries for each. A put-away look has Look.PUT_AWAY as
the time at which it was seen. It is unseen again when its picture comes back.
"""

import time
from collections.abc import Iterable
from functools import partial

from django.db import transaction

import outbox
from albums.models import Album, Look, Picture
from outbox.consuming import Delivery
from picup.core.transactions import retry_contended

# Pictures whose looks are changed in one transaction, which locks their album.
BATCH = 500
# Seconds that one message works (see albums/services/deletion.py).
WORK_SECONDS = 10


def put_away(picture_ids: Iterable[int]) -> None:
    """Put the unseen looks of pictures away. Call it in the transaction that puts them into the trash."""
    Look.objects.filter(picture_id__in=picture_ids, seen_at=None).update(seen_at=Look.PUT_AWAY)


def bring_back(picture_ids: Iterable[int]) -> None:
    """Make looks that were put away unseen again. Call it in the transaction that restores their pictures."""
    Look.objects.filter(picture_id__in=picture_ids, seen_at=Look.PUT_AWAY).update(seen_at=None)


def follow_album(delivery: Delivery, album_id: int, after: int) -> None:
    """Put away or bring back the looks of an album's pictures, of those with a higher id than `after`.

    The handler of `albums.put_away`. Each batch does what the album's state asks for at that moment, so that it does
    not matter in which order messages come.
    """
    end = time.monotonic() + WORK_SECONDS
    while ids := next_ids(album_id, after):
        retry_contended(partial(follow_batch, album_id, ids), what=f"Looks of album {album_id}")
        after = ids[-1]
        if time.monotonic() >= end:
            break
    else:
        return
    with transaction.atomic():
        if delivery.finish():
            outbox.publish("albums.put_away", album_id=album_id, after=after)


def next_ids(album_id: int, after: int) -> list[int]:
    pictures = Picture.objects.filter(album_id=album_id, pk__gt=after).order_by("pk")
    return list(pictures.values_list("pk", flat=True)[:BATCH])


def follow_batch(album_id: int, ids: list[int]) -> None:
    with transaction.atomic():
        # Locked as by whoever shows, restores or sees its pictures.
        album = Album.objects.select_for_update().filter(pk=album_id).first()
        if album is None:
            return
        if album.trashed_at:
            put_away(ids)
        else:
            bring_back(Picture.objects.filter(pk__in=ids, trashed_at=None).values_list("pk", flat=True))
