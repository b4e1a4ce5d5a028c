"""Size and SHA-256 of bytes that are written while they pass."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

# A file of up to so many bytes stays in memory until its copies are checked: a photo, not a video.
HELD_BYTES = 4 * 1024 * 1024


class HashingStream:
    """An iterator that passes chunks on, and knows afterwards how many bytes they were and their SHA-256.

    Up to HELD_BYTES are kept, and hashed only when the checksum is asked for: the storages are writing by then, and do
    not wait for the hash. More bytes are hashed while they pass.
    """

    def __init__(self, chunks: Iterable[bytes]):
        self.chunks, self.size, self.digest = chunks, 0, hashlib.sha256()
        self.held: list[bytes] | None = []

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self.chunks:
            self.size += len(chunk)
            if self.held is None:
                self.digest.update(chunk)
            else:
                self.held.append(chunk)
                if self.size > HELD_BYTES:
                    self.digest, self.held = self._digest_of_held(), None
            yield chunk

    def _digest_of_held(self):
        digest = hashlib.sha256()
        for chunk in self.held or ():
            digest.update(chunk)
        return digest

    def sha256(self) -> str:
        """Return the hexadecimal SHA-256 of all chunks. Call it after the last chunk has passed."""
        return (self.digest if self.held is None else self._digest_of_held()).hexdigest()

    def is_same(self, file: BinaryIO) -> bool:
        """Return whether `file` has exactly these bytes. Call it after the last chunk has passed."""
        if self.held is None:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.sha256()  # type: ignore[arg-type]
        return all(file.read(len(chunk)) == chunk for chunk in self.held) and not file.read(1)
