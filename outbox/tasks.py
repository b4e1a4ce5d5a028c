"""The beat's ticks. They carry no work of their own: a tick that is lost costs until the next one."""

from celery import shared_task

from outbox import broker_dead_letters, dead_letters, dispatching, pruning


@shared_task(name="outbox.dispatch")
def dispatch() -> int:
    dispatching.mend_clock()
    return dispatching.dispatch()


@shared_task(name="outbox.collect_dead_letters")
def collect_dead_letters() -> int:
    dead_letters.replay_outages()
    return broker_dead_letters.collect()


@shared_task(name="outbox.prune")
def prune() -> int:
    return pruning.prune()
