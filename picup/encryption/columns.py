"""One encrypted value in a column of text: `e1:<key id>:<base64url of nonce, ciphertext and tag>`.

AES-256-GCM with a random nonce of 12 bytes: one key may write 2^32 values before a repeated nonce must
be thought of (NIST SP 800-38D, 8.3). The names of table and column are authenticated too: a value that somebody
copied from one column into another does not open. The row is not, for it has no id when it is inserted.
"""

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from picup.encryption.keyring import Key, Keyring, UnknownKey

PREFIX = "e1:"
# Nonce and tag alone are 28 bytes, which are 40 characters.
SEALED = re.compile(r"e1:([0-9a-f]{16}):([A-Za-z0-9_-]{38,}={0,2})", re.ASCII)
NONCE = 12


class Unreadable(Exception):
    """The value is not as it was written, or its key is not at hand."""


def seal(text: str, associated_data: str, key: Key) -> str:
    """`text` as it stands in the database. `associated_data` is "table.column"."""
    nonce = os.urandom(NONCE)
    sealed = nonce + cipher(key).encrypt(nonce, text.encode(), associated_data.encode())
    return f"{PREFIX}{key.id}:{urlsafe_b64encode(sealed).decode()}"


def unseal(value: str, associated_data: str, keys: Keyring) -> str:
    """The text behind a value of the database. What has not the form of an encrypted value was written before
    there was encryption, and is the text itself. Raises `Unreadable`."""
    found = SEALED.fullmatch(value)
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
    """How every value begins that `key` has encrypted."""
    return f"{PREFIX}{key.id}:"


@lru_cache(maxsize=16)
def cipher(key: Key) -> AESGCM:
    """Kept: expanding the key costs more than opening a caption."""
    return AESGCM(key.secret)
