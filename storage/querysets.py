"""What a file's row says of its copies, so that a family's photos are counted without reading the copies' rows.

`StoredFile.places` has the name of each storage that has a copy, "backup,main"; where damage was found, with a mark:
"backup,main!". Names and no count: a storage that the settings name no longer does not count from then on.

It is written by FileCopy and its querysets, in the transaction of the change itself, so that no writer can forget it.
Only raw SQL could; `note_places` is for that. Order of locks: files, lowest id first; then their copies.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from django.apps import apps
from django.db import models, router, transaction
from django.db.models import Aggregate, Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

MARK = "!"
# What is said of copies; their times are not.
SAID = {"file", "file_id", "storage", "damage"}


class Joined(Aggregate):
    """The values of all rows, with commas between them: MariaDB and SQLite have one word for it."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()


def said_by(copies: models.QuerySet) -> Coalesce:
    """SQL: what `places` should be, by a file's copies."""
    own = copies.filter(file=OuterRef("pk")).order_by().values("file")
    text = models.TextField()
    damaged = Concat("storage", Value(MARK), output_field=text)
    name = Case(When(damage="", then=F("storage")), default=damaged, output_field=text)
    names = own.annotate(names=Joined(name)).values("names")
    return Coalesce(Subquery(names), Value(""), output_field=text)


def read_places(places: str, storages: Iterable[str]) -> tuple[int, int]:
    """How many good copies and how many damaged ones there are in these storages."""
    names = set(places.split(","))
    return (
        sum(name in names for name in storages),
        sum(name + MARK in names for name in storages),
    )


def note_places(file_ids: Iterable[int]) -> None:
    """In the transaction of the change, and after it."""
    files, copies = (apps.get_model("storage", name).objects for name in ("StoredFile", "FileCopy"))
    files.filter(pk__in=set(file_ids)).update(places=said_by(copies.all()))


class CopyQuerySet(models.QuerySet):
    def update(self, **values: Any) -> int:
        if not SAID & values.keys():
            return super().update(**values)
        with self.change() as copies:
            ids = copies.lock_files()
            # What begins to match just now, of another file, comes after us.
            changed = models.QuerySet.update(copies.filter(file_id__in=ids), **values) if ids else 0
            if changed:
                note_places(ids)
            return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with self.change() as copies:
            ids = copies.lock_files()
            deleted = models.QuerySet.delete(copies.filter(file_id__in=ids))
            note_places(ids)
            return deleted

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs, *args: Any, **options: Any):
        """Needs no lock: MariaDB locks a new copy's file itself, for the foreign key."""
        copies = list(objs)
        with self.change():
            created = super().bulk_create(copies, *args, **options)
            note_places(copy.file_id for copy in copies)
            return created

    def lock_files(self) -> list[int]:
        """Before their copies, as healing does: else each of two would wait for what the other holds."""
        ids = set(self.order_by().values_list("file_id", flat=True))
        files = apps.get_model("storage", "StoredFile").objects.filter(pk__in=ids).order_by("pk")
        return list(files.select_for_update().values_list("pk", flat=True)) if ids else []

    @contextmanager
    def change(self) -> Iterator[Self]:
        """In a transaction: these copies as the primary has them, never a replica."""
        using = self._db or router.db_for_write(self.model)  # type: ignore[attr-defined]
        with transaction.atomic(using=using, savepoint=False):
            yield self.using(using)


class CopySummaryModel(models.Model):
    """A copy."""

    file_id: int
    objects = CopyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(savepoint=False):
            super().save(*args, **options)
            note_places([self.file_id])

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            deleted = super().delete(*args, **options)
            note_places([self.file_id])
            return deleted
