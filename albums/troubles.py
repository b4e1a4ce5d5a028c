"""Photos that a family has added and cannot see: those that cannot be decoded, and those that no storage has any more.

A lost photo is back when somebody adds it again (albums/services/recovery.py). One that cannot be decoded stays as it
is: the original is added beside it, and it goes into the trash.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Role, User
from albums.models import Album, Motion, Picture
from storage.backends import get_backends
from storage.models import FileCopy, StoredFile
from storage.querysets import count_copies
from storage.safety import distinct_places

# Of a family that has lost a whole storage, so many are looked at.
FILES = 500


def count_damaged(person: User) -> int:
    """Return how many pictures of the person's family cannot be shown, whoever sent them."""
    return shown(person).filter(state=Picture.State.DAMAGED).count()


def has_damaged(album: Album) -> bool:
    """Tell whether an album on the shelf has a picture that cannot be shown."""
    return Picture.objects.filter(album=album, trashed_at=None, state=Picture.State.DAMAGED).exists()


def find_damaged(person: User, album_id: str = "") -> QuerySet[Picture]:
    """Return the pictures that cannot be shown, the newest first: those that the person sent; for an owner, all.

    Of one album, if its public id is given.
    """
    # Of all families there are few, and an index has them by their state.
    pictures = shown(person).filter(state=Picture.State.DAMAGED)
    if person.role != Role.OWNER:
        pictures = pictures.filter(uploaded_by=person)
    if album_id:
        pictures = pictures.filter(album__public_id=album_id)
    return pictures.order_by("-id")


def find_lost(person: User) -> QuerySet[Picture]:
    """Return the pictures of the person's family whose originals have no good copy in any storage, the newest first."""
    if not (files := lost_originals(person.family_id)):
        return Picture.objects.none()
    needing = Q(file_id__in=files)
    if photos := list(Motion.objects.filter(file_id__in=files).values_list("picture_id", flat=True)):
        needing |= Q(pk__in=photos)
    pictures = shown(person).filter(needing).exclude(state=Picture.State.DAMAGED)
    return pictures.order_by("-id")


def lost_originals(family_id: int | None) -> list[int]:
    """Return the ids of a family's lost originals, FILES at most. Ask by the index of `places`, before any picture."""
    originals = StoredFile.objects.filter(
        family_id=family_id, kind=StoredFile.Kind.ORIGINAL, state=StoredFile.State.STORED
    ).order_by()
    storages = list(get_backends())
    nowhere = [places for places in distinct_places(originals) if not count_copies(places, storages)[0]]
    if not nowhere:
        return []
    # Blank may be from before the column, or from an older release that still runs.
    good = FileCopy.objects.filter(file=OuterRef("pk"), storage__in=storages, damage="")
    lost = originals.filter(places__in=nowhere).exclude(Q(places="") & Exists(good))
    return list(lost.values_list("pk", flat=True)[:FILES])


def shown(person: User) -> QuerySet[Picture]:
    """Return the pictures on the shelf of the person's family, with their albums."""
    return Picture.objects.filter(
        album__family_id=person.family_id, trashed_at=None, album__trashed_at=None
    ).select_related("album")
