"""The summary of a file's copies on the file's row, so that a family's photos are counted without reading copies.

The column `StoredFile.places` has the name of each storage that has a copy, joined by commas: "backup,main". A damaged
copy has a mark: "backup,main!". It has names and not a count, so that a storage which the settings no longer name stops
counting at once.

FileCopy and its querysets write it in the transaction of each change, so that no writer can forget it. Only raw SQL
could; call `update_places` after that. Order of locks: files, lowest id first; then their copies.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, Self

from django.apps import apps
from django.db import models, router, transaction
from django.db.models import Aggregate, Case, F, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat

DAMAGE_MARK = "!"
# The columns of a copy that `places` depends on.
SUMMARISED = {"file", "file_id", "storage", "damage"}


class GroupConcat(Aggregate):
    """SQL: the values of all rows, joined by commas. MariaDB and SQLite have the same function."""

    function = "GROUP_CONCAT"
    output_field = models.TextField()


def summarise_copies(copies: models.QuerySet) -> Coalesce:
    """Return the SQL for what `places` of a file should be, for a queryset of files. `copies` are all copies."""
    own = copies.filter(file=OuterRef("pk")).order_by().values("file")
    text = models.TextField()
    damaged = Concat("storage", Value(DAMAGE_MARK), output_field=text)
    name = Case(When(damage="", then=F("storage")), default=damaged, output_field=text)
    names = own.annotate(names=GroupConcat(name)).values("names")
    return Coalesce(Subquery(names), Value(""), output_field=text)


def count_copies(places: str, storages: Iterable[str]) -> tuple[int, int]:
    """Return how many good and how many damaged copies `places` names in these storages."""
    names = set(places.split(","))
    return (
        sum(name in names for name in storages),
        sum(name + DAMAGE_MARK in names for name in storages),
    )


def update_places(file_ids: Iterable[int]) -> None:
    """Write `places` of these files anew, from their copies. Call it after the change, in its transaction."""
    files, copies = (apps.get_model("storage", name).objects for name in ("StoredFile", "FileCopy"))
    files.filter(pk__in=set(file_ids)).update(places=summarise_copies(copies.all()))


class CopyQuerySet(models.QuerySet):
    """Copies whose changes update `places` of their files. Arguments and results are those of Django's methods."""

    def update(self, **values: Any) -> int:
        if not SUMMARISED & values.keys():
            return super().update(**values)
        with self.in_transaction() as copies:
            ids = copies.lock_files()
            # Only copies of locked files. A copy of another file that matches from now on counts as written later.
            changed = models.QuerySet.update(copies.filter(file_id__in=ids), **values) if ids else 0
            if changed:
                update_places(ids)
            return changed

    update.alters_data = True  # type: ignore[attr-defined]

    def delete(self) -> tuple[int, dict[str, int]]:
        with self.in_transaction() as copies:
            ids = copies.lock_files()
            deleted = models.QuerySet.delete(copies.filter(file_id__in=ids))
            update_places(ids)
            return deleted

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]

    def bulk_create(self, objs, *args: Any, **options: Any):
        # No lock needed: MariaDB locks the file of a new copy itself, for the foreign key.
        copies = list(objs)
        with self.in_transaction():
            created = super().bulk_create(copies, *args, **options)
            update_places(copy.file_id for copy in copies)
            return created

    def lock_files(self) -> list[int]:
        """Lock the files of these copies, and return their ids.

        Files are locked before copies, as healing does. In the other order two writers could each wait for what the
        other holds.
        """
        ids = set(self.order_by().values_list("file_id", flat=True))
        files = apps.get_model("storage", "StoredFile").objects.filter(pk__in=ids).order_by("pk")
        return list(files.select_for_update().values_list("pk", flat=True)) if ids else []

    @contextmanager
    def in_transaction(self) -> Iterator[Self]:
        """Open a transaction, and give these copies as the primary has them: a replica may be behind."""
        using = self._db or router.db_for_write(self.model)  # type: ignore[attr-defined]
        with transaction.atomic(using=using, savepoint=False):
            yield self.using(using)


class CopySummaryModel(models.Model):
    """A model of copies: it has a foreign key `file`, and saving or deleting a row updates `places` of that file."""

    file_id: int
    objects = CopyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **options: Any) -> None:
        with transaction.atomic(savepoint=False):
            super().save(*args, **options)
            update_places([self.file_id])

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            deleted = super().delete(*args, **options)
            update_places([self.file_id])
            return deleted
