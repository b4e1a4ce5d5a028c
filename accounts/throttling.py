"""Do something at most once within some seconds."""

import logging

from django.core.cache import cache

logger = logging.getLogger(__name__)


def is_first_within(seconds: int, key: str, *, if_unknown: bool) -> bool:
    """Return True for the first call with `key` within `seconds`, else False.

    Return `if_unknown` if the cache does not answer. A cache in process memory counts for each process by itself.
    """
    try:
        return cache.add(key, True, seconds)
    except Exception:
        logger.exception("The cache does not answer")
        return if_unknown
