"""The beat's ticks (`beat_schedule` in transport/celeryconfig.py). A tick that is lost costs the time to the next."""

from celery import shared_task

from outbox import broker_dead_letters, dead_letters, dispatching, pruning


@shared_task(name="outbox.dispatch")
def dispatch() -> int:
    """Send due messages. Return how many."""
    dispatching.mend_clock()
    return dispatching.dispatch()


@shared_task(name="outbox.collect_dead_letters")
def collect_dead_letters() -> int:
    """Replay letters whose outage may be over, then collect the broker's. Return how many were collected."""
    dead_letters.replay_outages()
    return broker_dead_letters.collect()


@shared_task(name="outbox.prune")
def prune() -> int:
    """Delete old finished messages. Return how many."""
    return pruning.prune()
