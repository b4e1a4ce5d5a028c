"""Dead letters: kept with their reason, told to the administrators, replayed or closed by them."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox import counters
from outbox.models import DeadLetter, Message, at_once
from outbox.wakeup import nudge
from picup.alerts import raise_alert

State = DeadLetter.State
MOST_BODY = 10_000


class CannotResolve(Exception):
    """`sentence` tells the administrator why."""

    def __init__(self, sentence):
        super().__init__(str(sentence))
        self.sentence = sentence


def create_dead_letter(message: Message, *, error: str, traceback: str, outage: bool = False) -> None:
    """Records that `message` was given up, in the transaction that gives it up."""
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
    # An outage that goes on was told when it began.
    if is_new or not outage:
        tell(message.task, error)


def create_foreign_dead_letter(*, task: str, queue: str, body: bytes, headers: str, error: str) -> None:
    """Records what the broker could not deliver and what is no message of ours: nothing in it is believed."""
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
        tell(task, error)


def tell(task: str, error: str) -> None:
    counters.count(counters.DEAD_LETTERS, task)
    # Not the whole text: ids in it would make every letter of a storm a kind of its own.
    summary = f"{task[:80] or '?'}: {error.partition(':')[0][:80]}"
    raise_alert("dead letters", summary, look_at="/admin/outbox/deadletter/")


def replay(letter: DeadLetter, *, by: str) -> None:
    """Opens its message again, with all its tries; the outbox sends it. Raises `CannotSettle`."""
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
    """Ends it for good: what it asked for will not happen."""
    with transaction.atomic():
        mark_resolved(letter, State.CLOSED, by, reason=reason[:500])
        Message.objects.filter(pk=letter.message_id, state=Message.State.FAILED).update(
            state=Message.State.CLOSED, done_at=timezone.now()
        )


def mark_resolved(letter: DeadLetter, state: str, by: str, reason: str = "") -> None:
    """Raises `CannotSettle` when somebody else was quicker."""
    settled = DeadLetter.objects.filter(pk=letter.pk, state=State.OPEN).update(
        state=state, reason=reason, settled_at=timezone.now(), settled_by=by[:150], replay_at=None
    )
    if not settled:
        raise CannotResolve(_("Somebody else has settled this one already."))


def replay_outages(*, most: int = 1000) -> int:
    """Replays what died of an outage that may be over. Returns how many."""
    due = DeadLetter.objects.filter(state=State.OPEN, replay_at__lte=timezone.now())
    replayed = 0
    for letter in due.order_by("replay_at")[:most]:
        try:
            replay(letter, by="")
            replayed += 1
        except CannotResolve:
            DeadLetter.objects.filter(pk=letter.pk).update(replay_at=None)
    return replayed
