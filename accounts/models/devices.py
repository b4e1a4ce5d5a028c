"""Browsers in which somebody is signed in: by a personal link, or with a password."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models.links import PersonalLink
from accounts.models.people import User
from picup.core.public_ids import new_public_id

NEW_DEVICE_FOR = timedelta(days=14)


class Device(models.Model):
    """A browser in which a personal link was opened: its session, and its last visit."""

    link = models.ForeignKey(PersonalLink, models.CASCADE, related_name="devices")
    # Revoking the link deletes this session. The hash of its key (picup/db/sessions.py:stored_key).
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    label = models.CharField(max_length=60, blank=True)
    first_seen_at = models.DateTimeField(auto_now_add=True)
    last_seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")

    def __str__(self):
        return self.label or f"device {self.pk}"

    @property
    def name(self) -> str:
        return translate_label(self.label)

    @property
    def is_new(self) -> bool:
        """Return True for as long as the family's page says that it is new."""
        return self.first_seen_at > timezone.now() - NEW_DEVICE_FOR


def translate_label(label: str) -> str:
    """Return a device's label in the active language. The name of a messenger after it is not translated."""
    kind, dot, messenger = label.partition(" · ")
    return f"{gettext(kind)}{dot}{messenger}" if kind else ""


class SignedInSession(models.Model):
    """A browser in which a person signed in with a password. Whether it still is signed in, its session says."""

    public_id = models.CharField(max_length=20, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="signed_in_sessions")
    # As of a device.
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    label = models.CharField(max_length=60, blank=True)
    # From where, roughly: the network of the address, such as 203.0.113.0/24. Blank if it is unknown.
    network = models.CharField(max_length=45, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("signed-in session")
        verbose_name_plural = _("signed-in sessions")

    def __str__(self):
        return self.public_id

    @property
    def name(self) -> str:
        return translate_label(self.label) or gettext("Another device")
