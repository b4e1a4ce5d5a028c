"""One stored file for the same photo, however many albums of a family show it.

A file goes with the last row that needs it. Whoever gives a file another picture, or takes one from it, locks the
file's row first and then reads who needs it: the later of two sees what the earlier did.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

import outbox
from accounts.models import User
from accounts.services.rights import check_contributor
from albums.images.dates import Parts
from albums.models import LARGE, VARIANTS, Album, Derivative, Picture
from albums.services.albums import choose_cover, count_added
from albums.services.derivatives import publish_sharpen
from albums.services.looks import add_looks
from albums.services.order import Sent, find_order_time
from storage.backends import get_backends
from storage.models import FileCopy, StoredFile

# A process of an earlier release deletes a picture's file without asking who else needs it. No update takes longer.
UPDATE_HOURS = 24
# Of the migrations of one site that was made just now.
SETUP_HOURS = 1
FIRST_MIGRATION, MIGRATION = "0001_initial", "_one_file_of_many_pictures"
KNOWN_LENGTH = {Picture.Precision.YEAR: 1, Picture.Precision.MONTH: 2, Picture.Precision.DAY: 3}


class FileGone(Exception):
    """The file that was to be shared is being deleted."""


def may_share() -> bool:
    """Return whether no process of an earlier release can be running: on a new site, or a day after the update."""
    applied = MigrationRecorder.Migration.objects.filter(app="albums")
    moments = applied.filter(name__endswith=MIGRATION).values_list("applied", flat=True)
    if not (moment := moments.first()):
        return False
    first = applied.filter(name=FIRST_MIGRATION, applied__gt=moment - timedelta(hours=SETUP_HOURS))
    return moment < timezone.now() - timedelta(hours=UPDATE_HOURS) or first.exists()


def find_files(family_id: int, sha256: Iterable[str]) -> QuerySet[StoredFile]:
    """Return a family's stored originals of pictures with these checksums (hex), the oldest first."""
    pictures = Picture.objects.filter(file=OuterRef("pk"))
    return StoredFile.objects.filter(
        Exists(pictures),
        sha256__in=list(sha256),
        family_id=family_id,
        kind=StoredFile.Kind.ORIGINAL,
        state=StoredFile.State.STORED,
    ).order_by("pk")


def find_whole_files(family_id: int, sha256: Iterable[str]) -> QuerySet[StoredFile]:
    """Return those of `find_files` that have a good copy and no damaged one, and of which a picture can be shown."""
    copies = FileCopy.objects.filter(file=OuterRef("pk"), storage__in=list(get_backends()))
    damaged = Picture.objects.filter(file=OuterRef("pk"), state=Picture.State.DAMAGED)
    return find_files(family_id, sha256).filter(
        Exists(copies.filter(damage="")), ~Exists(copies.exclude(damage="")), ~Exists(damaged)
    )


def share_file(person: User, album: Album, file: StoredFile, name: str, sent: Sent) -> Picture:
    """Insert a picture of a file that another picture has, in one transaction. No bytes are written or counted.

    Lock rows in the order of all changes of pictures: album, pictures, files. Raise FileGone, AlbumGone, RightLost, or
    IntegrityError if the album has this photo already.
    """
    with transaction.atomic(durable=True):
        check_contributor(person)
        sibling = Picture.objects.filter(file=file).order_by("-is_sharp", "pk").first()
        if sibling is None:
            raise FileGone
        count_added(album.pk, taken_at=None if sibling.taken_precision == "year" else sibling.taken_at)
        shared = lock_derivatives(file, sibling)
        picture = Picture.objects.create(
            album=album,
            file=file,
            sha256=file.sha256,
            name=name or sibling.name,
            caption=sent.caption,
            width=sibling.width,
            height=sibling.height,
            taken_at=sibling.taken_at,
            taken_precision=sibling.taken_precision,
            order_time=find_order_time(album.pk, person.pk, known_parts(sibling), sent),
            uploaded_by=person,
            state=Picture.State.READY if shared else Picture.State.WAITING,
        )
        if album.cover_id is None:
            choose_cover(picture)
        show_or_wait(picture, shared)
    return picture


def lock_derivatives(file: StoredFile, sibling: Picture) -> list[Derivative]:
    """Lock a file and its picture's derivatives. Return the latter if they are all there and undamaged, else nothing.

    Raise FileGone if the file is being deleted.
    """
    derivatives = list(Derivative.objects.filter(picture=sibling))
    wanted = [file.pk, *(derivative.file_id for derivative in derivatives)]
    # The order in which `lock_unneeded` locks them.
    rows = StoredFile.objects.select_for_update().filter(pk__in=wanted).order_by("pk")
    stored = {row.pk for row in rows if row.state == StoredFile.State.STORED}
    if file.pk not in stored or not Picture.objects.filter(file=file).exists():
        raise FileGone
    good = FileCopy.objects.filter(file=OuterRef("file"), storage__in=list(get_backends()), damage="")
    usable = list(Derivative.objects.filter(Exists(good), picture=sibling, file__in=stored))
    is_whole = {derivative.variant for derivative in usable}.issuperset(VARIANTS)
    return usable if is_whole and sibling.is_ready else []


def show_or_wait(picture: Picture, shared: list[Derivative]) -> None:
    """Give a new picture the derivatives of another one of its file, or publish the message that makes its own."""
    if not shared:
        outbox.publish("albums.make_derivatives", picture_id=picture.pk)
        return
    for derivative in shared:
        derivative.pk, derivative.picture = None, picture
    Derivative.objects.bulk_create(shared)
    add_looks(picture)
    if picture.may_have_large and LARGE not in {derivative.variant for derivative in shared}:
        publish_sharpen(picture)


def known_parts(picture: Picture) -> Parts | None:
    """Return when a picture was taken as far as the family knows, as `Examined.taken` has it."""
    if picture.taken_at is None:
        return None
    moment: datetime = picture.taken_at.astimezone(UTC)
    parts = (*moment.timetuple()[:6], moment.microsecond)
    return parts[: KNOWN_LENGTH.get(Picture.Precision(picture.taken_precision or "second"), len(parts))]


def lock_unneeded(file_ids: Iterable[int]) -> list[int]:
    """Lock files, and return the ids of those that no picture and no derivative needs any more.

    Call it in the transaction that deletes rows which needed them, after that. The reads see what others committed
    before the lock was theirs to give: on MariaDB, transactions are READ COMMITTED.
    """
    files = StoredFile.objects.select_for_update().filter(pk__in=list(file_ids)).order_by("pk")
    ids = set(files.values_list("pk", flat=True))
    for rows in (Picture.objects.all(), Derivative.objects.all()):
        ids.difference_update(rows.filter(file__in=ids).values_list("file_id", flat=True))
    return sorted(ids)


def has_double(file: StoredFile) -> bool:
    """Return whether the family has another stored original with the same bytes.

    Call it after `mark_kept` in its transaction: the usage row is locked, so of two uploads of the same new file into
    two albums the later one sees the other's.
    """
    return find_files(file.family_id, [file.sha256]).exclude(pk=file.pk).exists()
