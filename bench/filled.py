"""How soon an album that somebody fills with thirty phone photos shows them: the first one, and all.

Sent by tus as the uploader's page sends them, three at once, to a whole site without servers whose worker is idle.
Counted from the answer "added" to the first photo, and from the last such answer, until the page may show the photo.
"""

import statistics
import time
from threading import Thread

from bench import photos
from bench.tus.client import AT_ONCE, Photo, send_all
from bench.upload import worker_is_idle
from tests.support.browser import Person
from tests.support.site import Site, wait_for

COUNT = 30
ROUNDS = 3
# Between two looks at the database.
PAUSE = 0.02


def run(rounds: int = ROUNDS) -> dict[str, float]:
    files = photos.take(COUNT)
    site = Site(FAMILY_LIMIT_BYTES=str(10**12)).start()
    try:
        return measure(site, files, rounds)
    finally:
        site.remove()


def measure(site: Site, files: list[Photo], rounds: int) -> dict[str, float]:
    person = Person(site.url).sign_up("bench@example.com")
    found = []
    for number in range(rounds + 1):
        wait_for(lambda: worker_is_idle(site), 600)
        # None may be one that the family has.
        fresh = [(name, photos.vary(content, 1000 + number)) for name, content in files]
        found.append(fill(site, person, person.new_album(f"Round {number}"), fresh))
    # The first round only warms up.
    first, last, sharp = (statistics.median(times) for times in zip(*found[1:], strict=True))
    print(
        f"an album filled with {COUNT} photos: the first is shown {first:.2f} s after it was added, the last "
        f"{last:.2f} s after the last was; all are sharp {sharp:.2f} s after"
    )
    return {"filled_first_seconds": first, "filled_last_seconds": last}


def fill(site: Site, person: Person, album: str, files: list[Photo]) -> tuple[float, float, float]:
    """Return the seconds until the first photo, until the last one, and until the last one is sharp."""
    before = count(site, "state = 'ready'"), count(site, "state = 'ready' AND is_sharp")
    sending = Thread(target=send_all, args=(person, album, files, AT_ONCE, "send_in_pieces"))
    sending.start()
    added = until(lambda: count(site, "1 = 1") > before[0])
    first = until(lambda: count(site, "state = 'ready'") > before[0])
    sending.join()
    all_added = time.monotonic()
    last = until(lambda: count(site, "state = 'ready'") == before[0] + len(files))
    sharp = until(lambda: count(site, "state = 'ready' AND is_sharp") == before[1] + len(files))
    return first - added, max(0, last - all_added), max(0, sharp - all_added)


def count(site: Site, condition: str) -> int:
    return site.query(f"SELECT COUNT(*) FROM albums_picture WHERE {condition}")[0][0]


def until(condition) -> float:
    """Wait for a condition. Return when it was true, as `time.monotonic()` does."""
    while not condition():
        time.sleep(PAUSE)
    return time.monotonic()


if __name__ == "__main__":
    run()
