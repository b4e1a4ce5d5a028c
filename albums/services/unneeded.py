"""Find the files that nothing needs any more: a file goes with the last row that needs it."""

from collections.abc import Iterable

from albums.models import Derivative, Motion, Picture
from storage.models import StoredFile


def lock_unneeded(file_ids: Iterable[int]) -> list[int]:
    """Lock files, and return the ids of those that no picture, no film of one and no derivative needs any more.

    Call it in the transaction that deletes rows which needed them, after that. The reads see what others committed
    before the lock was theirs to give: on MariaDB, transactions are READ COMMITTED.
    """
    files = StoredFile.objects.select_for_update().filter(pk__in=list(file_ids)).order_by("pk")
    ids = set(files.values_list("pk", flat=True))
    for rows in (Picture.objects.all(), Motion.objects.all(), Derivative.objects.all()):
        ids.difference_update(rows.filter(file__in=ids).values_list("file_id", flat=True))
    return sorted(ids)
