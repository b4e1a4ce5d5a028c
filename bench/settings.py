"""The site with one more address, for bench.pages: the bare view that its pages are compared with. BENCH_COLD=1: no
page is ever found in the cache, though all is done to find and to keep it."""

import itertools
import os

from picup.settings import *  # noqa: F403
from picup.settings import BASE_DIR, CACHES, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")
numbers = itertools.count()


def never_twice(key: str, prefix: str, version: int) -> str:
    unique = f":{os.getpid()}:{next(numbers)}" if key.startswith("page:") else ""
    return f"{prefix}:{version}:{key}{unique}"


if os.environ.get("BENCH_COLD"):
    CACHES["default"]["KEY_FUNCTION"] = never_twice
