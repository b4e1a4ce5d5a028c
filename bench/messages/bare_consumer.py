"""The yardstick of latency.py: what takes a message straight from the broker and notes when it came.

python -m bench.messages.bare_consumer BROKER-URL QUEUE FILE     the queue must exist
"""

import sys
import time
from pathlib import Path

from kombu import Connection, Queue


def main(url: str, queue: str, file: str) -> None:
    def take(body, message) -> None:
        now = time.time()
        with Path(file).open("a") as notes:
            notes.write(f"{body} {now!r}\n")
        message.ack()

    with (
        Connection(url) as broker,
        broker.Consumer(Queue(queue, no_declare=True), callbacks=[take], prefetch_count=1),
    ):
        print("ready", flush=True)
        while True:
            broker.drain_events()


main(*sys.argv[1:])
