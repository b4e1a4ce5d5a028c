"""The operator's keys, newest first: the newest encrypts, all of them decrypt.

A key is 32 random bytes, written as base64 (`make_key`). Its id is derived from it and is no secret. The id stands in
front of all that the key has encrypted, so that the right key is found again.
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
FILES, FIELDS = "FILE_ENCRYPTION_KEYS", "FIELD_ENCRYPTION_KEYS"


class UnknownKey(Exception):
    """A value was encrypted with a key that is not given."""


@dataclass(frozen=True)
class Key:
    id: str
    secret: bytes = field(repr=False)


class Keyring:
    """The keys of one variable."""

    def __init__(self, name: str, keys: list[Key]):
        self.name, self.newest = name, keys[0]
        self.by_id = {key.id: key for key in keys}

    def find(self, key_id: str) -> Key:
        """Return the key with the id `key_id`. Raise `UnknownKey`."""
        try:
            return self.by_id[key_id]
        except KeyError:
            raise UnknownKey(f"The key {key_id} is not in {self.name}.") from None


def make_key() -> str:
    """Return a new random key in the form that the variables want."""
    return secrets.token_urlsafe(KEY_BYTES)


def file_keys() -> Keyring:
    return read_keyring(FILES, tuple(settings.FILE_ENCRYPTION_KEYS))


def field_keys() -> Keyring:
    return read_keyring(FIELDS, tuple(settings.FIELD_ENCRYPTION_KEYS))


@cache
def read_keyring(name: str, texts: tuple[str, ...]) -> Keyring:
    """Return the keys of the variable `name`. Raise `ImproperlyConfigured`, which never contains a key."""
    if not texts:
        raise ImproperlyConfigured(f"{name} is empty. Give at least one key, the newest first.")
    return Keyring(name, [read_key(name, text) for text in texts])


def read_key(name: str, text: str) -> Key:
    """Return the key of its base64 text, with or without padding. Raise `ImproperlyConfigured` with `name`."""
    try:
        padded = text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)
        secret = base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name} holds something that is not a key: {KEY_BYTES} bytes as base64.")
    return Key(hmac.digest(secret, b"pic-up key id", "sha256").hex()[:16], secret)
