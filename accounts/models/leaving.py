"""Leaving a family, and closing it."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Family, User
from picup.core.public_ids import new_public_id
from picup.encryption.fields import EncryptedCharField

# From a decision to leave until it is carried out. Until then it can be taken back.
TIME_TO_THINK = timedelta(days=30)


class Leaving(models.Model):
    """Somebody leaves, or a family closes: from the decision until everything is erased.

    Waiting (`begun_at` is None; can be taken back by deleting the row), begun (nobody gets in any more, and workers
    erase), finished. A finished row keeps dates and counts only: it is the report.
    """

    class Kind(models.TextChoices):
        MEMBER = "member", _("a member leaves")
        FAMILY = "family", _("a family closes")
        REMOVED = "removed", _("a parent was removed")

    # In the address of the last page, whose reader has no account any more.
    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    family = models.ForeignKey(Family, models.SET_NULL, null=True, blank=True, related_name="+")
    # Who leaves; of a family, the owner who closes it.
    member = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    takes_photos = models.BooleanField(default=False)
    # Where the report is sent, kept until then only.
    email = EncryptedCharField(max_length=254, blank=True)
    language = models.CharField(max_length=5, blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # What was erased: a number by kind.
    report = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("leaving")
        verbose_name_plural = _("leavings")
        # The tick: what is not finished, by its date.
        indexes = [models.Index(fields=["finished_at", "due_at"], name="leavings_by_date")]

    def __str__(self):
        return self.public_id

    @property
    def closes_family(self) -> bool:
        return self.kind == self.Kind.FAMILY
