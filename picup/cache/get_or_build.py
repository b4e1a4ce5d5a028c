"""Get a page fragment from the cache, or build it once for all who want it. The package says why this is safe."""

import hashlib
import json
import logging
import time
from collections.abc import Callable
from functools import cache as remembered
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from prometheus_client import Counter

from picup.encryption.columns import Unreadable, seal, unseal
from picup.encryption.keyring import field_keys

logger = logging.getLogger(__name__)
PIECES = Counter("picup_cache_pieces", "Pieces of pages by where they came from.", ["result"])
# Seconds a fragment stays. It never becomes wrong; this frees the memory of unused ones.
KEEP = 24 * 3600
# Seconds a builder holds the lock before others assume it crashed.
BUILDING = 5
# Seconds that others wait for the builder, and between their looks. Then they build for themselves.
PATIENCE, LOOK = 0.1, 0.01

T = TypeVar("T")
# Texts by name: the HTML, and what else the page around it needs.
Fragment = dict[str, str]


def get_or_build(
    key: str, build: Callable[[], tuple[Fragment, float]], is_current: Callable[[], bool]
) -> Fragment:
    """Return the fragment of `key` from the cache, or build it. `key` contains the version of what the fragment shows.

    `build` returns the fragment and for how many seconds it is valid at most. `is_current` is called after `build` and
    tells whether the version in `key` is still the newest; only then is the fragment cached. Raise what these two
    raise, and nothing else: a failing cache is a miss.
    """
    if found := read(key):
        return count_result("hit", found)
    builder = f"{key}:builder"
    is_builder = ask_cache(lambda: cache.add(builder, 1, BUILDING), False)
    try:
        # Who was slow between the first look and the lock finds what the builder before has kept.
        if found := read(key) if is_builder else wait(key, builder):
            return count_result("waited", found)
        piece, seconds = build()
        if is_current():
            write(key, piece, seconds)
        return count_result("built", piece)
    finally:
        if is_builder:
            ask_cache(lambda: cache.delete(builder), False)


def count_result(result: str, piece: Fragment) -> Fragment:
    PIECES.labels(result).inc()
    return piece


def wait(key: str, builder: str) -> Fragment | None:
    """Wait for the fragment that another request is building.

    Return None after PATIENCE, and at once if the cache knows no builder: an absent cache keeps nobody waiting.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found: dict[str, Any] = ask_cache(lambda: cache.get_many([key, builder]), {})
        if key in found:
            return decrypt_piece(key, found[key])
        if builder not in found:
            return None
        time.sleep(LOOK)
    return None


def read(key: str) -> Fragment | None:
    value: Any = ask_cache(lambda: cache.get(key), None)
    return None if value is None else decrypt_piece(key, value)


def write(key: str, piece: Fragment, seconds: float) -> None:
    """Cache an encrypted fragment for `seconds`, at most KEEP. Skip one that expires within a second."""
    if seconds >= 1:
        text = json.dumps(piece, ensure_ascii=False)
        value = seal(text, associated_data(key), field_keys().newest)
        ask_cache(lambda: cache.set(key, value, int(min(seconds, KEEP))), None)


def ask_cache(question: Callable[[], T], otherwise: T) -> T:
    """Ask the cache. Return `otherwise` if that raises.

    django-redis itself makes a miss of a server that is away. A server that answers nonsense raises anything.
    """
    try:
        return question()
    except Exception as error:
        logger.warning("The cache gave an answer that is none: %s", type(error).__name__)
        return otherwise


def decrypt_piece(key: str, value: object) -> Fragment | None:
    """Decrypt a cached value. Return None for anything that we did not write under this very key."""
    try:
        if isinstance(value, str):
            return json.loads(unseal(value, associated_data(key), field_keys()))
    except (Unreadable, ValueError) as error:
        logger.warning("A cached page does not open, and is built anew. %s", error)
    return None


def associated_data(key: str) -> str:
    return f"cache {key}"


def release() -> str:
    """Return the part of every key that names this release, its time zone and its keys.

    Two releases that run at the same time do not read each other's pages.
    """
    return short_hash(settings.RELEASE, settings.TIME_ZONE, tuple(field_keys().by_id))


@remembered
def short_hash(*names: object) -> str:
    return hashlib.sha256(repr(names).encode()).hexdigest()[:16]
