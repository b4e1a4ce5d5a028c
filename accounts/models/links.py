"""Personal links, which sign parents in."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.invitations import last_day_before
from accounts.models.people import Role, User
from picup.core.public_ids import new_public_id


class PersonalLinkQuerySet(models.QuerySet):
    """Which links count. It is asked whenever a link is looked up, so that no change of a role can forget it."""

    def backed(self):
        """Return those whose maker is an owner of the family now, in which the link's person looks.

        Never those of staff: an owner's paper for an administrator whom somebody put into the family, where everybody
        begins as a viewer, would open the admin to the owner.
        A maker whose row is gone has no right either. Columns of people decide, not what was done to the link when
        they changed: so links of owners who were removed before there was this rule are dead too, and those of one who
        is removed by whatever way to come.
        """
        return self.filter(
            user__is_active=True,
            user__role=Role.VIEWER,
            user__is_staff=False,
            created_by__is_active=True,
            created_by__role=Role.OWNER,
            created_by__family_id=F("user__family_id"),
        )

    def open(self):
        """Return those that sign somebody in now."""
        unexpired = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
        return self.backed().filter(unexpired, revoked_at=None)

    def void(self):
        """Return those that nobody revoked, though their maker or their person lost the right."""
        backed = PersonalLink.objects.filter(revoked_at=None).backed()
        # Not the negation of the conditions: for a maker who is gone, SQL's NOT of unknown is not true.
        return self.filter(revoked_at=None).exclude(pk__in=backed.values("pk"))


class PersonalLink(models.Model):
    """An address (and QR code) that signs one parent in for good, on any number of devices, until it is revoked.

    It dies with the right of who made it, and on its last day if it has one: see `PersonalLinkQuerySet`.
    """

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="personal_links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # None means never.
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = PersonalLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")

    def __str__(self):
        return self.public_id

    @property
    def last_day(self) -> date | None:
        return last_day_before(self.expires_at) if self.expires_at else None
