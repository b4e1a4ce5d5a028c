"""The renderings that are shown of a picture."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from albums.models.pictures import Picture
from storage.models import StoredFile


class Derivative(models.Model):
    """A smaller, upright rendering of a picture in sRGB, without metadata."""

    picture = models.ForeignKey(Picture, models.CASCADE, related_name="derivatives")
    variant = models.CharField(max_length=8)
    # Pictures of one original may share it.
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="derivatives")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("derivative")
        verbose_name_plural = _("derivatives")
        constraints = [models.UniqueConstraint(fields=["picture", "variant"], name="one_of_each_variant")]

    def __str__(self):
        return f"{self.variant} of {self.picture_id}"
