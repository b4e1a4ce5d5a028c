"""Twenty photos of 1 to 3 MB by tus to a whole site without servers, against bench/bare_upload.py on the same disk.

One after the other on one connection, with all bytes in the request that creates the upload; twenty connections at
once; and as the uploader's page sends them: three at once, two requests for each. Interleaved rounds, medians. The
worker is stopped meanwhile: what is measured is how long the uploader waits. Then once more while the worker makes up
for it.
"""

import itertools
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import photos as phone_photos
from bench.tus.client import AT_ONCE, Photo, send_all
from tests.support.browser import Person
from tests.support.site import REPOSITORY, Site

COUNT = 20
ROUNDS = 3
ROUNDS_AT_WORK = 2
# A way: how many connections, and the method of client.Line.
WAYS = {
    "one after the other": (1, "send_at_once"),
    "twenty at once": (COUNT, "send_at_once"),
    "as the uploader's page": (AT_ONCE, "send_in_pieces"),
}
# Of the photos of one round: none may be one that the family has.
marks = itertools.count(1000)


def run(rounds: int = ROUNDS) -> dict[str, float]:
    site = Site(FAMILY_LIMIT_BYTES=str(10**12), LOG_LEVEL="WARNING").start()
    try:
        person = Person(site.url).sign_up("bench@example.com")
        photos = phone_photos.take_large(COUNT)
        measure(site, person, photos, 1, "to warm up", quiet=True)
        site.freeze_worker()
        ratios = measure(site, person, photos, rounds, "worker stopped")
        site.thaw_worker()
        at_work = measure(site, person, photos, ROUNDS_AT_WORK, "worker at work")
    finally:
        site.remove()
    return {
        "tus_ratio_one_by_one": ratios["one after the other"],
        "tus_ratio_twenty_at_once": ratios["twenty at once"],
        "tus_ratio_at_work": at_work["as the uploader's page"],
    }


def measure(
    site: Site, person: Person, photos: list[Photo], rounds: int, when: str, quiet: bool = False
) -> dict[str, float]:
    """Return how many times the bare script's seconds each way takes."""
    seconds: dict[str, list[float]] = {way: [] for way in ("bare", *WAYS)}
    for number in range(rounds):
        seconds["bare"].append(bare(site, photos))
        for way, (at_once, how) in WAYS.items():
            album = person.new_album(f"{way} {when} {number}")
            mark = next(marks)
            fresh = [(name, phone_photos.vary(content, mark)) for name, content in photos]
            begun = time.perf_counter()
            send_all(person, album, fresh, at_once, how)
            seconds[way].append(time.perf_counter() - begun)
    middle = {way: statistics.median(values) for way, values in seconds.items()}
    megabytes = sum(len(content) for _, content in photos) / 1e6
    for way, values in seconds.items() if not quiet else ():
        print(
            f"tus, {COUNT} photos ({megabytes:.0f} MB), {when}, {way}: {middle[way]:.2f} s "
            f"({min(values):.2f} to {max(values):.2f}), {middle[way] / COUNT * 1000:.0f} ms a photo, "
            f"{middle[way] / middle['bare']:.2f} times bare; load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    return {way: middle[way] / middle["bare"] for way in WAYS}


def bare(site: Site, photos: list[Photo]) -> float:
    with tempfile.TemporaryDirectory(dir=site.directory) as name:
        places = [Path(name) / place for place in ("source", "main", "backup")]
        for place in places:
            place.mkdir()
        for photo, content in photos:
            (places[0] / photo).write_bytes(content)
        command = [sys.executable, "-m", "bench.bare_upload", *map(str, places), f"{name}/photos.sqlite3"]
        run = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
        return float(run.stdout)


if __name__ == "__main__":
    run()
