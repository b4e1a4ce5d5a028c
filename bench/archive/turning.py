"""Measure p95 of pages by turns: each round asks for one page of every kind, so that a busy machine slows all."""

import os
import random
import statistics
import time
from collections.abc import Callable

from bench.archive.filling import GIANT, say

ROUNDS = 300


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    kinds = list_kinds()
    seconds: dict[str, list[float]] = {name: [] for name in kinds}
    say(f"load of the machine {os.getloadavg()[0]:.2f}")
    for number in range(rounds + 20):
        # Each kind comes first as often as last.
        for name in random.sample(list(kinds), len(kinds)):
            before, call = kinds[name]
            before()
            began = time.perf_counter()
            call()
            if number >= 20:  # The first rounds only warm up.
                seconds[name].append(time.perf_counter() - began)
    for name, values in seconds.items():
        say(f"{name}: median {1000 * statistics.median(values):.1f} ms, p95 {1000 * p95(values):.1f} ms")
    say(f"load of the machine {os.getloadavg()[0]:.2f}")
    by_offset = measure_offset()
    say(f"its last page by OFFSET, the query alone: {1000 * by_offset:.1f} ms (median of 5)")
    return {
        "archive_page_ratio": p95(seconds["album, far end"]) / p95(seconds["album, page one"]),
        "archive_kept_ratio": p95(seconds["album, far end, kept"]) / p95(seconds["album, page one, kept"]),
        "archive_rows_ratio": p95(seconds["rows, far end"]) / p95(seconds["rows, page two"]),
    }


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def list_kinds() -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """Whole pages by the test client (everything but the web server), and the paging's reads alone: what is called
    first, and what is measured. Pages are built, except those that are "kept": they come from the cache."""
    from django.core.cache import cache
    from django.test import Client

    from accounts.models import User
    from albums.models import Album, Picture
    from picup.core.pagination import Cursor, read_beyond, turn_page

    album = Album.objects.get(pk=GIANT)
    shown = Picture.objects.filter(album=album, trashed_at=None)
    places = list(shown.order_by("order_time", "id").values_list("order_time", "pk", "public_id"))
    client = Client()
    client.force_login(User.objects.get(pk=1), "accounts.backends.MemberBackend")
    albums = Album.objects.filter(family_id=1, trashed_at=None).order_by("-created_at", "-id")
    oldest = list(albums.values_list("created_at", "pk"))

    def get(address: str) -> None:
        response = client.get(address)
        assert response.status_code == 200 and b"<h1" in response.content, response.status_code

    def cursor_at(number: int) -> Cursor:
        return Cursor(*places[number][:2], number + 1)

    home = album.get_absolute_url()
    count = len(places)
    far = lambda: count - random.randint(5, max(6, count // 50))  # noqa: E731
    assert turn_page(shown, time="order_time", size=4, after=str(cursor_at(count - 5))).next is None
    last = f"{home}?after={cursor_at(count - 5)}"
    built = {
        "album, page one": lambda: get(home),
        "album, page two": lambda: get(f"{home}?after={cursor_at(3)}"),
        "album, middle": lambda: get(
            f"{home}?after={cursor_at(count // 2 + random.randint(-count // 100, count // 100))}"
        ),
        "album, far end": lambda: get(f"{home}?after={cursor_at(far())}"),
        "album, far end, backwards": lambda: get(f"{home}?before={cursor_at(far())}"),
        "shelf, page one": lambda: get("/"),
        "shelf, far end": lambda: get(f"/?after={Cursor(*oldest[-13], len(oldest) - 12)}"),
        "photo, the first": lambda: get(f"{home}pictures/{places[0][2]}/?n=1"),
        "photo, far end": lambda: get(photo(home, places, far(), numbered=True)),
        "photo, middle, opened without its number": lambda: get(photo(home, places, count // 2)),
        "trash, page one": lambda: get("/trash/"),
        "photos to choose, page one": lambda: get(f"{home}select/"),
        "rows, page one": lambda: turn_page(shown, time="order_time", size=4),
        "rows, page two": lambda: read_beyond(shown, cursor_at(3), "order_time", greater=True, count=5),
        "rows, far end": lambda: read_beyond(shown, cursor_at(far()), "order_time", greater=True, count=5),
    }
    kept = {"album, page one, kept": lambda: get(home), "album, far end, kept": lambda: get(last)}
    return {
        **{name: (cache.clear, call) for name, call in built.items()},
        **{name: (call, call) for name, call in kept.items()},
    }


def photo(home: str, places: list, number: int, *, numbered: bool = False) -> str:
    address = f"{home}pictures/{places[number][2]}/"
    return f"{address}?n={number + 1}" if numbered else address


def measure_offset() -> float:
    from albums.models import Picture

    shown = Picture.objects.filter(album_id=GIANT, trashed_at=None)
    last, seconds = shown.count() - 4, []
    for _ in range(5):
        began = time.perf_counter()
        list(shown.order_by("order_time", "id")[last : last + 5])
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)
