"""Photos that a family has added and cannot see: those that cannot be decoded, and those that no storage has any more.

Each has a way back: adding the same photo again (albums/services/recovery.py), or putting it into the trash.
"""

from accounts.models import Role, User
from albums.models import Picture
from storage.backends import get_backends
from storage.models import FileCopy, StoredFile
from storage.querysets import count_copies
from storage.safety import distinct_places

# So many are named.
MOST = 20


def find_damaged(person: User, album_id: str = "") -> list[Picture]:
    """Return pictures that cannot be shown, MOST + 1 at most: those that the person sent; for an owner, all.

    Of one album, if its public id is given.
    """
    # Of all families there are few, and an index has them by their state.
    pictures = shown(person).filter(state=Picture.State.DAMAGED)
    if person.role != Role.OWNER:
        pictures = pictures.filter(uploaded_by=person)
    if album_id:
        pictures = pictures.filter(album__public_id=album_id)
    return list(pictures.order_by("-id")[: MOST + 1])


def find_lost(person: User) -> list[Picture]:
    """Return pictures of the person's family whose originals have no good copy in any storage, MOST + 1 at most."""
    originals = StoredFile.objects.filter(
        family_id=person.family_id, kind=StoredFile.Kind.ORIGINAL, state=StoredFile.State.STORED
    ).order_by()
    storages = list(get_backends())
    nowhere = [places for places in distinct_places(originals) if not count_copies(places, storages)[0]]
    if not nowhere:
        return []
    pictures = shown(person).filter(file__in=originals.filter(places__in=nowhere)).select_related("file")
    found = list(pictures.order_by("-id")[: MOST + 1])
    # Blank may be from before the column, or from an older release that still runs.
    blank = [picture.file_id for picture in found if not picture.file.places]
    good = FileCopy.objects.filter(file__in=blank, storage__in=storages, damage="")
    known = set(good.values_list("file_id", flat=True)) if blank else set()
    return [picture for picture in found if picture.file_id not in known]


def shown(person: User):
    """Return the pictures on the shelf of the person's family, with their albums."""
    return Picture.objects.filter(
        album__family_id=person.family_id, trashed_at=None, album__trashed_at=None
    ).select_related("album")
