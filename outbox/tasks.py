"""The beat's ticks. They carry no work of their own: a tick that is lost costs until the next one."""

from celery import shared_task

from outbox import dispatching, pruning
from outbox.embedded import sweep_broker


@shared_task(name="outbox.dispatch")
def dispatch() -> int:
    return dispatching.dispatch()


@shared_task(name="outbox.prune")
def prune() -> int:
    sweep_broker()
    return pruning.prune()
