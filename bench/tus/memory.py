"""How much memory a site's web processes use, with all that they start, from a thread that looks again and again."""

import threading
from contextlib import contextmanager
from pathlib import Path

from tests.support.site import Site

PAUSE = 0.25


def of_web(site: Site) -> int:
    """Return the bytes that the web processes and their children take: their shares of what they have in common."""
    return sum(of_process(pid) for pid in site.members()["web"])


def of_process(pid: int) -> int:
    """Return the proportional set size (PSS) in bytes; 0 when it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


@contextmanager
def watched(site: Site):
    """Yield a list whose last number is the most bytes so far."""
    peaks, over = [of_web(site)], threading.Event()

    def look() -> None:
        while not over.wait(PAUSE):
            peaks.append(max(peaks[-1], of_web(site)))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peaks
    finally:
        over.set()
        thread.join()
