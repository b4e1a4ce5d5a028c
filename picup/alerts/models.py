"""Alerts, and when each kind of them may next be sent by each channel."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AlertQuerySet(models.QuerySet):
    def uncollected(self):
        """Return alerts that no channel has begun to send. Their count may still be raised."""
        return self.filter(webhook_sent_at=None, webhook_lease=None, mail_sent_at=None, mail_lease=None)

    def waiting_for(self, channel: str):
        """Return alerts that `channel` ("webhook" or "mail") has not sent."""
        return self.filter(**{f"{channel}_sent_at": None})


class Alert(models.Model):
    """Something that happened `count` times.

    Each channel leases and marks it for itself, so a broken channel neither delays the other nor makes it repeat.
    """

    kind = models.CharField(_("kind"), max_length=40)
    summary = models.CharField(_("summary"), max_length=200)
    count = models.PositiveIntegerField(_("count"), default=1)
    look_at = models.CharField(_("where to look"), max_length=100)
    request_id = models.CharField(_("request id"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("first"), default=timezone.now)
    last_at = models.DateTimeField(_("last"), default=timezone.now)
    webhook_lease = models.UUIDField(null=True, blank=True, editable=False)
    webhook_sent_at = models.DateTimeField(_("sent to the webhook"), null=True, blank=True)
    mail_lease = models.UUIDField(null=True, blank=True, editable=False)
    mail_sent_at = models.DateTimeField(_("sent by e-mail"), null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        indexes = [
            # Counting up a row that is still there.
            models.Index(fields=["kind", "summary", "webhook_sent_at"], name="alerts_to_count_up"),
            # What a channel has still to send, by kind; pruning.
            models.Index(fields=["webhook_sent_at", "kind"], name="alerts_for_webhook"),
            models.Index(fields=["mail_sent_at", "kind"], name="alerts_for_mail"),
        ]

    def __str__(self):
        return f"{self.count} × {self.summary}"


class Outlet(models.Model):
    """One kind of alert on one channel, and when it may send next.

    `due_at` is the end of its present pause: the quiet time after a message, the lease of a sender at work, or the
    pause after a failure.
    """

    kind = models.CharField(_("kind"), max_length=40)
    channel = models.CharField(_("channel"), max_length=10)
    due_at = models.DateTimeField(_("silent until"), default=timezone.now)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    failures = models.PositiveIntegerField(_("failures"), default=0)
    error = models.CharField(_("error"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("last sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("outlet of alerts")
        verbose_name_plural = _("outlets of alerts")
        constraints = [models.UniqueConstraint(fields=["kind", "channel"], name="one_outlet_per_channel")]

    def __str__(self):
        return f"{self.kind}: {self.channel}"
