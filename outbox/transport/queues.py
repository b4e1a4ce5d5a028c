"""The queues on RabbitMQ: what is declared, and what becomes of a message that cannot be worked off.

Quorum queues, because only they count deliveries: a message that kills its worker again and again is
dead-lettered after DELIVERY_LIMIT tries instead of going round for ever. The embedded broker has none of
this; there the rows of the outbox are all there is.
"""

from kombu import Exchange, Queue

# Topic, not direct: Celery's delayed delivery on quorum queues works with no other kind.
WORK = Exchange("picup.work", type="topic", durable=True)
DEAD_LETTERS = Exchange("picup.dead", type="topic", durable=True)
DELIVERY_LIMIT = 3

# Changed arguments are answered by the broker with 406: deploy them with a fresh virtual host.
QUORUM = {"x-queue-type": "quorum"}
DEAD = Queue("dead", DEAD_LETTERS, routing_key="#", durable=True, queue_arguments=QUORUM)


class WorkQueue(Queue):
    """Declared together with the place where its dead letters go: the broker drops them when that is missing.

    Publishers and workers declare on every new connection, so a broker that lost its data directory has
    everything again with the first of them.
    """

    def declare(self, nowait=False, channel=None):
        DEAD(channel or self.channel).declare(nowait=nowait)
        return super().declare(nowait=nowait, channel=channel)


def work_queue(name: str) -> Queue:
    arguments = {
        **QUORUM,
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": DEAD_LETTERS.name,
        # The dead letter tells by this where it came from.
        "x-dead-letter-routing-key": name,
    }
    return WorkQueue(name, WORK, routing_key=name, durable=True, queue_arguments=arguments)


def tick_queue(name: str) -> Queue:
    """The beat's ticks carry no work: one that expired behind a stopped worker is nobody's loss."""
    arguments = {**QUORUM, "x-delivery-limit": DELIVERY_LIMIT}
    return Queue(name, WORK, routing_key=name, durable=True, queue_arguments=arguments)


QUEUES = [tick_queue("ticks"), *(work_queue(name) for name in ("pictures", "files", "mail"))]
