"""Pieces of pages, kept under a version and built once. Why this is right: the package's docstring."""

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

from picup.encryption.columns import SEALED, Unreadable, seal, unseal
from picup.encryption.keyring import field_keys

logger = logging.getLogger(__name__)
PIECES = Counter("picup_cache_pieces", "Pieces of pages by where they came from.", ["result"])
# Seconds. Nothing becomes wrong with time; it bounds how long what nobody asks for lies in memory.
KEEP = 24 * 3600
# Whoever builds has this long before another may think that it died.
BUILDING = 5
# How long others wait for it, and how often they look. Then they build for themselves.
PATIENCE, LOOK = 0.1, 0.01

T = TypeVar("T")
# Texts by name: HTML, and what else the page around it needs to know.
Piece = dict[str, str]


def kept(key: str, build: Callable[[], tuple[Piece, float]], is_still: Callable[[], bool]) -> Piece:
    """The piece of `key`, which names its version, from the cache or else from `build`.

    `build` returns it with the seconds for which it is right at most. `is_still` is asked after it: does what the key
    says of the version still hold? Only then is it kept. Raises what they raise, and nothing of its own.
    """
    if found := read(key):
        return counted("hit", found)
    builder = f"{key}:builder"
    is_builder = ask(lambda: cache.add(builder, 1, BUILDING), False)
    if not is_builder and (found := wait(key, builder)):
        return counted("waited", found)
    try:
        piece, seconds = build()
        if is_still():
            write(key, piece, seconds)
        return counted("built", piece)
    finally:
        if is_builder:
            ask(lambda: cache.delete(builder), False)


def counted(result: str, piece: Piece) -> Piece:
    PIECES.labels(result).inc()
    return piece


def wait(key: str, builder: str) -> Piece | None:
    """What somebody else is building now. None where nobody is, as far as the cache can tell, or it takes long: a
    cache that is away keeps nobody waiting."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found: dict[str, Any] = ask(lambda: cache.get_many([key, builder]), {})
        if key in found:
            return opened(key, found[key])
        if builder not in found:
            return None
        time.sleep(LOOK)
    return None


def read(key: str) -> Piece | None:
    value: Any = ask(lambda: cache.get(key), None)
    return None if value is None else opened(key, value)


def write(key: str, piece: Piece, seconds: float) -> None:
    if seconds >= 1:
        text = json.dumps(piece, ensure_ascii=False)
        value = seal(text, place(key), field_keys().newest)
        ask(lambda: cache.set(key, value, int(min(seconds, KEEP))), None)


def ask(question: Callable[[], T], otherwise: T) -> T:
    """django-redis makes a miss of a server that is away. One that answers something else than it was asked for ends
    in whatever exception."""
    try:
        return question()
    except Exception as error:
        logger.warning("The cache gave an answer that is none: %s", type(error).__name__)
        return otherwise


def opened(key: str, value: object) -> Piece | None:
    """Whatever we did not write under this very key is a miss."""
    try:
        # Plain text is what `unseal` would believe, for the sake of old rows.
        if isinstance(value, str) and SEALED.fullmatch(value):
            return json.loads(unseal(value, place(key), field_keys()))
    except (Unreadable, ValueError) as error:
        logger.warning("A cached page does not open, and is built anew. %s", error)
    return None


def place(key: str) -> str:
    return f"cache {key}"


def release() -> str:
    """Part of every key: what pages look like by this version of the program, with these settings and keys. Two
    releases that run at the same time do not read each other's pages."""
    return short(settings.RELEASE, settings.TIME_ZONE, tuple(field_keys().by_id))


@remembered
def short(*names: object) -> str:
    return hashlib.sha256(repr(names).encode()).hexdigest()[:16]
