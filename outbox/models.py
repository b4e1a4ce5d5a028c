"""The outbox: messages written in the transaction of what they announce, and what became of those that
failed."""

import uuid
from datetime import UTC, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# `due_at` of what is due at once. Not "now": the clock of whoever publishes may be ahead of the dispatcher's,
# or jump back. All new rows share it, so that the index `messages_due` gives them in the order of their ids.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def at_once() -> datetime:
    return AT_ONCE


class Message(models.Model):
    """A call of one task that must happen because its transaction committed.

    pending → sent → done. A consumer that fails puts it back to pending with a later `due_at`; after too
    many failures it is `failed`, a dead letter that waits for a person, who replays it or closes it
    (`closed`). `sent` but not done when `due_at` passes: sent again.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("pending")
        SENT = "sent", _("sent")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        CLOSED = "closed", _("closed")

    OPEN = [State.PENDING, State.SENT]
    FINISHED = [State.DONE, State.CLOSED]

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    task = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    queue = models.CharField(max_length=20)
    request_id = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    # When this row next needs the dispatcher: to be sent, or (sent, not finished) to be sent again.
    due_at = models.DateTimeField(default=at_once)
    # Whose claim the row is under; a claim ends by itself because claiming moves `due_at`.
    lease = models.UUIDField(null=True, blank=True, editable=False)
    attempts = models.PositiveIntegerField(default=0)
    # How often a worker took it into its hands since the last recorded failure: more than once means that
    # the worker ended with it.
    deliveries = models.PositiveIntegerField(default=0, db_column="begun")
    failures = models.PositiveIntegerField(default=0)
    first_failed_at = models.DateTimeField(null=True, blank=True)
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


class DeadLetter(models.Model):
    """A message that was given up, or whatever else the broker could not deliver. One row for each, however
    often it dies: replaying opens the message again, and a new death opens the letter again."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        REPLAYED = "replayed", _("replayed")
        CLOSED = "closed", _("closed")

    # The message's uid; of what is no message of ours, a digest of its content: a storm of the same is one.
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="dead_letter"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    task = models.CharField(max_length=200, blank=True)
    queue = models.CharField(max_length=100, blank=True)
    # None, where they could not be read; `body` has then the beginning of what came.
    arguments = models.JSONField(null=True, blank=True)
    body = models.TextField(blank=True)
    error = models.TextField(blank=True)
    traceback = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField(_("failures"), default=0)
    first_failed_at = models.DateTimeField(default=timezone.now)
    last_failed_at = models.DateTimeField(default=timezone.now)
    # An outage ends by itself, so what died of one is replayed by the clock; everything else by a person.
    replay_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason for closing"), max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    # Text: the outbox knows no other app's tables.
    settled_by = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("dead letter")
        verbose_name_plural = _("dead letters")
        indexes = [
            # The open ones, for the alarm and the metrics; those whose outage may be over.
            models.Index(fields=["state", "replay_at"], name="dead_letters_open"),
        ]

    def __str__(self):
        return f"{self.task or '?'} {self.fingerprint[:12]}"
