"""How long another family's pages take while one person sends a hundred photos at once, against before.

On the whole stack, through nginx, and on the embedded default (`manage.py run`, SQLite), whose uploads come again
when they are asked to. The load comes from the same machine. A mother of another family opens her shelf, an album and
a photo, one after the other, for six seconds before the uploads, and during them. Rounds; the ratio of each, and
their median.
"""

import multiprocessing
import os
import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from bench import photos as phone_photos
from deploy.local.tests.crowd import Crowd, embedded_crowd, send_at_once
from deploy.local.tests.kills import stack_site

ROUNDS = int(os.environ.get("QUOTA_ROUNDS") or 3)
AT_ONCE = int(os.environ.get("QUOTA_UPLOADS") or 100)
SECONDS = 6
# Between two pages: through nginx one address may ask for twenty in a second.
PAUSE = 0.05


def run(rounds: int = ROUNDS) -> dict[str, float]:
    with embedded_crowd(LOG_LEVEL="WARNING") as site:
        embedded = measure(site, rounds, "embedded")
    with stack_crowd() as site:
        stack = measure(site, rounds, "stack")
    return {"quota_neighbour_p95_ratio": stack, "quota_neighbour_embedded_p95_ratio": embedded}


@contextmanager
def stack_crowd() -> Iterator[Crowd]:
    with stack_site("nginx", "web", "worker", "films", "beat", "mongo") as site:
        site.url = site.stack["nginx"].url
        yield Crowd(site, site.stack["mariadb-primary"], "picup")


def measure(site: Crowd, rounds: int, name: str, send=send_at_once, count: int = AT_ONCE) -> float:
    """Return the median ratio. `send(person, album, contents)` sends a round's photos and returns their answers."""
    sender, neighbour = site.moves_in("Kim"), site.moves_in("Park")
    sources = [content for _, content in phone_photos.take(20)]
    pages = neighbours_pages(neighbour, sources[:4])
    site.reset_limit(sender, 10**12)
    # The hundred in a process of their own: what is measured must not wait for the one that measures.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        meanwhile = partial(pool.apply, send)
        all_rounds = [
            one_round(site, sender, neighbour, pages, sources, meanwhile, count, n) for n in range(rounds + 1)
        ]
    # The first round only warms up: decoders, threads, connections.
    before, during, took = ([one[part] for one in all_rounds[1:]] for part in range(3))
    ratio = statistics.median(after / first for first, after in zip(before, during, strict=True))
    print(
        f"quota, {name}: p95 {statistics.median(before):.0f} ms before, {statistics.median(during):.0f} ms during "
        f"{count} uploads ({statistics.median(took):.1f} s), ratio {ratio:.2f}"
    )
    return ratio


def one_round(site, sender, neighbour, pages, sources, send, most, number) -> tuple[float, float, float]:
    """Return the neighbour's p95 before and during the uploads in milliseconds, and the uploads' seconds."""
    album = sender.new_album(f"Round {number}")
    count = most if number else 10
    contents = [phone_photos.vary(sources[n % len(sources)], number * most + n) for n in range(count)]
    site.wait_until_settled(600)
    before, _ = look(neighbour, pages, lambda: time.sleep(SECONDS))
    begun = time.monotonic()
    during, answers = look(neighbour, pages, lambda: send((sender, album, contents)))
    took = time.monotonic() - begun
    assert {one.result["status"] for one in answers} == {"added"}
    print(
        f"quota, round {number}: {count} uploads in {took:.1f} s; a neighbour's page p95 {p95(before):.0f} ms before "
        f"({len(before)} pages), {p95(during):.0f} ms during ({len(during)}), "
        f"longest {max(during) * 1000:.0f} ms; ratio {p95(during) / p95(before):.2f}; "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return p95(before), p95(during), took


def neighbours_pages(neighbour, contents: list[bytes]) -> list[str]:
    album = neighbour.new_album("Theirs")
    [answer, *_] = send_at_once(neighbour, album, contents)
    return ["/", album, f"{album}pictures/{answer.result['picture']}/"]


def look(neighbour, pages: list[str], meanwhile) -> tuple[list[float], list | None]:
    """Return the seconds of every page that was opened until `meanwhile` returned, and what it returned."""
    seconds: list[float] = []
    enough = threading.Event()

    def open_pages() -> None:
        while not enough.is_set():
            for page in pages:
                begun = time.monotonic()
                assert neighbour.get(page).status_code == 200
                seconds.append(time.monotonic() - begun)
                time.sleep(PAUSE)

    thread = threading.Thread(target=open_pages)
    thread.start()
    try:
        return seconds, meanwhile()
    finally:
        enough.set()
        thread.join()


def p95(seconds: list[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1000


if __name__ == "__main__":
    run()
