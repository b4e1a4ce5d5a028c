"""System checks of settings that belong to no other room."""

import ipaddress
import os
from importlib.util import find_spec

from django.conf import settings
from django.core.checks import Error, Warning

THIS_MACHINE = ("127.0.0.1", "localhost", "::1", "[::1]", "testserver")
NO_DJANGO_REDIS = "CACHE_URL needs django-redis: run `make setup-servers`."
FORMER = "{} is not read any more: {} The variable is ignored; take it away."
# What an earlier release read, and what to know instead. Whoever updates must not believe that it still holds.
FORMER_VARIABLES = {
    "WEB_UPLOAD_PROCESSES": "every web process takes uploads, at most WEB_UPLOADS at a time.",
}
FORWARDED = (
    "HTTPS is on and no proxy is named in TRUSTED_PROXIES: nobody is believed to speak HTTPS, and forms fail."
)
UNNAMED = (
    "{} is answered to, the site listens on this machine alone, and no proxy is named in TRUSTED_PROXIES: behind a "
    "proxy all people count as one address, and five wrong passwords lock everybody out."
)
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


def check_https(app_configs, **kwargs) -> list[Error]:
    """Check picup.E003: under HTTPS there is a proxy whose X-Forwarded-Proto is believed."""
    return [Error(FORWARDED, id="picup.E003")] if settings.HTTPS and not settings.TRUSTED_PROXIES else []


def check_unnamed_proxy(app_configs, **kwargs) -> list[Warning]:
    """Warn (picup.W002) where other machines can only come through a proxy, and none is named."""
    others = [name for name in settings.ALLOWED_HOSTS if name not in THIS_MACHINE]
    if not others or settings.TRUSTED_PROXIES or settings.HOST not in THIS_MACHINE:
        return []
    return [Warning(UNNAMED.format(", ".join(others)), id="picup.W002")]


def check_former_variables(app_configs, **kwargs) -> list[Warning]:
    """Warn (picup.W001) of a variable that an earlier release read. It must not stop the start of an update."""
    return [
        Warning(FORMER.format(name, instead), id="picup.W001")
        for name, instead in FORMER_VARIABLES.items()
        if name in os.environ
    ]


def is_address(word: str) -> bool:
    """Tell whether `word` is an IP address in the spelling of the web server, with which it is compared."""
    try:
        return str(ipaddress.ip_address(word)) == word
    except ValueError:
        return False
