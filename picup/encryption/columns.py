"""One encrypted value in a column of text: `e2:<key id>:<base64url of nonce, ciphertext and tag>`.

AES-256-GCM with a random nonce of 12 bytes. One key may encrypt 2^32 values before a repeated nonce becomes likely
enough to matter (NIST SP 800-38D, 8.3). Where the value stands is authenticated too: of `e2` table, column and row; of
`e1`, which earlier releases wrote, table and column. So a value that was copied elsewhere does not open.
"""

import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from picup.encryption.keyring import Key, Keyring, UnknownKey

OF_COLUMN, OF_ROW = "e1", "e2"
FORMS = (OF_COLUMN, OF_ROW)
# Nonce and tag alone are 28 bytes, which are 38 characters and padding.
SEALED = re.compile(r"(e[12]):([0-9a-f]{16}):([A-Za-z0-9_-]{38,}={0,2})", re.ASCII)
NONCE = 12


class Unreadable(Exception):
    """A value was changed or moved after it was written, or its key is missing."""


def seal(text: str, associated_data: str, key: Key, form: str = OF_COLUMN) -> str:
    """Return `text` encrypted, as it is stored. `associated_data` says where, and must be the same to open it."""
    nonce = os.urandom(NONCE)
    sealed = nonce + cipher(key).encrypt(nonce, text.encode(), associated_data.encode())
    return f"{prefix_of(key, form)}{urlsafe_b64encode(sealed).decode()}"


def unseal(value: str, associated_data: str, keys: Keyring) -> str:
    """Return the text of a stored value. Raise `Unreadable`."""
    found = SEALED.fullmatch(value)
    if not found:
        raise Unreadable("It is not encrypted.")
    return unseal_parts(found, associated_data, keys)


def unseal_parts(found: re.Match, associated_data: str, keys: Keyring) -> str:
    """Return the text of a stored value, of which SEALED has found the parts. Raise `Unreadable`."""
    _, key_id, encoded = found.groups()
    try:
        sealed = urlsafe_b64decode(encoded)
        plain = cipher(keys.find(key_id)).decrypt(sealed[:NONCE], sealed[NONCE:], associated_data.encode())
    except UnknownKey as error:
        raise Unreadable(str(error)) from None
    except (InvalidTag, ValueError):
        raise Unreadable(f"It does not open with the key {key_id}.") from None
    return plain.decode()


def prefix_of(key: Key, form: str) -> str:
    """Return the beginning of every value of a form that `key` has encrypted."""
    return f"{form}:{key.id}:"


@lru_cache(maxsize=16)
def cipher(key: Key) -> AESGCM:
    """Return the cipher of `key`. Cached, because expanding a key costs more than decrypting a caption."""
    return AESGCM(key.secret)
