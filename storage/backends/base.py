"""What a storage must do. Each backend has its own file; storage/backends/tests/test_backends.py runs on each.

A key is forty hexadecimal digits that `new_file_key` made: no input ever becomes a path. A missing object is a value,
an outage is a `StorageUnavailable`, and an object whose bytes cannot be read is `Unreadable`.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import Storage

from picup.encryption.segments import Damaged

KEY = re.compile(r"[0-9a-f]{40}")


class StorageUnavailable(Exception):
    """The storage did not answer, or not in time, or `is_full`. It may be there again later."""

    permanent = False
    outage = True

    def __init__(self, message: str = "", *, is_full: bool = False) -> None:
        super().__init__(message)
        self.is_full = is_full


class Unreadable(Damaged):
    """The storage answers, but cannot read the bytes of this one object. A bad block does that, for example."""


class WriteCancelled(Exception):
    """The caller has cancelled this write, because its deadline passed. Nothing is kept."""


def check_key(key: str) -> str:
    """Raise ValueError for anything that `new_file_key` cannot have made, such as `..` or a NUL."""
    if not KEY.fullmatch(key):
        raise ValueError("Not the key of a stored file.")
    return key


class Backend(Storage, ABC):
    """One storage. Instances are shared by threads and hold no state of a single call.

    `open` and `size` differ from Django's: they return None for a missing object, which is a normal answer here and
    must never be taken for an error of the storage.
    """

    @abstractmethod
    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        """Store all of `chunks` under `key` durably, or nothing at all.

        Raise `StorageUnavailable`, and whatever `chunks` raises, unchanged.
        """

    @abstractmethod
    def open(self, key: str, start: int = 0) -> BinaryIO | None:  # type: ignore[override]
        """Return the object's bytes from byte `start` on, as an open file. Return None if there is no such object.

        Raise `StorageUnavailable` or `Unreadable`, here or while the file is read.
        """

    def read(self, key: str, limit: int) -> bytes | None:
        """Return up to the first `limit` bytes of a small object, or None if there is none. Raise as `open`."""
        file = self.open(key)
        if file is None:
            return None
        with file:
            return file.read(limit)

    @abstractmethod
    def size(self, key: str) -> int | None:  # type: ignore[override]
        """Return the object's length in bytes, or None if there is no such object. Raise `StorageUnavailable`."""

    @abstractmethod
    def delete(self, key: str) -> bool:  # type: ignore[override]
        """Delete the object. Return False if it was gone already, which is fine too. Raise `StorageUnavailable`."""

    @abstractmethod
    def list(self) -> Iterator[tuple[str, datetime]]:
        """Yield every stored key with the time it was stored. Raise `StorageUnavailable`."""

    def initialise(self, *, new: bool) -> bool:
        """Make the storage ready to be written to. Return whether it is ready. May be called again.

        An empty storage is made ready only if the caller knows that it is `new`: otherwise it may be a volume that is
        not mounted. Raise `StorageUnavailable`.
        """
        return True

    def remove_partial(self, before: datetime) -> int:
        """Remove unfinished writes that were begun before `before` and whose writers were killed. Return how many.

        Raise `StorageUnavailable`.
        """
        return 0

    # --- The rest of Django's interface, by the methods above -------------------------------------------

    def exists(self, name: str) -> bool:
        return self.size(name) is not None

    def listdir(self, path):
        return [], [key for key, _ in self.list()]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return `name` unchanged: both storages must have a file under the same key."""
        return check_key(name)

    def _save(self, name: str, content: File) -> str:
        self.write(name, content.chunks())
        return name
