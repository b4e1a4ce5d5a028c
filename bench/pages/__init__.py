"""Pages, for somebody signed in, against a bare view behind the same middleware (bench/urls.py).

`python -m bench pages`. embedded.py: the site without servers, and what a page weighs on a phone; stack.py: behind
nginx, with MariaDB, its replica and Redis, from the cache and not, and albums of 1,000 and 100,000 photos.
"""

from bench.pages import embedded, stack


def run() -> dict[str, float]:
    return {**embedded.run(), **stack.run()}
