"""How long another person's pages take, and whether her photos arrive, while somebody keeps connections open.

Without nginx (`manage.py run`) and on the whole stack. Each attack is kept up by a process of its own: a connection
that the site closes is opened again. Both are at one address, and on the same machine.
"""

import multiprocessing
import os
import statistics
import time

from bench.quota import SECONDS, look, p95, stack_crowd
from deploy.local.tests.crowd import Crowd, embedded_crowd
from tests.support.browser import Person
from tests.support.photos import draw, heavy, one_of_a_kind
from tests.support.slow_callers import SlowCallers, is_open

ROUNDS = int(os.environ.get("CONNECTIONS_ROUNDS") or 3)
PHOTO = draw(1, 320, 240)
# How many, what they do, of what, and whether signed in.
ATTACKS = {
    "4 unfinished heads, not signed in": (4, "unfinished_heads", "POST /albums/x/add/", False),
    "100 unfinished heads": (100, "unfinished_heads", "GET /", False),
    "64 idle connections": (64, "idle", None, False),
    "40 slow forms, not signed in": (40, "slow_bodies", "/accounts/login/", False),
    "40 slow uploads, not signed in": (40, "slow_bodies", "{album}add/", False),
    "40 slow uploads, signed in": (40, "slow_bodies", "{album}add/", True),
    "40 unread downloads of originals": (40, "unread", "{original}", True),
    "40 unread pages": (40, "unread", "{album}", True),
}


def run(rounds: int = ROUNDS) -> dict[str, float]:
    with embedded_crowd(LOG_LEVEL="WARNING") as site:
        embedded = measure(site, rounds, "without nginx")
    with stack_crowd() as site:
        stack = measure(site, rounds, "behind nginx")
    return {"connections_p95_ratio": stack, "connections_embedded_p95_ratio": embedded}


def measure(site: Crowd, rounds: int, name: str) -> float:
    """Return the ratio of the worst attack: the median of its rounds."""
    mallory, jieun = site.moves_in("M"), site.moves_in("Kim")
    album, theirs = jieun.new_album("Summer"), mallory.new_album("Mine")
    picture = add(jieun, album)["picture"]
    large = mallory.upload(theirs, ("large.jpg", heavy(PHOTO, 12))).json()["results"][0]["picture"]
    places = {"album": theirs, "original": f"/pictures/{large}/file/original"}
    pages = ["/", album, f"{album}pictures/{picture}/"]
    look(jieun, pages, lambda: time.sleep(SECONDS))
    ratios = []
    for attack, (count, kind, path, signed_in) in ATTACKS.items():
        what = path.format(**places) if path else None
        person = mallory if signed_in else None
        before, during, uploads = [], [], []
        for _ in range(rounds):
            before.append(p95(look(jieun, pages, lambda: time.sleep(SECONDS))[0]))
            with_attack, seconds = attacked(jieun.url, person, count, kind, what, jieun, pages, album)
            during.append(p95(with_attack))
            uploads.append(seconds)
        ratio = statistics.median(after / first for first, after in zip(before, during, strict=True))
        ratios.append(ratio)
        print(
            f"connections, {name}: {attack}: p95 {statistics.median(before):.0f} ms in peace, "
            f"{statistics.median(during):.0f} ms meanwhile, ratio {ratio:.2f}; a photo in "
            f"{statistics.median(uploads):.2f} s; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    return max(ratios)


def attacked(url, person, count, kind, what, jieun, pages, album) -> tuple[list[float], float]:
    """Return the seconds of pages during an attack, and those of an upload after them, while it lasts."""
    context = multiprocessing.get_context("spawn")
    begun, enough = context.Event(), context.Event()
    attack = context.Process(target=keep_up, args=(url, person, count, kind, what, begun, enough))
    attack.start()
    try:
        assert begun.wait(120)
        seconds, _ = look(jieun, pages, lambda: time.sleep(SECONDS))
        started = time.monotonic()
        assert add(jieun, album)["status"] == "added"
        return seconds, time.monotonic() - started
    finally:
        enough.set()
        attack.join()
        # The first round of the next one begins in peace.
        time.sleep(1)


def add(person: Person, album: str) -> dict:
    """One photo, sent again while the site is busy, as the uploader does."""
    while not (answer := person.upload(album, ("a photo.jpg", one_of_a_kind(PHOTO)))).ok:
        time.sleep(int(answer.headers["Retry-After"]))
    return answer.json()["results"][0]


def keep_up(url, person, count, kind, what, begun, enough) -> None:
    """Keep so many connections open: every other second, open those again that the site has closed."""
    with SlowCallers(url, person) as callers:
        lines: list = []
        while not enough.is_set():
            lines = [line for line in lines if is_open(line)]
            missing = count - len(lines)
            if kind == "idle":
                lines += callers.idle(missing)
            elif kind == "unfinished_heads":
                lines += callers.unfinished_heads(missing, what)
            else:
                lines += getattr(callers, kind)(missing, what)
            begun.set()
            enough.wait(2)


if __name__ == "__main__":
    run()
