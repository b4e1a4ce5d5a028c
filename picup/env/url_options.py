"""Readers of the options in a server's address, such as `mysql://…/picup?ssl_mode=REQUIRED`.

An option that is silently dropped may turn TLS off. So every option is read, or stops the start.

A reader returns the value of a text, or raises `ValueError` with the end of the sentence "the option … must be …".
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from django.core.exceptions import ImproperlyConfigured

from picup.env import FALSE, TRUE

Reader = Callable[[str], Any]
NAME = re.compile(r"[a-z0-9_]{1,40}", re.ASCII)


def split_options(variable: str, url: str, readers: Mapping[str, Reader]) -> tuple[str, dict[str, Any]]:
    """Return the address without its options, and the options by name in small letters.

    `variable` names the address in errors. Raise `ImproperlyConfigured` for an option without a reader, one that its
    reader refuses, and one that is given twice. Never quote a value: it may be part of a password with a `?` in it.
    """
    if "#" in url:
        raise ImproperlyConfigured(f"{variable}: write # as %23.")
    address, _, query = url.partition("?")
    if "@" in query:
        raise ImproperlyConfigured(f"{variable}: write ? in a password as %3F, and @ in an option as %40.")
    options: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        name = name.lower()
        if name not in readers:
            known = ", ".join(sorted(readers)) or "none"
            raise ImproperlyConfigured(
                f"{variable}: {quoted(name)} is not understood. Options that are: {known}."
            )
        if name in options:
            raise ImproperlyConfigured(f"{variable}: the option {name} is given twice.")
        try:
            options[name] = readers[name](value.strip())
        except ValueError as error:
            raise ImproperlyConfigured(f"{variable}: the option {name} must be {error}.") from None
    return address, options


def quoted(name: str) -> str:
    return f"the option {name}" if NAME.fullmatch(name) else "an option"


def text(value: str) -> str:
    """Read any text that is not empty."""
    if not value:
        raise ValueError("something")
    return value


def boolean(value: str) -> bool:
    """Read on, off, true, false, yes, no, 1 or 0."""
    if value and value.lower() in TRUE | FALSE:
        return value.lower() in TRUE
    raise ValueError("one of on, off, true, false, 1, 0")


def whole(least: int) -> Reader:
    """Return a reader of whole numbers of at least `least`."""

    def read(value: str) -> int:
        if not (value.isascii() and value.isdigit()) or int(value) < least:
            raise ValueError(f"a whole number of at least {least}")
        return int(value)

    return read


def seconds(value: str) -> float:
    """Read seconds above 0, also with a fraction."""
    try:
        number = float(value)
    except ValueError:
        number = 0
    # This refuses "nan" and "inf" too.
    if not 0 < number < 1e6:
        raise ValueError("a number of seconds, more than 0")
    return number


def one_of(*words: str) -> Reader:
    """Return a reader of one of `words`, in any case; it returns the word as it is written here."""

    def read(value: str) -> str:
        for word in words:
            if value.lower() == word.lower():
                return word
        raise ValueError(f"one of: {', '.join(words)}" if len(words) > 1 else words[0])

    return read


def file(value: str) -> str:
    """Read the path of an existing file."""
    if not Path(value).is_file():
        raise ValueError("the path of a file that is there")
    return value


def directory(value: str) -> str:
    """Read the path of an existing directory."""
    if not Path(value).is_dir():
        raise ValueError("the path of a directory that is there")
    return value
