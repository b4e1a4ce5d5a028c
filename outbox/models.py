"""Messages, which are written in the transaction that causes them, and dead letters: messages that were given up."""

import uuid
from datetime import UTC, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# `due_at` of messages that are due at once. Not "now": the publisher's clock may be ahead of the dispatcher's, or jump
# back. All new rows share it, so that the index `messages_due` returns them in the order of their ids.
AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


def at_once() -> datetime:
    """Return the `due_at` of a message that is due at once. (A default that migrations name.)"""
    return AT_ONCE


class Message(models.Model):
    """A call of one task that must happen because its transaction committed.

    pending → sent → done. If its handler fails, it is pending again with a later `due_at`. After too many failures it
    is `failed` and has a dead letter, which an administrator replays (pending again) or closes (`closed`). A message
    that is sent but not done when `due_at` passes is sent again.
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
    # When the dispatcher must next look at this row: to send it, or (sent, not finished) to send it again.
    due_at = models.DateTimeField(default=at_once)
    # The claim of one dispatcher, a random id. It ends by itself, because claiming moves `due_at`.
    lease = models.UUIDField(null=True, blank=True, editable=False)
    # How often it was sent, or could not be.
    attempts = models.PositiveIntegerField(default=0)
    # How often a worker has started on it since the last recorded failure. More than once means that the worker died.
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
    """A message that was given up, or something else that the broker could not deliver.

    A message has at most one, however often it is given up: replaying opens the message again, and when that is given
    up too, the same letter is open again.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        REPLAYED = "replayed", _("replayed")
        CLOSED = "closed", _("closed")

    # The message's uid, or a digest of the content where it is no message of ours: the same content is one letter.
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="dead_letter"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    task = models.CharField(max_length=200, blank=True)
    queue = models.CharField(max_length=100, blank=True)
    # None if they could not be read. `body` then has the beginning of the content.
    arguments = models.JSONField(null=True, blank=True)
    body = models.TextField(blank=True)
    error = models.TextField(blank=True)
    traceback = models.TextField(blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField(_("failures"), default=0)
    first_failed_at = models.DateTimeField(default=timezone.now)
    last_failed_at = models.DateTimeField(default=timezone.now)
    # When the clock replays it, if it died of an outage, which ends by itself. Others wait for a person.
    replay_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason for closing"), max_length=500, blank=True)
    # When and by whom it was resolved: replayed or closed.
    settled_at = models.DateTimeField(null=True, blank=True)
    # The administrator's e-mail as text, because the outbox knows no other app's tables.
    settled_by = models.CharField(max_length=150, blank=True)

    class Meta:
        verbose_name = _("dead letter")
        verbose_name_plural = _("dead letters")
        indexes = [
            # Open letters, for the alert and the metrics; letters whose `replay_at` has come.
            models.Index(fields=["state", "replay_at"], name="dead_letters_open"),
        ]

    def __str__(self):
        return f"{self.task or '?'} {self.fingerprint[:12]}"
