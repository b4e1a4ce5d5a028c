"""The ids of all keys that were ever used. The keys themselves are never in the database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class KeyNote(models.Model):
    """A key that has encrypted something. `manage.py reencrypt` retires it when nothing needs it any more."""

    # The variable of the key: FILE_ENCRYPTION_KEYS or FIELD_ENCRYPTION_KEYS.
    variable = models.CharField(max_length=40)
    key_id = models.CharField(max_length=16)
    first_used_at = models.DateTimeField(auto_now_add=True)
    # Set when no photo and no text is encrypted with the key any more.
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("encryption key")
        verbose_name_plural = _("encryption keys")
        constraints = [models.UniqueConstraint(fields=["variable", "key_id"], name="one_note_for_each_key")]

    def __str__(self):
        return f"{self.variable} {self.key_id}"
