"""The queues on RabbitMQ, and where a message goes that cannot be handled.

Quorum queues, because only they count deliveries: a message that kills its worker again and again is dead-lettered
after DELIVERY_LIMIT repeats instead of coming back for ever. The embedded broker has none of this; there
`Message.deliveries` alone counts.
"""

from kombu import Exchange, Queue

# Topic, not direct: Celery's delayed delivery on quorum queues works with no other kind.
WORK = Exchange("picup.work", type="topic", durable=True)
DEAD_LETTERS = Exchange("picup.dead", type="topic", durable=True)
DELIVERY_LIMIT = 3

# The broker answers a declaration with other arguments than before with 406: change them with a new virtual host.
QUORUM = {"x-queue-type": "quorum"}
DEAD = Queue("dead", DEAD_LETTERS, routing_key="#", durable=True, queue_arguments=QUORUM)


class WorkQueue(Queue):
    """A queue that declares the queue of its dead letters with itself, because the broker drops dead letters without.

    Publishers and workers declare on every new connection, so a broker that lost its data has all queues again with
    the first connection.
    """

    def declare(self, nowait=False, channel=None):
        DEAD(channel or self.channel).declare(nowait=nowait)
        return super().declare(nowait=nowait, channel=channel)


def work_queue(name: str) -> Queue:
    """Return the queue of that name for messages, which are dead-lettered when they cannot be handled."""
    arguments = {
        **QUORUM,
        "x-delivery-limit": DELIVERY_LIMIT,
        "x-dead-letter-exchange": DEAD_LETTERS.name,
        # By this key the dead letter says which queue it came from.
        "x-dead-letter-routing-key": name,
    }
    return WorkQueue(name, WORK, routing_key=name, durable=True, queue_arguments=arguments)


def tick_queue(name: str) -> Queue:
    """Return the queue of that name for the beat's ticks, without dead letters: a lost tick is no loss."""
    arguments = {**QUORUM, "x-delivery-limit": DELIVERY_LIMIT}
    return Queue(name, WORK, routing_key=name, durable=True, queue_arguments=arguments)


TICKS = tick_queue("ticks")
QUEUES = [TICKS, *(work_queue(name) for name in ("pictures", "files", "mail", "films", "renderings"))]
