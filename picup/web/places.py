"""Places for what takes long, of which each person and each family has only a share."""

import threading
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager

Shares = Mapping[Hashable, int]
NO_SHARES: Shares = {}
ALL = "all"


class NoPlace(Exception):
    """All places are taken, or the share of whoever asks for one."""


class Places:
    """Places of one process. Nobody waits for one: waiting takes a thread, which is what is short.

    `shares` are keys for which a place counts, with how many of them each key may have. ALL is every place.
    """

    def __init__(self, total: int):
        self.total = total
        self.taken: Counter[Hashable] = Counter()
        self.lock = threading.Lock()

    def take(self, shares: Shares = NO_SHARES) -> None:
        """Take a place. Raise `NoPlace`."""
        bounds = {ALL: self.total, **shares}
        with self.lock:
            if any(self.taken[key] >= most for key, most in bounds.items()):
                raise NoPlace
            self.taken.update(bounds.keys())

    def give_back(self, shares: Shares = NO_SHARES) -> None:
        with self.lock:
            self.taken.subtract({ALL, *shares})
            # Without those that have none: people come and go for months.
            self.taken = +self.taken

    @contextmanager
    def held(self, shares: Shares = NO_SHARES) -> Iterator[None]:
        self.take(shares)
        try:
            yield
        finally:
            self.give_back(shares)


def shares_of(user, each: int, family: int) -> dict[Hashable, int]:
    """Return how many places a person and her family may have. All who are not signed in are one person."""
    shares: dict[Hashable, int] = {("person", user.pk): each}
    if getattr(user, "family_id", None) is not None:
        shares["family", user.family_id] = family
    return shares
