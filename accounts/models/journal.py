"""What was done to a family's account."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Family, User
from picup.core.public_ids import new_public_id
from picup.encryption.fields import EncryptedTextField


class JournalEntry(models.Model):
    """What somebody did to the family's account, in words of that time. Owners read it.

    Written by `accounts/services/journal.py:note` only. It goes with the family and with the people whom it names.
    """

    # Names the row, which its details are bound to. NULL if a process of an earlier release noted it.
    public_id = models.CharField(
        max_length=20, unique=True, null=True, blank=True, default=new_public_id, editable=False
    )
    family = models.ForeignKey(Family, models.CASCADE, related_name="journal")
    at = models.DateTimeField(default=timezone.now)
    # A key of `accounts/journal_words.py`, which has the sentence.
    code = models.CharField(max_length=32)
    # Who did it, and whom it was about. NULL if nobody of the family was.
    by = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    about = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    # JSON of what the sentence names, as it was called then.
    details = EncryptedTextField(blank=True)

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        indexes = [
            models.Index(fields=["family", "at", "id"], name="journal_of_family"),  # the journal's page
            models.Index(fields=["at"], name="journal_by_age"),  # pruning
        ]

    def __str__(self):
        return f"{self.code} {self.pk}"
