"""System checks of settings that belong to no other room."""

import ipaddress
from importlib.util import find_spec

from django.conf import settings
from django.core.checks import Error

NO_DJANGO_REDIS = "CACHE_URL needs django-redis: run `make setup-servers`."
NO_PROXY = "TRUSTED_PROXIES: {} is no address. Networks and names are not understood."


def check_cache(app_configs, **kwargs) -> list[Error]:
    """Check picup.E001: the package that CACHE_URL needs is installed. Without it every page would fail."""
    if (
        settings.CACHES["default"]["BACKEND"].startswith("django_redis.")
        and find_spec("django_redis") is None
    ):
        return [Error(NO_DJANGO_REDIS, id="picup.E001")]
    return []


def check_proxies(app_configs, **kwargs) -> list[Error]:
    """Check picup.E002: TRUSTED_PROXIES are addresses.

    Anything else would match no proxy. Lock-outs would then count all people as one address, and lock out everybody.
    """
    return [
        Error(NO_PROXY.format(word), id="picup.E002")
        for word in settings.TRUSTED_PROXIES
        if not is_address(word)
    ]


def is_address(word: str) -> bool:
    """Tell whether `word` is an IP address in the spelling of the web server, with which it is compared."""
    try:
        return str(ipaddress.ip_address(word)) == word
    except ValueError:
        return False
