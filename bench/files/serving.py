"""Serving bytes to somebody signed in, against nginx with plain files: thumbs a second, and a part of a large file.

The site is web, worker and beat on SQLite, behind the nginx of deploy/local, without its limits of requests. Figures
are for each core: requests, or bytes, divided by the processor time of the servers (nginx's and the site's), so the
load generator on the same cores and whatever else runs there count as little as they can. By turns, medians.
"""

import json
import socket
import statistics
import time

import psutil

from bench.files.before import Server, fill, nginx_before
from bench.files.saying import say
from bench.files.writing import command
from bench.load import rate
from tests.support.site import Site

THUMBS, THUMB = 20, 30_000
CLIENTS = 16
BUFFER = 1024 * 1024


def measure(*, size: int, rounds: int, seconds: float) -> dict[str, float]:
    site = Site(FAMILY_LIMIT_BYTES=str(10**15), TRUSTED_PROXIES="127.0.0.1")
    try:
        filled = command(site.environment, "-m", "bench.files.filling", str(THUMBS), str(THUMB), str(size))
        ours = json.loads(filled)
        site.start()
        plain = fill(site.directory / "plain", THUMBS, THUMB, size)
        with nginx_before(site.port, site.directory / "before", site.directory / "plain") as server:
            measuring = Measuring(site, server, ours, plain)
            measuring.large(rounds, size)
            return measuring.thumbs(rounds, seconds)
    finally:
        site.remove()


class Measuring:
    def __init__(self, site: Site, server: Server, ours: dict, plain: list[str]):
        self.server, self.ours, self.plain, self.site_port = server, ours, plain, site.port
        self.web = site.members()["web"]

    def processor_seconds(self, pids: list[int]) -> float:
        return sum(sum(psutil.Process(pid).cpu_times()[:2]) for pid in pids)

    @property
    def nginx(self) -> list[int]:
        return [self.server.pid, *(child.pid for child in psutil.Process(self.server.pid).children())]

    def thumbs(self, rounds: int, seconds: float) -> dict[str, float]:
        """Return requests for each second of a core."""
        ways = {
            "plain": (self.server.plain_port, self.plain[:-1]),
            "site": (self.server.port, self.ours["thumbs"]),
            "site without nginx": (self.site_port, self.ours["thumbs"]),
            "/healthz": (self.server.port, ["/healthz"]),
        }
        found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for number in range(rounds + 1):
            for way, (port, paths) in ways.items():
                used = self.processor_seconds(self.nginx + self.web)
                got = rate(port, paths, self.ours["cookie"], clients=CLIENTS, seconds=seconds)
                used = self.processor_seconds(self.nginx + self.web) - used
                if number:  # The first round only warms up.
                    found[way].append((got, got * seconds / used))
        for way, values in found.items():
            wall, core = (statistics.median(value[at] for value in values) for at in (0, 1))
            say(f"thumbs of {THUMB / 1000:.0f} kB, {way}: {wall:.0f}/s, {core:.0f}/s for each core")
        core = {way: statistics.median(value[1] for value in values) for way, values in found.items()}
        say(f"thumbs for each core, against nginx with plain files: ratio {core['site'] / core['plain']:.3f}")
        return {"files_thumbs_ratio": core["site"] / core["plain"]}

    def large(self, rounds: int, size: int) -> None:
        """Return megabytes a second, in all and for each core, of everything after the first megabyte."""
        ways = {
            "plain": (self.server.plain_port, self.plain[-1]),
            "site": (self.server.port, self.ours["original"]),
        }
        found: dict[str, list[tuple[float, float]]] = {way: [] for way in ways}
        for _ in range(rounds):
            for way, (port, path) in ways.items():
                used = self.processor_seconds(self.nginx + self.web)
                start = time.perf_counter()
                got = fetch_rest(port, path, self.ours["cookie"], start=min(10**6, size // 2))
                took = time.perf_counter() - start
                used = self.processor_seconds(self.nginx + self.web) - used
                found[way].append((got / 1e6 / took, got / 1e6 / max(used, 0.01)))
        for way, values in found.items():
            wall, core = (statistics.median(value[at] for value in values) for at in (0, 1))
            say(f"a part of {size / 1e6:.0f} MB, {way}: {wall:.0f} MB/s, {core:.0f} MB/s for each core")
        wall = {way: statistics.median(value[0] for value in values) for way, values in found.items()}
        say(f"a part, against nginx with a plain file: ratio {wall['site'] / wall['plain']:.2f}")


def fetch_rest(port: int, path: str, cookies: str, *, start: int) -> int:
    """Return the bytes of the body from `start` on. Raise for anything but a whole 206."""
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookies}\r\n"
    request += f"Range: bytes={start}-\r\nConnection: close\r\n\r\n"
    buffer = bytearray(BUFFER)
    with socket.create_connection(("127.0.0.1", port), timeout=120) as connection:
        connection.sendall(request.encode())
        got = connection.recv_into(buffer)
        head = bytes(buffer[:got]).partition(b"\r\n\r\n")[0]
        if not head.startswith(b"HTTP/1.1 206"):
            raise RuntimeError(head)
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        count = got - len(head) - 4
        while got := connection.recv_into(buffer):
            count += got
    if count != int(fields[b"content-length"]):
        raise RuntimeError(f"{count} bytes came of {fields[b'content-length'].decode()}")
    return count
