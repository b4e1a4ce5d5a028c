"""Emptying the trash."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Family


class TrashPurge(models.Model):
    """A request to delete for good the single pictures that a family put into its trash up to `until`.

    Nobody sees those pictures any more. A message deletes them in batches, then this row.
    """

    family = models.ForeignKey(Family, models.CASCADE, related_name="+")
    until = models.DateTimeField()
    requested_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        # The name of the first release; renaming a table would stop the processes of the release before.
        db_table = "albums_emptying"
        verbose_name = _("emptying of the trash")
        verbose_name_plural = _("emptyings of the trash")

    def __str__(self):
        return f"{self.until:%Y-%m-%d %H:%M}"
