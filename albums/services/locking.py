"""Locks of albums, and of pictures to which rows of other tables are added."""

from collections.abc import Iterable, Sequence

from albums.models import Album, Picture
from albums.years import in_chunks


def lock_shown(pictures: Iterable[tuple[int, int]]) -> set[int]:
    """Lock pictures, pairs of their key and their album's. Return the keys of those that are there, not in the trash.

    Call it in the transaction that inserts rows which refer to them. Their albums are locked first, in the order of
    `albums/querysets.py`: a row that refers to an album locks it too, by its foreign key, and whoever puts the pictures
    away has locked the album before them.
    """
    keys, albums = zip(*pictures, strict=True)
    lock_albums(sorted(set(albums)))
    shown = Picture.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {pk for pk, trashed_at in shown.values_list("pk", "trashed_at") if trashed_at is None}


def lock_albums(keys: Sequence[int]) -> None:
    """Lock albums, whose keys are sorted, one after another."""
    for some in in_chunks(keys):
        list(Album.objects.select_for_update().filter(pk__in=some).order_by("pk").values_list("pk"))
