"""Send what waits: one message for all alerts of a kind, then that kind is quiet for ALERT_QUIET_SECONDS.

An outlet is claimed by a conditional UPDATE, its message is sent outside any transaction, then its alerts are marked.
A crash between sending and marking sends twice. A crash anywhere else loses nothing, because the lease expires.
"""

import logging
import random
import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from picup.alerts.channels import Channel, SendFailed, get_channels
from picup.alerts.composing import compose
from picup.alerts.models import Alert, Outlet

logger = logging.getLogger(__name__)
LEASE_SECONDS = 60
LONGEST_PAUSE_SECONDS = 600
KEEP_DAYS = 30
BATCH = 1000


def send_waiting() -> int:
    """Send every waiting kind on every channel, except those that are quiet. Return the number of messages sent."""
    sent = 0
    for channel in get_channels():
        waiting = Alert.objects.waiting_for(channel.name).order_by()
        for kind in waiting.values_list("kind", flat=True).distinct():
            outlet = claim(kind, channel.name)
            if outlet is not None:
                sent += deliver(outlet, channel)
    return sent


def claim(kind: str, channel: str) -> Outlet | None:
    """Claim a due outlet for this caller alone. Return None if it is not due or another caller was first."""
    outlet, _ = Outlet.objects.get_or_create(kind=kind, channel=channel)
    outlet.lease = uuid.uuid4()
    now = timezone.now()
    # Nothing sets a time so far away: the clock was put back.
    never = now + 2 * timedelta(seconds=max(settings.ALERT_QUIET_SECONDS, LONGEST_PAUSE_SECONDS))
    is_due = Q(due_at__lte=now) | Q(due_at__gt=never)
    lease_end = now + timedelta(seconds=LEASE_SECONDS)
    claimed = Outlet.objects.filter(is_due, pk=outlet.pk).update(lease=outlet.lease, due_at=lease_end)
    return outlet if claimed else None


def deliver(outlet: Outlet, channel: Channel) -> bool:
    """Send all waiting alerts of the outlet in one message. Return whether it was sent.

    After a failure the alerts wait, and the error is on the outlet and in the log.
    """
    waiting = Alert.objects.waiting_for(channel.name).filter(kind=outlet.kind)
    # Leased rows are not counted up any more, so what is marked below is what was sent.
    waiting.update(**{f"{channel.name}_lease": outlet.lease})
    ours = waiting.filter(**{f"{channel.name}_lease": outlet.lease})
    if not (text := compose(ours)):
        release(outlet, due_at=timezone.now())
        return False
    try:
        channel.send(text)
    except Exception as error:
        # Only SendFailed is known to hold no secret.
        reason = str(error) if isinstance(error, SendFailed) else type(error).__name__
        logger.warning("Alerts of %r (outlet %d) wait: %s", outlet.kind, outlet.pk, reason)
        pause = timedelta(seconds=pause_seconds(outlet.failures))
        release(outlet, due_at=timezone.now() + pause, failures=F("failures") + 1, error=reason[:200])
        return False
    now = timezone.now()
    with transaction.atomic():
        ours.update(**{f"{channel.name}_sent_at": now})
        quiet = timedelta(seconds=settings.ALERT_QUIET_SECONDS)
        release(outlet, due_at=now + quiet, failures=0, error="", sent_at=now)
    return True


def release(outlet: Outlet, **changes) -> None:
    Outlet.objects.filter(pk=outlet.pk, lease=outlet.lease).update(lease=None, **changes)


def pause_seconds(failures: int) -> float:
    """Return the seconds to wait after that many failures: 10, 20, 40 … up to 600, with jitter."""
    return min(10 * 2 ** min(failures, 6), LONGEST_PAUSE_SECONDS) * random.uniform(0.8, 1.2)  # noqa: S311


def prune() -> int:
    """Delete up to BATCH alerts that every channel sent more than KEEP_DAYS ago. Return the number deleted."""
    before = timezone.now() - timedelta(days=KEEP_DAYS)
    old = Alert.objects.filter(webhook_sent_at__lt=before, mail_sent_at__lt=before)
    ids = list(old.values_list("id", flat=True)[:BATCH])
    return Alert.objects.filter(id__in=ids).delete()[0] if ids else 0
