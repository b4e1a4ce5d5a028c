"""The same picture in two files of a family: found when it comes, shown to contributors, and never removed by itself.

It is added like every photo. Contributors see both beside each other, and decide (albums/services/deciding.py).
"""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from albums.models import Double, Picture


def note_doubles(picture: Picture) -> bool:
    """Note in which other files the family has the same picture. Return whether an album on the shelf shows one.

    Call it in the transaction that writes the fingerprint, when the family's usage row is locked: of two uploads at
    once, the later one then sees the other's. The key is the family's own, so no other family's is found.
    """
    if not picture.fingerprint:
        return False
    # The same bytes, which a family may have twice since before it shared files, are nothing to decide.
    others = Picture.objects.filter(fingerprint=picture.fingerprint).exclude(sha256=picture.sha256)
    found = list(others.values_list("file_id", "trashed_at", "album__trashed_at"))
    pairs = [new_double(picture, file_id) for file_id in sorted({file_id for file_id, _, _ in found})]
    Double.objects.bulk_create(pairs, ignore_conflicts=True)
    return any(trashed is None and gone is None for _, trashed, gone in found)


def new_double(picture: Picture, file_id: int) -> Double:
    first, second = sorted([picture.file_id, file_id])
    return Double(family_id=picture.album.family_id, first_id=first, second_id=second)


def open_doubles(family_id: int) -> QuerySet[Double]:
    """Return what a family's contributors have to decide: pairs of which albums on the shelf show both files."""
    shown = Picture.objects.filter(trashed_at=None, album__trashed_at=None)
    both = (Exists(shown.filter(file=OuterRef(name))) for name in ("first", "second"))
    return Double.objects.filter(*both, family_id=family_id, kept_at=None)


def keep_both(double: Double) -> bool:
    """Never ask again about a pair. Return False if somebody has decided already."""
    with transaction.atomic():
        # Locked, so that who keeps one at the same moment comes before or after.
        list(Double.objects.select_for_update().filter(pk=double.pk).values_list("pk"))
        if is_open := open_doubles(double.family_id).filter(pk=double.pk).exists():
            Double.objects.filter(pk=double.pk).update(kept_at=timezone.now())
    return is_open


def ask_again(family_id: int, pk: int) -> int:
    """Undo `keep_both`. Return how many pairs are asked about again: 1 or 0."""
    return Double.objects.filter(pk=pk, family_id=family_id, kept_at__isnull=False).update(kept_at=None)


def forget_files(file_ids: Iterable[int]) -> None:
    """Delete the pairs of files that nothing needs any more, in the transaction that finds that out."""
    ids = list(file_ids)
    pairs = Double.objects.filter(Q(first__in=ids) | Q(second__in=ids))
    # By their keys: MariaDB locks each row that it reads on its way.
    if ids and (found := list(pairs.values_list("pk", flat=True))):
        Double.objects.filter(pk__in=found).delete()
