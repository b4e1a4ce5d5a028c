"""How long another family's pages take while one person sends a hundred photos at once, against before.

MariaDB, two web processes, worker and beat, both storages on one disk, real HTTP; the load comes from the same
machine. A mother of another family opens her shelf, an album and a photo, one after the other, for so long before the
uploads as they take, and during them. Rounds; the ratio of each, and their median.
"""

import multiprocessing
import os
import statistics
import threading
import time

from bench import photos as phone_photos
from deploy.local.fixtures import new_stack, start
from deploy.local.tests.crowd import Crowd, crowd, send_at_once

ROUNDS = int(os.environ.get("QUOTA_ROUNDS") or 3)
AT_ONCE = 100
SECONDS = 6


def run(rounds: int = ROUNDS) -> dict[str, float]:
    stack = new_stack("bench-quota")
    try:
        with crowd(start(stack, "mariadb-primary"), LOG_LEVEL="WARNING") as site:
            return measure(site, rounds)
    finally:
        stack.release()


def measure(site: Crowd, rounds: int) -> dict[str, float]:
    sender, neighbour = site.moves_in("Kim"), site.moves_in("Park")
    sources = [content for _, content in phone_photos.take(20)]
    pages = neighbours_pages(neighbour, sources[:4])
    site.reset_limit(sender, 10**12)
    # The hundred in a process of their own: what is measured must not wait for the one that measures.
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        all_rounds = [one_round(site, sender, neighbour, pages, sources, pool, n) for n in range(rounds + 1)]
    # The first round only warms up: decoders, threads, connections.
    before, during, took = ([one[part] for one in all_rounds[1:]] for part in range(3))
    ratio = statistics.median(after / first for first, after in zip(before, during, strict=True))
    print(
        f"quota: p95 {statistics.median(before):.0f} ms before, {statistics.median(during):.0f} ms during "
        f"{AT_ONCE} uploads ({statistics.median(took):.1f} s), ratio {ratio:.2f}"
    )
    return {"quota_neighbour_p95_ratio": ratio}


def one_round(site, sender, neighbour, pages, sources, pool, number) -> tuple[float, float, float]:
    """The neighbour's p95 before and during in milliseconds, and how many seconds the uploads took."""
    album = sender.new_album(f"Round {number}")
    count = AT_ONCE if number else 10
    contents = [phone_photos.vary(sources[n % len(sources)], number * AT_ONCE + n) for n in range(count)]
    site.wait_until_settled(600)
    before, _ = look(neighbour, pages, lambda: time.sleep(SECONDS))
    begun = time.monotonic()
    during, answers = look(neighbour, pages, lambda: pool.apply(send_at_once, (sender, album, contents)))
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
    """The seconds of every page that was opened until `meanwhile` returned, and what it returned."""
    seconds: list[float] = []
    enough = threading.Event()

    def open_pages() -> None:
        while not enough.is_set():
            for page in pages:
                begun = time.monotonic()
                assert neighbour.get(page).status_code == 200
                seconds.append(time.monotonic() - begun)
                time.sleep(0.02)

    thread = threading.Thread(target=open_pages)
    thread.start()
    try:
        return seconds, meanwhile()
    finally:
        enough.set()
        thread.join()


def p95(seconds: list[float]) -> float:
    """In milliseconds."""
    return statistics.quantiles(seconds, n=20)[-1] * 1000


if __name__ == "__main__":
    run()
