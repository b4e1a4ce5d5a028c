"""System checks of the settings that no other room answers for."""

import ipaddress
from importlib.util import find_spec

from django.conf import settings
from django.core.checks import Error

NO_DJANGO_REDIS = "CACHE_URL needs django-redis: run `make setup-servers`."
NO_PROXY = "TRUSTED_PROXIES: {} is no address. Networks and names are not understood."


def check_cache(app_configs, **kwargs) -> list[Error]:
    """picup.E001: what CACHE_URL needs is installed. Else every page would fail, and the start would not."""
    if (
        settings.CACHES["default"]["BACKEND"].startswith("django_redis.")
        and find_spec("django_redis") is None
    ):
        return [Error(NO_DJANGO_REDIS, id="picup.E001")]
    return []


def check_proxies(app_configs, **kwargs) -> list[Error]:
    """picup.E002: TRUSTED_PROXIES are addresses. Anything else would match no proxy, and lock everybody out at once."""
    return [
        Error(NO_PROXY.format(word), id="picup.E002")
        for word in settings.TRUSTED_PROXIES
        if not is_address(word)
    ]


def is_address(word: str) -> bool:
    try:
        # As the web server writes it, to which it is compared.
        return str(ipaddress.ip_address(word)) == word
    except ValueError:
        return False
