"""Readers of environment variables. Each raises `ImproperlyConfigured` for a value that it does not understand.

A typing mistake must stop the start with one clear sentence, not silently turn off a safety. It knows names and texts,
and no setting. Start here; `url_options.py` reads the options in addresses of servers, and `server_urls.py` the
addresses of broker, mail and MongoDB. `hidden.py` has what left the environment after the start.
"""

import ipaddress
import math

from django.core.exceptions import ImproperlyConfigured

from picup.env.hidden import look_up

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """Read a text, without blanks around it."""
    value = look_up(name)
    return (default if value is None else value).strip()


def boolean(name: str, default: bool) -> bool:
    """Read on, off, true, false, yes, no, 1 or 0. A blank is off."""
    value = look_up(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be one of on, off, true, false, 1, 0.")


def integer(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """Read a whole number of at least `least` and, if given, at most `most`. A blank is the default."""
    value = text(name)
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number.") from None
    if number < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}.")
    if most is not None and number > most:
        raise ImproperlyConfigured(f"{name} must be at most {most}.")
    return number


def number(name: str, default: float) -> float:
    """Read a number above 0. A blank is the default."""
    value = text(name)
    if not value:
        return default
    try:
        seconds = float(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a number.") from None
    if seconds <= 0 or not math.isfinite(seconds):
        raise ImproperlyConfigured(f"{name} must be more than 0.")
    return seconds


def words(name: str, default: str = "") -> list[str]:
    """Read a comma-separated list, without blanks around its words."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str, default: str = "") -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """Read a comma-separated list of addresses and networks, such as 10.0.0.0/8."""
    try:
        return [ipaddress.ip_network(word) for word in words(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}: {error}.") from None


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """Read one of `choices`. A blank is the default."""
    value = text(name, default) or default
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of: {', '.join(choices)}.")
    return value
