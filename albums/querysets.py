"""Give an album a new version with every change of what people see of it, its pictures included.

A version is a random number in the album's row. `picup/cache/` uses it in keys. The models and their querysets write it
in the transaction of the change itself, so that no caller can forget it. Only raw SQL can; call `touch` with it.

Order of locks: albums, lowest id first; then their pictures; then what `storage` locks. The album comes first because
choosing a cover locks its album and then, by the foreign key, the picture. A picture never changes its album.
"""

import secrets
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models, router, transaction


def new_version() -> int:
    """Return a random version, of 63 bits so that it fits a signed column."""
    return secrets.randbits(63)


def touch(album_ids: Iterable[int]) -> None:
    """Give albums a new version. Call this in the transaction of the change, and before it: it locks the albums."""
    for album_id in sorted(set(album_ids)):
        albums().filter(pk=album_id).update(version=new_version())


def albums() -> "AlbumQuerySet":
    """Return all albums. Looked up by name, because `albums/models/` imports this module."""
    return apps.get_model("albums", "Album").objects.all()


class AlbumQuerySet(models.QuerySet):
    """Albums, each with a new version after an update."""

    def update(self, **values: Any) -> int:
        return super().update(**{"version": new_version(), **values})


class PictureQuerySet(models.QuerySet):
    """Pictures whose albums get a new version with every change."""

    def update(self, **values: Any) -> int:
        with self.atomic():
            changing = set(self.order_by().values_list("album_id", flat=True))
            touch(changing)
            # Update those albums only: another, whose pictures begin to match now, has no new version.
            return models.QuerySet.update(self.filter(album_id__in=changing), **values) if changing else 0

    def delete(self) -> tuple[int, dict[str, int]]:
        with self.atomic():
            # Nobody sees what is in the trash. So deleting it touches no album, and blocks no upload to one.
            touch(self.filter(trashed_at=None, album__trashed_at=None).values_list("album_id", flat=True))
            ids = list(self.order_by().values_list("pk", flat=True))
            albums().filter(cover_id__in=ids).update(cover=None)
            return super().delete()

    def bulk_create(self, objs, *args: Any, **options: Any):
        pictures = list(objs)
        with self.atomic():
            touch(picture.album_id for picture in pictures)  # type: ignore[attr-defined]
            return super().bulk_create(pictures, *args, **options)

    def atomic(self):
        """Return a transaction on the database that this queryset writes to."""
        using = self._db or router.db_for_write(self.model)  # type: ignore[attr-defined]
        return transaction.atomic(using=using, savepoint=False)


class VersionedModel(models.Model):
    """A row with a `version` of its own: an album. Saving it gives it a new one."""

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        self.version = new_version()
        if update_fields is not None:
            update_fields = {*update_fields, "version"}
        super().save(*args, update_fields=update_fields, **options)


class AlbumPartModel(models.Model):
    """A row that is shown as part of an album: a picture. Saving or deleting it gives the album a new version."""

    album_id: int

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(savepoint=False):
            touch([self.album_id])
            super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            touch([self.album_id])
            return super().delete(*args, **options)
