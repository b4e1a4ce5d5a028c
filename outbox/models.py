"""The outbox: messages written in the transaction of what they announce."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """A call of one task that must happen because its transaction committed.

    pending → sent → done. A consumer that fails puts it back to pending with a later `due_at`; after too
    many failures it is `failed` and waits for a person. `sent` but not done when `due_at` passes: sent again.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        SENT = "sent", _("sent")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    OPEN = [State.PENDING, State.SENT]

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    queue = models.CharField(max_length=20)
    request_id = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    # When this row next needs the dispatcher: to be sent, or (sent, not finished) to be sent again.
    due_at = models.DateTimeField(default=timezone.now)
    # Whose claim the row is under; a claim ends by itself because claiming moves `due_at`.
    lease = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.PositiveIntegerField(default=0)
    failures = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [
            # The dispatcher's claim: open rows that are due.
            models.Index(fields=["state", "due_at"], name="messages_due"),
            # The dispatcher's second read: the rows under its lease.
            models.Index(fields=["lease"], name="messages_by_lease"),
            # Pruning of finished rows.
            models.Index(fields=["state", "done_at"], name="messages_done"),
        ]

    def __str__(self):
        return f"{self.task} {self.uid}"
