"""How often something was done."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tally(models.Model):
    """How often somebody did one thing within a time: a sign-in that failed, a letter, a new family.

    `key` is a keyed hash of the thing and of who did it (accounts/throttling.py), so that no row tells a name or an
    address that was typed.
    """

    key = models.CharField(max_length=64, unique=True, editable=False)
    number = models.PositiveIntegerField(default=0)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        indexes = [models.Index(fields=["until"], name="tallies_by_end")]  # deleting those whose time is over

    def __str__(self):
        return f"{self.number} until {self.until:%Y-%m-%d %H:%M}"
