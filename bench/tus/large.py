"""A film of 4 GB by tus against a bare socket-to-disk sink (bench/bare_sink.py), and the memory that it takes.

Sent in pieces as the uploader's page does, to its end: until all but the last piece is on disk for good, which is
compared, and until the film is in both storages. A quarter of it also in one request, and given up before its end.
BENCH_LARGE_BYTES: its size, less where the disk has no room for six times as much.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from albums.films.tests.clips import small_mp4
from bench.tus.client import PIECE, Line
from bench.tus.memory import of_web, watched
from tests.support.browser import Person
from tests.support.site import REPOSITORY, Site

# The site's own limit of a film.
SIZE = int(os.environ.get("BENCH_LARGE_BYTES") or 4_000_000_000)
NOISE = os.urandom(PIECE)


def run() -> dict[str, float]:
    size = min(SIZE, shutil.disk_usage(tempfile.gettempdir()).free // 6)
    site = Site(FAMILY_LIMIT_BYTES=str(10**12), LOG_LEVEL="WARNING").start()
    try:
        return measure(site, size)
    finally:
        site.remove()


def measure(site: Site, size: int) -> dict[str, float]:
    person = Person(site.url).sign_up("bench@example.com")
    album = person.new_album("Films")
    send_in_pieces(Line(person, album), 50_000_000)
    idle = of_web(site)
    bare = send_to_sink(site.directory, size)
    with watched(site) as peaks:
        # Each on a line of its own: the site closes one that waits for the sink, or for the disk.
        at_once = send_in_one_request(Line(person, album), size // 4)
        received, whole = send_in_pieces(Line(person, album), size)
    memory = (peaks[-1] - idle) / 1e6
    print(
        f"tus, a film of {size / 1e9:.1f} GB: bare {bare:.0f} MB/s; in pieces {received:.0f} MB/s, "
        f"{received / bare:.2f} of bare; in one request {at_once:.0f} MB/s, {at_once / bare:.2f} of bare; added "
        f"{whole:.0f} s after its first byte; {memory:.0f} MB of memory above {idle / 1e6:.0f} MB when idle; "
        f"load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return {"tus_large_ratio": received / bare, "tus_large_memory_megabytes": memory}


def film(size: int) -> Iterator[memoryview]:
    """Yield pieces of a film: a clip, and a box of noise behind it that players skip."""
    clip = small_mp4()
    # A length of 1: the true one comes in eight bytes behind the name.
    head = clip + (1).to_bytes(4, "big") + b"free" + (size - len(clip)).to_bytes(8, "big")
    yield memoryview(head + NOISE[len(head) :])[:size]
    for start in range(PIECE, size, PIECE):
        yield memoryview(NOISE)[: min(PIECE, size - start)]


def send_to_sink(directory: Path, size: int) -> float:
    """Return MB a second."""
    path = directory / "sink"
    command = [sys.executable, "-m", "bench.bare_sink", str(path)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as sink:
        assert sink.stdout
        with socket.create_connection(("127.0.0.1", int(sink.stdout.readline()))) as connection:
            begun = time.monotonic()
            for piece in film(size):
                connection.sendall(piece)
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(10) == b"kept"
            rate = size / (time.monotonic() - begun) / 1e6
    path.unlink()
    # What one has left to the disk is not the next one's to wait for.
    os.sync()
    return rate


def send_in_one_request(line: Line, size: int) -> float:
    """Send all but the last piece, and give it up. Return MB a second."""
    address = line.create("film.mp4", size)
    *pieces, last = film(size)
    begun = time.monotonic()
    line.append(address, 0, iter(pieces), size - len(last))
    rate = (size - len(last)) / (time.monotonic() - begun) / 1e6
    line.delete(address)
    os.sync()
    return rate


def send_in_pieces(line: Line, size: int) -> tuple[float, float]:
    """Return MB a second until all but the last piece is there, and the seconds until the film is added."""
    begun, offset = time.monotonic(), 0
    address = line.create("film.mp4", size)
    for piece in film(size):
        received = time.monotonic() - begun
        answer = line.append(address, offset, piece)
        offset += len(piece)
    assert '"added"' in answer["Upload-Result"], answer["Upload-Result"]
    return (size - len(piece)) / received / 1e6, time.monotonic() - begun


if __name__ == "__main__":
    run()
