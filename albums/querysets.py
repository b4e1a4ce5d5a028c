"""The version of what people see of an album: a new random number with every change of it or its pictures.

It is written by the models and their querysets, in the transaction of the change itself, so that no writer can forget
it (picup/cache says what for). Only raw SQL could; `touch` is for that.

Order of locks: albums, lowest id first; then their pictures; then what `storage` locks. The album comes first because
choosing a cover locks its album, and then (by the foreign key) the picture. A picture never changes its album.
"""

import secrets
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models, router, transaction


def new_version() -> int:
    return secrets.randbits(63)


def touch(album_ids: Iterable[int]) -> None:
    """In the transaction of the change, and before it."""
    for album_id in sorted(set(album_ids)):
        albums().filter(pk=album_id).update(version=new_version())


def albums() -> "AlbumQuerySet":
    return apps.get_model("albums", "Album").objects.all()


class AlbumQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        return super().update(**{"version": new_version(), **values})


class PictureQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        with self.change():
            changing = set(self.order_by().values_list("album_id", flat=True))
            touch(changing)
            # What begins to match just now in another album comes after us.
            return models.QuerySet.update(self.filter(album_id__in=changing), **values) if changing else 0

    def delete(self) -> tuple[int, dict[str, int]]:
        with self.change():
            # None, as people delete: only what is in the trash. Nobody then waits for the deletion of a large album.
            touch(self.filter(trashed_at=None, album__trashed_at=None).values_list("album_id", flat=True))
            ids = list(self.order_by().values_list("pk", flat=True))
            albums().filter(cover_id__in=ids).update(cover=None)
            return super().delete()

    def bulk_create(self, objs, *args: Any, **options: Any):
        pictures = list(objs)
        with self.change():
            touch(picture.album_id for picture in pictures)  # type: ignore[attr-defined]
            return super().bulk_create(pictures, *args, **options)

    def change(self):
        using = self._db or router.db_for_write(self.model)  # type: ignore[attr-defined]
        return transaction.atomic(using=using, savepoint=False)


class VersionedModel(models.Model):
    """An album."""

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **options: Any) -> None:
        self.version = new_version()
        if update_fields is not None:
            update_fields = {*update_fields, "version"}
        super().save(*args, update_fields=update_fields, **options)


class AlbumPartModel(models.Model):
    """A picture."""

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
