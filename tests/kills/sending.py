"""Uploads by clients that we did not write, while their server dies or freezes and their line is cut.

    send_in_spite_of_all(server, client, FEW, directory)

`client` is a class of tests/support/tus_clients.py. What a trouble does to a server stands in the files of the tests: a
site alone, and the stack behind nginx.
"""

import hashlib
import random
import shutil
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from albums.films.tests.clips import small_mp4
from tests.support.browser import Person
from tests.support.photos import PHOTOS, draw
from tests.support.proxy import Proxy
from tests.support.site import wait_for
from tests.support.tus_clients import PATIENCE, Sending
from tests.support.unsealing import keys_of, sha256_of

# Bytes of a photo and of a film that are sent at once, so that both come in many.
SMALL_PIECE, LARGE_PIECE = 100_000, 4 * 1024 * 1024


class Server(Protocol):
    """What receives the uploads. Its keys are in `directory`."""

    url: str
    port: int
    directory: Path

    def query(self, sql: str) -> list[tuple]: ...

    def copies(self, key: str) -> list[Path]:
        """The encrypted object of this key in each storage."""

    def kill(self) -> None:
        """kill -9 of the processes that receive it. Return when there are new ones."""

    def freeze(self) -> None: ...

    def thaw(self) -> None: ...


# It finds the line held in the middle of a file, and releases it.
Trouble = Callable[[Server, Proxy], None]


def is_killed(server: Server, line: Proxy) -> None:
    line.releases()
    server.kill()


def is_cut(server: Server, line: Proxy) -> None:
    """There is no line for a while: the client comes again in vain."""
    fault, before = line.fault, line.broken
    line.cuts(way="up")
    wait_for(lambda: line.broken > before + 2)
    line.fault = fault
    line.releases()


def is_frozen(server: Server, line: Proxy) -> None:
    """Nobody reads what is sent. The line breaks, the client comes again, and the server wakes up with both."""
    fault, before = line.fault, line.broken
    server.freeze()
    try:
        line.releases()
        wait_for(lambda: is_still(line))
        line.cuts(way="up")
        line.drop()
        wait_for(lambda: line.broken > before)
        line.fault = fault
        wait_for(lambda: is_still(line))
    finally:
        server.thaw()


def is_still(line: Proxy) -> bool:
    before = line.moved["up"]
    time.sleep(1)
    return line.moved["up"] == before


@dataclass(frozen=True)
class Plan:
    """Photos, then a film, then more photos, and what happens to each of the three."""

    photos: int
    film_bytes: int
    troubles: tuple[list[Trouble], list[Trouble], list[Trouble]]


FEW = Plan(12, 64_000_000, ([is_killed, is_cut], [is_killed, is_frozen], [is_frozen]))
MANY = Plan(
    50,
    2_000_000_000,
    (
        [is_killed, is_cut, is_frozen],
        [is_killed, is_cut, is_killed, is_frozen, is_killed, is_cut],
        [is_cut, is_killed],
    ),
)


def send_in_spite_of_all(server: Server, client: type[Sending], plan: Plan, directory: Path) -> int:
    """Send what the plan says, and look at every byte afterwards. Return how often the server was killed."""
    # Sent, staged, and kept twice: of this film and of the one before. Plain for web and worker on an old kernel.
    if shutil.disk_usage(directory).free < 10 * plan.film_bytes:
        pytest.skip(f"there is no room for {plan.film_bytes * 10 / 1e9:.0f} GB in {directory}: set TMPDIR")
    person = Person(server.url).sign_up(f"{uuid.uuid4().hex}@example.com")
    album = person.new_album("Sent")
    photos = real_files(plan.photos, directory)
    film = large_film(directory / "film.mp4", plan.film_bytes)
    half = len(photos) // 2
    shares = [(photos[:half], SMALL_PIECE), ([film], LARGE_PIECE), (photos[half:], SMALL_PIECE)]
    results: list[dict] = []
    with Proxy(server.port) as line:
        for (paths, piece), troubles in zip(shares, plan.troubles, strict=True):
            sending = client(line.url, person, album, paths, piece)
            results += endure(sending, server, line, troubles)
    paths = [*photos[:half], film, *photos[half:]]
    refused = [result for result in results if result["status"] != "added"]
    assert not refused, refused
    for path, result in zip(paths, results, strict=True):
        assert_identical(server, person, path, result["picture"])
    film.unlink()
    return sum(troubles.count(is_killed) for troubles in plan.troubles)


def endure(sending: Sending, server: Server, line: Proxy, troubles: list[Trouble]) -> list[dict]:
    """One trouble after the other comes, at equal shares of the bytes. Return the results of all files."""
    total, before = sum(map(size_of, sending.paths)), line.moved["up"]
    try:
        for number, trouble in enumerate(troubles, 1):
            mark = before + total * number // (len(troubles) + 1)
            # However slowly this is noticed, the client is in the middle of it.
            line.holds(up_to=max(mark, line.moved["up"]))
            wait_for(lambda: line.moved["up"] >= line.most_up or sending.is_over(), PATIENCE)
            assert not sending.is_over()
            trouble(server, line)
        results = sending.results()
    finally:
        sending.stop()
    # What had arrived was not sent again: a piece at each trouble, and one more where the client asked how much is
    # there before a frozen server had stored what it had. The rest are the heads of the requests.
    heads = sum(1000 * (size_of(path) // sending.piece + 2) for path in sending.paths)
    sent = line.moved["up"] - before
    print(f"{sent} bytes were sent for {total}, with {len(troubles)} troubles")
    assert sent - total < 2 * sending.piece * len(troubles) + heads, sent - total
    return results


def assert_identical(server: Server, person: Person, path: Path, picture: str) -> None:
    """As it is downloaded, and in both storages."""
    expected = sha256_of_plain(path.open("rb"))
    with person.get(f"/pictures/{picture}/file/original", stream=True) as answer:
        assert answer.status_code == 200
        assert sha256_of_plain(answer.raw) == expected, path.name
    [(key,)] = server.query(
        "SELECT f.key FROM albums_picture p JOIN storage_storedfile f ON f.id = p.file_id "
        f"WHERE p.public_id = '{picture}'"
    )
    keys = keys_of(server.directory)
    assert {sha256_of(copy, keys) for copy in server.copies(key)} == {expected}, path.name


def sha256_of_plain(stream) -> str:
    digest = hashlib.sha256()
    with stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def size_of(path: Path) -> int:
    return path.stat().st_size


KINDS = {".jpg", ".png", ".heic", ".avif", ".webp", ".gif"}
# Of the cases, those that cannot be decoded.
REFUSED = {"png-3mp-broken-zlib.png", "gap-apple-cgbi.png"}


def real_files(count: int, directory: Path) -> list[Path]:
    """So many photos of telephones and cameras, no two with the same bytes; drawn where there are not so many."""
    folders = (PHOTOS, PHOTOS.parent / "cases")
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in KINDS]
    whole = {path.read_bytes(): path for path in found if path.name not in REFUSED}
    drawn = [directory / f"drawn-{number}.jpg" for number in range(count - len(whole))]
    for number, path in enumerate(drawn):
        path.write_bytes(draw(number, 640, 480))
    return [*whole.values(), *drawn][:count]


def large_film(path: Path, size: int, seed: int = 14) -> Path:
    """A film of `size` bytes: a short clip, and a box of random bytes behind it that players skip."""
    clip = small_mp4()
    chance, left = random.Random(seed), size - len(clip) - 16
    with path.open("wb") as file:
        # A length of 1: the true one comes in eight bytes behind the name.
        file.write(clip + (1).to_bytes(4, "big") + b"free" + (left + 16).to_bytes(8, "big"))
        while left:
            part = chance.randbytes(min(left, 1 << 20))
            file.write(part)
            left -= len(part)
    return path
