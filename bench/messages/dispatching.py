"""Dispatch: pending rows until all are sent, against publishing the same bodies with confirms to a queue of the
same kind: one after the other as kombu does it, and as many together as we do. Interleaved rounds; a ratio is the
median of the rounds' ratios."""

import statistics
import time

from bench.messages import spread
from bench.messages.rows import BARE_QUEUE, QUEUE, begin_empty, connect, row
from outbox.dispatching import BATCH, dispatch
from outbox.models import Message
from outbox.transport.queues import QUEUES

SIZES = ("rounds", "messages")
HOW = {
    "exchange": BARE_QUEUE.exchange,
    "routing_key": BARE_QUEUE.routing_key,
    "content_type": "application/json",
    "content_encoding": "utf-8",
    "delivery_mode": 2,
}
WORK_QUEUE = next(queue for queue in QUEUES if queue.name == QUEUE)


def measure(rounds: int = 5, messages: int = 5000) -> dict[str, float]:
    dispatch_all(messages)  # Warms up.
    bodies = take_all(messages)
    ours, bare, batched = [], [], []
    for _ in range(rounds):
        ours.append(messages / dispatch_all(messages))
        bare.append(messages / publish_bare(bodies))
        batched.append(messages / publish_batched(bodies))
    print(f"dispatch of {messages} messages: {spread(ours)}/s")
    return {
        "dispatch_ratio": compare("one by one", ours, bare),
        "dispatch_batched_ratio": compare(f"{BATCH} together", ours, batched),
    }


def compare(how: str, ours: list[float], bare: list[float]) -> float:
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    print(f"  bare publishing, confirms {how}: {spread(bare)}/s, ratio {spread(ratios, '.2f')}")
    return statistics.median(ratios)


def dispatch_all(count: int) -> float:
    """Return the seconds until `count` waiting rows are sent."""
    begin_empty(WORK_QUEUE)
    Message.objects.bulk_create((row() for _ in range(count)), batch_size=1000)
    start, sent = time.perf_counter(), 0
    while sent < count:
        sent += dispatch()
    took = time.perf_counter() - start
    assert list(Message.objects.values_list("state", flat=True).distinct()) == ["sent"]
    return took


def take_all(count: int) -> list[bytes]:
    """Take all bodies from the broker and return them."""
    bodies: list[bytes] = []
    with connect() as broker:
        consumer = broker.Consumer(
            WORK_QUEUE, on_message=lambda message: bodies.append(message.body), no_ack=True
        )
        with consumer:
            while len(bodies) < count:
                broker.drain_events(timeout=30)
    return [body.encode() if isinstance(body, str) else bytes(body) for body in bodies]


def publish_bare(bodies: list[bytes]) -> float:
    begin_empty(BARE_QUEUE)
    with connect() as broker, broker.Producer() as producer:
        producer.publish(b"{}", **HOW)  # The connection is there already when a dispatcher begins, too.
        start = time.perf_counter()
        for body in bodies:
            producer.publish(body, **HOW)
        return time.perf_counter() - start


def publish_batched(bodies: list[bytes]) -> float:
    """Publish as many at once as a dispatcher claims, then wait for their confirms."""
    begin_empty(BARE_QUEUE)
    with connect(confirm_publish=False) as broker, broker.Producer() as producer:
        waiting: set[int] = set()

        def take_ack(number: int, multiple: bool) -> None:
            waiting.difference_update({one for one in waiting if one <= number} if multiple else {number})

        producer.channel.confirm_select()
        producer.channel.events["basic_ack"].add(take_ack)
        start = time.perf_counter()
        for sent, body in enumerate(bodies, 1):
            waiting.add(sent)
            producer.publish(body, **HOW)
            if sent % BATCH == 0 or sent == len(bodies):
                while waiting:
                    broker.drain_events(timeout=10)
        return time.perf_counter() - start
