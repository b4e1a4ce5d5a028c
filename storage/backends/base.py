"""What a storage must do. One file per backend; one suite (storage/tests/test_backends.py) runs on each.

A key is forty hexadecimal digits, made by `new_file_key` and nothing else: no input ever becomes a path.
A missing object is a value; an outage is a `StorageUnavailable`.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

KEY = re.compile(r"[0-9a-f]{40}")


class StorageUnavailable(Exception):
    """The storage did not do its work now; it may later."""

    permanent = False
    outage = True


class WriteCancelled(Exception):
    """The caller gave this write up (its deadline passed): nothing is kept."""


def check_key(key: str) -> str:
    """Raises ValueError for anything that `new_file_key` cannot have made, such as `..` or a NUL."""
    if not KEY.fullmatch(key):
        raise ValueError("Not the key of a stored file.")
    return key


class Backend(ABC):
    """One storage. Instances are shared by threads and hold no state of a single call."""

    @abstractmethod
    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        """Stores all of `chunks` under `key`, durably, or nothing at all. An exception that `chunks` raises
        goes through and leaves nothing. Raises `StorageUnavailable`."""

    @abstractmethod
    def open(self, key: str, start: int = 0) -> BinaryIO | None:
        """The object's bytes from `start` on, or None where there is no such object. Raises
        `StorageUnavailable`, here or while they are read."""

    def read(self, key: str, limit: int) -> bytes | None:
        """The object, or its first `limit` bytes; None where there is no such object. For small ones. Raises
        `StorageUnavailable`."""
        file = self.open(key)
        if file is None:
            return None
        with file:
            return file.read(limit)

    @abstractmethod
    def size(self, key: str) -> int | None:
        """In bytes, or None where there is no such object. Raises `StorageUnavailable`."""

    @abstractmethod
    def delete(self, key: str) -> bool:
        """False when it was gone already, which is success too. Raises `StorageUnavailable`."""

    @abstractmethod
    def list(self) -> Iterator[tuple[str, datetime]]:
        """Every stored key with the time it was stored. Raises `StorageUnavailable`."""

    def initialise(self, *, new: bool) -> bool:
        """Makes the place ready to be written to, as often as it is called. A place where nothing was ever
        stored only if it is known to be `new`: it may be a volume that is not mounted. Returns whether it is
        ready. Raises `StorageUnavailable`."""
        return True

    def remove_partial(self, before: datetime) -> int:
        """Removes what killed writers left unfinished before that moment, where a storage keeps such.
        Returns how many. Raises `StorageUnavailable`."""
        return 0
