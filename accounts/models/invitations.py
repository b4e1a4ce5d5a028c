"""Invitations of contributors, and the tokens of all addresses that sign somebody in."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import CONTRIBUTORS, Family, User
from picup.core.public_ids import new_public_id

INVITATION_LIFETIME = timedelta(days=14)


def new_token() -> str:
    """Return 256 random bits, base64url, for an address that signs a person in. Show it once, and store its hash."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """Return the SHA-256 in hex. A random token needs no slow hash: nobody can guess it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Return those that somebody can accept now. Whoever invited must still be one who may invite."""
        return self.filter(
            *(Q(accepted_at=None), Q(revoked_at=None), Q(expires_at__gt=timezone.now())),
            invited_by__is_active=True,
            invited_by__role__in=CONTRIBUTORS,
            invited_by__family_id=F("family_id"),
        )


class Invitation(models.Model):
    """An address that makes one person a contributor of the family, once, until it expires.

    It dies with the right of who made it: see `InvitationQuerySet.open`.
    """

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    family = models.ForeignKey(Family, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return self.public_id

    @property
    def is_open(self) -> bool:
        """Ask the database, so that there is one rule: `InvitationQuerySet.open`."""
        return Invitation.objects.open().filter(pk=self.pk).exists()

    @property
    def last_day(self) -> date:
        return last_day_before(self.expires_at)


def last_day_before(moment: datetime) -> date:
    """Return the last whole day before a moment at which something expires, which is midnight if a person chose it."""
    return timezone.localdate(moment - timedelta(seconds=1))
