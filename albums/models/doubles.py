"""The same picture in two files."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Family
from picup.core.public_ids import new_public_id
from storage.models import StoredFile


class Double(models.Model):
    """Two originals of a family with the same picture, and another date, name or place (albums/services/doubles.py).

    It is of files, not of pictures, because several albums may show one. It goes with either file, and is shown while
    albums show both. The older file is the first.
    """

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    # No foreign keys in the database: an upload inserts this row when it has locked the family's usage already, and
    # they would lock files after that, which whoever deletes them does before.
    family = models.ForeignKey(Family, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    first = models.ForeignKey(
        StoredFile, models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    second = models.ForeignKey(StoredFile, models.CASCADE, related_name="+", db_constraint=False)
    found_at = models.DateTimeField(default=timezone.now)
    # When a contributor decided to keep both. NULL: nobody has.
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("same picture twice")
        verbose_name_plural = _("same pictures twice")
        # Also finds a file's pairs.
        constraints = [models.UniqueConstraint(fields=["first", "second"], name="one_double_of_each")]
        indexes = [
            # What a family's contributors have to decide, the newest first.
            models.Index(fields=["family", "kept_at", "found_at", "id"], name="doubles_to_decide"),
        ]

    def __str__(self):
        return f"{self.first_id} and {self.second_id}"
