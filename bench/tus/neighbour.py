"""What another family notices of photos by tus: bench/quota.py, with photos sent as the uploader's page sends them.

BENCH_NEIGHBOUR_PHOTOS (60) in each round.
"""

import os

from bench import quota
from bench.tus.client import send_as_uploader
from deploy.local.tests.crowd import embedded_crowd

COUNT = int(os.environ.get("BENCH_NEIGHBOUR_PHOTOS") or 60)
ROUNDS = 2


def run(rounds: int = ROUNDS) -> dict[str, float]:
    with embedded_crowd(LOG_LEVEL="WARNING") as site:
        embedded = quota.measure(site, rounds, "tus, embedded", send_as_uploader, COUNT)
    with quota.stack_crowd() as site:
        stack = quota.measure(site, rounds, "tus, stack", send_as_uploader, COUNT)
    return {"tus_neighbour_p95_ratio": stack, "tus_neighbour_embedded_p95_ratio": embedded}


if __name__ == "__main__":
    run()
