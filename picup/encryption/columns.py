"""One encrypted value in a column of text: `e1:<key id>:<base64url of nonce, ciphertext and tag>`.

AES-256-GCM with a random nonce of 12 bytes. One key may encrypt 2^32 values before a repeated nonce becomes likely
enough to matter (NIST SP 800-38D, 8.3). The names of table and column are authenticated too, so a value that was
copied to another column does not open. The row is not authenticated, because it has no id before its insert.
"""

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from picup.encryption.keyring import Key, Keyring, UnknownKey

PREFIX = "e1:"
# Nonce and tag alone are 28 bytes, which are 38 characters and padding.
SEALED = re.compile(r"e1:([0-9a-f]{16}):([A-Za-z0-9_-]{38,}={0,2})", re.ASCII)
NONCE = 12


@dataclass
class PlainText:
    """Whether values without encryption are refused in this process (key_check.py decides it at the start)."""

    is_refused: bool = False


plain_text = PlainText()


class Unreadable(Exception):
    """A value was changed after it was written, or its key is missing."""


def seal(text: str, associated_data: str, key: Key) -> str:
    """Return `text` encrypted, as the database stores it. `associated_data` is "table.column"."""
    nonce = os.urandom(NONCE)
    sealed = nonce + cipher(key).encrypt(nonce, text.encode(), associated_data.encode())
    return f"{PREFIX}{key.id}:{urlsafe_b64encode(sealed).decode()}"


def unseal(value: str, associated_data: str, keys: Keyring) -> str:
    """Return the text of a stored value. Raise `Unreadable`.

    A value that does not look encrypted was written before there was encryption, and is returned as it is; but not once
    it is known that none is left: whoever can write to the database could plant words otherwise.
    """
    found = SEALED.fullmatch(value)
    if not found and plain_text.is_refused:
        raise Unreadable("It is not encrypted.")
    if not found:
        return value
    key_id, encoded = found.groups()
    try:
        sealed = urlsafe_b64decode(encoded)
        plain = cipher(keys.find(key_id)).decrypt(sealed[:NONCE], sealed[NONCE:], associated_data.encode())
    except UnknownKey as error:
        raise Unreadable(str(error)) from None
    except (InvalidTag, ValueError):
        raise Unreadable(f"It does not open with the key {key_id}.") from None
    return plain.decode()


def prefix_of(key: Key) -> str:
    """Return the beginning of every value that `key` has encrypted."""
    return f"{PREFIX}{key.id}:"


@lru_cache(maxsize=16)
def cipher(key: Key) -> AESGCM:
    """Return the cipher of `key`. Cached, because expanding a key costs more than decrypting a caption."""
    return AESGCM(key.secret)
