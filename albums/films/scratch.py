"""A file on the staging volume that is read and written anywhere, encrypted with a key that nothing keeps.

It has no name, so it is gone with the process. What stays of it on the disk can be read by nobody: the key was made for
this file alone, and was in memory only.
"""

import os
import tempfile

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from picup.encryption.segments import SEGMENT, TAG

NONCE = 12
SEALED = NONCE + SEGMENT + TAG


class Scratch:
    """Keep segments by their number. Raise OSError, as on a full disk."""

    def __init__(self) -> None:
        settings.STAGING_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.file = tempfile.TemporaryFile(dir=settings.STAGING_DIR)  # noqa: SIM115 (until `close`)
        self.cipher = AESGCM(AESGCM.generate_key(256))
        self.kept: set[int] = set()

    def save(self, number: int, plain: bytes) -> None:
        """Write a segment of SEGMENT bytes, over what it was. A nonce is never used twice."""
        nonce = os.urandom(NONCE)
        sealed = memoryview(nonce + self.cipher.encrypt(nonce, plain, str(number).encode()))
        at = number * SEALED
        while sealed:
            written = os.pwrite(self.file.fileno(), sealed, at)
            sealed, at = sealed[written:], at + written
        self.kept.add(number)

    def load(self, number: int) -> bytes:
        """Return a segment, blank if it was never saved."""
        if number not in self.kept:
            return b""
        sealed = os.pread(self.file.fileno(), SEALED, number * SEALED)
        return self.cipher.decrypt(sealed[:NONCE], sealed[NONCE:], str(number).encode())

    def fileno(self) -> int:
        return self.file.fileno()

    def close(self) -> None:
        self.file.close()
