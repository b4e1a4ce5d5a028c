"""Dead letters: messages that were given up. They are kept with their reason, and an alert goes out.

Administrators resolve a dead letter in one of two ways: replay it (the message is sent again) or close it (what it
asked for will not happen). Letters that died of an outage are replayed by the clock.
"""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox import monitoring
from outbox.models import DeadLetter, Message, at_once
from outbox.wakeup import nudge
from picup.alerts import raise_alert

State = DeadLetter.State
# Bytes of a message that could not be read.
MOST_BODY = 10_000


class CannotResolve(Exception):
    """A dead letter cannot be replayed or closed. `sentence` tells the administrator why, in her language."""

    def __init__(self, sentence):
        super().__init__(str(sentence))
        self.sentence = sentence


def create_dead_letter(message: Message, *, error: str, traceback: str, outage: bool = False) -> None:
    """Create the dead letter of `message`, or open it again. Call it in the transaction that gives the message up.

    With `outage`, the letter is replayed by the clock after OUTBOX_OUTAGE_SECONDS.
    """
    now = timezone.now()
    replay_at = now + timedelta(seconds=settings.OUTBOX_OUTAGE_SECONDS) if outage else None
    letter, is_new = DeadLetter.objects.update_or_create(
        fingerprint=message.uid.hex,
        defaults={
            "message": message,
            "state": State.OPEN,
            "error": error,
            "traceback": traceback,
            "last_failed_at": now,
            "replay_at": replay_at,
        },
        create_defaults={
            "message": message,
            "task": message.task,
            "queue": message.queue,
            "arguments": message.arguments,
            "request_id": message.request_id,
            "error": error,
            "traceback": traceback,
            "first_failed_at": message.first_failed_at or now,
            "last_failed_at": now,
            "replay_at": replay_at,
        },
    )
    DeadLetter.objects.filter(pk=letter.pk).update(count=F("count") + message.failures)
    # An outage that goes on raised its alert when it began.
    if is_new or not outage:
        count_and_alert(message.task, error)


def create_foreign_dead_letter(*, task: str, queue: str, body: bytes, headers: str, error: str) -> None:
    """Create the dead letter of something that the broker could not deliver and that is no message of ours.

    Nothing in it is trusted: it is cut, cleaned and kept as text. The same content twice is one letter.
    """
    now = timezone.now()
    digest = hashlib.sha256(b"\n".join([queue.encode(), task.encode(), body])).hexdigest()
    beginning = f"{headers}\n{body[:MOST_BODY].decode(errors='replace')}".replace(
        "\x00", "\N{REPLACEMENT CHARACTER}"
    )
    with transaction.atomic():
        letter, _is_new = DeadLetter.objects.get_or_create(
            fingerprint=digest,
            defaults={"task": task, "queue": queue, "body": beginning, "first_failed_at": now},
        )
        DeadLetter.objects.filter(pk=letter.pk).update(
            state=State.OPEN, error=error, last_failed_at=now, count=F("count") + 1
        )
        count_and_alert(task, error)


def count_and_alert(task: str, error: str) -> None:
    """Count a dead letter and raise its alert."""
    monitoring.count(monitoring.DEAD_LETTERS, task)
    # Only the error's class: alerts are grouped by this text, and ids in the rest would make each one its own group.
    summary = f"{task[:80] or '?'}: {error.partition(':')[0][:80]}"
    raise_alert("dead letters", summary, look_at="/admin/outbox/deadletter/")


def replay(letter: DeadLetter, *, by: str) -> None:
    """Open the letter's message again, with all its tries; it is sent on commit.

    `by` is the administrator's e-mail, or "" for the clock. Raise `CannotResolve` if the letter has no message, or if
    the message or the letter is not open to it any more.
    """
    if letter.message_id is None:
        raise CannotResolve(_("This was no message of ours, or its message is gone: it can only be closed."))
    with transaction.atomic():
        mark_resolved(letter, State.REPLAYED, by)
        opened = Message.objects.filter(pk=letter.message_id, state=Message.State.FAILED).update(
            state=Message.State.PENDING, failures=0, deliveries=0, attempts=0, lease=None, due_at=at_once()
        )
        if not opened:
            raise CannotResolve(_("Its message is not waiting for anybody any more."))
        transaction.on_commit(nudge, robust=True)


def close(letter: DeadLetter, *, reason: str, by: str) -> None:
    """Close the letter and its message for good: what the message asked for will not happen.

    `by` is the administrator's e-mail. Raise `CannotResolve` if the letter is resolved already.
    """
    with transaction.atomic():
        mark_resolved(letter, State.CLOSED, by, reason=reason[:500])
        Message.objects.filter(pk=letter.message_id, state=Message.State.FAILED).update(
            state=Message.State.CLOSED, done_at=timezone.now()
        )


def mark_resolved(letter: DeadLetter, state: str, by: str, reason: str = "") -> None:
    """Move an open letter to `state`. Raise `CannotResolve` if somebody else has resolved it."""
    resolved = DeadLetter.objects.filter(pk=letter.pk, state=State.OPEN).update(
        state=state, reason=reason, settled_at=timezone.now(), settled_by=by[:150], replay_at=None
    )
    if not resolved:
        raise CannotResolve(_("Somebody else has settled this one already."))


def replay_outages(*, most: int = 1000) -> int:
    """Replay up to `most` letters that died of an outage, once their time has come. Return how many.

    A letter that cannot be replayed is left to the administrators.
    """
    due = DeadLetter.objects.filter(state=State.OPEN, replay_at__lte=timezone.now())
    replayed = 0
    for letter in due.order_by("replay_at")[:most]:
        try:
            replay(letter, by="")
            replayed += 1
        except CannotResolve:
            DeadLetter.objects.filter(pk=letter.pk).update(replay_at=None)
    return replayed
