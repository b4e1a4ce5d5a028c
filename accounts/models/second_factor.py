"""The second step at sign-in."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from picup.encryption.fields import EncryptedCharField


class SecondFactor(models.Model):
    """A person's authenticator app. It counts from `confirmed_at` on, when its first code was typed."""

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    # Bound to whose it is: with another person's secret nobody signs in.
    secret = EncryptedCharField(max_length=64, bound_to="user")
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # The last step of 30 seconds (RFC 6238) whose code was used: no code is used twice.
    last_step = models.BigIntegerField(default=0)
    # Wrong codes one after the other, and the time of the last one.
    failures = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("second step")
        verbose_name_plural = _("second steps")

    def __str__(self):
        return f"second step {self.pk}"


class RecoveryCode(models.Model):
    """A code on paper that replaces the app once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64, editable=False)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("recovery code")
        verbose_name_plural = _("recovery codes")
        constraints = [
            models.UniqueConstraint(fields=["user", "code_hash"], name="one_of_each_recovery_code")
        ]

    def __str__(self):
        return f"recovery code {self.pk}"
