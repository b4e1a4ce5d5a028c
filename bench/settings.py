"""The site with one more address, for bench.pages: the bare view that the album's page is compared with."""

from picup.settings import *  # noqa: F403
from picup.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "bench.urls"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")
