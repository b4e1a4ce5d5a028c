"""Doing something at most once in a while."""

import logging

from django.core.cache import cache

logger = logging.getLogger(__name__)


def first_in(seconds: int, key: str, *, if_unknown: bool) -> bool:
    """True for the first who asks for `key` within so many seconds (once per process, where the cache is in
    the process). A cache that does not answer is logged and answered with `if_unknown`."""
    try:
        return cache.add(key, True, seconds)
    except Exception:
        logger.exception("The cache does not answer")
        return if_unknown
