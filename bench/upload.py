"""Uploading 20 phone photos to a whole site (web, worker, beat; both storages on one disk) against a bare
script that hashes the same bytes and writes them twice with fsync. Interleaved rounds, medians.

Two ways: as the uploader's script sends them (a request per photo, three at once), and as the plain form does
(one request with all). The worker makes derivatives meanwhile, as it does in life; rounds begin when it is
idle.
"""

import http.client
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench import photos
from tests.support.browser import TOKEN, Person
from tests.support.site import Site, wait_for

COUNT = 20
ROUNDS = 5
AT_ONCE = 3
BOUNDARY = "bench-boundary-5f2d71"


def run(rounds: int = ROUNDS) -> dict[str, float]:
    files = photos.take(COUNT)
    site = Site(FAMILY_LIMIT_BYTES=str(10**12)).start()
    try:
        return measure(site, files, rounds)
    finally:
        site.remove()


def measure(site: Site, files: list[tuple[str, bytes]], rounds: int) -> dict[str, float]:
    person = Person(site.url).sign_up("bench@example.com")
    ways = {"bare": bare, "three at once": three_at_once, "one form": one_form}
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    waits: list[float] = []
    for number in range(rounds + 1):
        for way, send in ways.items():
            wait_for(lambda: worker_is_idle(site), 300)
            album = Client(site, person, person.new_album(f"{way} {number}"))
            took = send(site, album, files)
            if number:  # The first round only warms up: decoders, shards, connections.
                seconds[way].append(took)
                waits += album.waits if way == "three at once" else []
    middle = {way: statistics.median(values) for way, values in seconds.items()}
    megabytes = sum(len(content) for _, content in files) / 1e6
    for way, values in seconds.items():
        spread = f"{min(values):.2f} to {max(values):.2f}"
        print(
            f"upload of {COUNT} photos ({megabytes:.0f} MB), {way}: {middle[way]:.2f} s ({spread}), "
            f"{middle[way] / COUNT:.3f} s a photo, {middle[way] / middle['bare']:.2f} times bare"
        )
    print(f"upload, three at once: a photo's own request takes {statistics.median(waits):.3f} s")
    return {
        "upload_ratio_three_at_once": middle["three at once"] / middle["bare"],
        "upload_ratio_one_form": middle["one form"] / middle["bare"],
        "upload_seconds_a_photo": middle["one form"] / COUNT,
    }


def worker_is_idle(site: Site) -> bool:
    return not site.query("SELECT 1 FROM outbox_message WHERE state IN ('pending', 'sent') LIMIT 1")


class Client:
    """A browser on the uploader's page of an album, with its session and token."""

    def __init__(self, site: Site, person: Person, album: str):
        self.path, self.port = album + "add/", site.port
        self.token = TOKEN.search(person.get(self.path).text).group(1)
        self.cookies = "; ".join(f"{one.name}={one.value}" for one in person.session.cookies)
        self.waits: list[float] = []

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)

    def post(self, connection: http.client.HTTPConnection, files: list[tuple[str, bytes]]) -> None:
        body = form(self.token, files)
        headers = {
            "Accept": "application/json",
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Cookie": self.cookies,
        }
        start = time.perf_counter()
        connection.request("POST", self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        self.waits.append(time.perf_counter() - start)
        statuses = [result["status"] for result in json.loads(content).get("results", [])]
        if answer.status != 200 or statuses != ["added"] * len(files):
            raise RuntimeError(f"{answer.status}: {content[:500]!r}")


def form(token: str, files: list[tuple[str, bytes]]) -> bytes:
    fields = {"csrfmiddlewaretoken": token, "caption": ""}
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, content in files:
        head = f'Content-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: image/jpeg'
        parts += [f"--{BOUNDARY}\r\n{head}\r\n\r\n".encode(), content, b"\r\n"]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


def three_at_once(site: Site, client: Client, files: list[tuple[str, bytes]]) -> float:
    waiting, errors = list(files), []

    def send_next() -> None:
        connection = client.connect()
        while waiting:
            try:
                client.post(connection, [waiting.pop(0)])
            except Exception as error:
                errors.append(error)
                return

    senders = [threading.Thread(target=send_next) for _ in range(AT_ONCE)]
    start = time.perf_counter()
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    took = time.perf_counter() - start
    if errors:
        raise errors[0]
    return took


def one_form(site: Site, client: Client, files: list[tuple[str, bytes]]) -> float:
    start = time.perf_counter()
    client.post(client.connect(), files)
    return time.perf_counter() - start


def bare(site: Site, client: Client, files: list[tuple[str, bytes]]) -> float:
    """Return the bare writer's seconds, on the site's own disk and in a process of its own."""
    with tempfile.TemporaryDirectory(dir=site.directory) as name:
        source, one, two = (Path(name) / folder for folder in ("source", "one", "two"))
        for directory in (source, one, two):
            directory.mkdir()
        for file, content in files:
            (source / file).write_bytes(content)
        command = [
            sys.executable,
            str(Path(__file__).with_name("bare_writer.py")),
            *map(str, (source, one, two)),
        ]
        return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    run()
