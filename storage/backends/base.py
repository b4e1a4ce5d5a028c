"""What a storage must do. One file per backend; one suite (storage/backends/tests/test_backends.py) runs on each.

A key is forty hexadecimal digits, made by `new_file_key` and nothing else: no input ever becomes a path.
A missing object is a value, an outage is a `StorageUnavailable`, and bytes that are lost are `Unreadable`.
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
    """The storage did not do its work now; it may later."""

    permanent = False
    outage = True


class Unreadable(Damaged):
    """The storage answers, but cannot give the bytes of this one object: a bad block, for example."""


class WriteCancelled(Exception):
    """The caller gave this write up (its deadline passed): nothing is kept."""


def check_key(key: str) -> str:
    """Raise ValueError for anything that `new_file_key` cannot have made, such as `..` or a NUL."""
    if not KEY.fullmatch(key):
        raise ValueError("Not the key of a stored file.")
    return key


class Backend(Storage, ABC):
    """One storage. Instances are shared by threads and hold no state of a single call.

    `open` and `size` differ from Django's: a missing object is None, because it is an everyday answer here and
    must never be taken for an error of the storage.
    """

    @abstractmethod
    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        """Store all of `chunks` under `key`, durably, or nothing at all. An exception that `chunks` raises
        goes through and leaves nothing. Raise `StorageUnavailable`."""

    @abstractmethod
    def open(self, key: str, start: int = 0) -> BinaryIO | None:  # type: ignore[override]
        """Return the object's bytes from `start` on, or None where there is no such object. Raise
        `StorageUnavailable` or `Unreadable`, here or while they are read."""

    def read(self, key: str, limit: int) -> bytes | None:
        """Return the object, or its first `limit` bytes; None where there is no such object. For small ones.
        Raise as `open`."""
        file = self.open(key)
        if file is None:
            return None
        with file:
            return file.read(limit)

    @abstractmethod
    def size(self, key: str) -> int | None:  # type: ignore[override]
        """Return bytes, or None where there is no such object. Raise `StorageUnavailable`."""

    @abstractmethod
    def delete(self, key: str) -> bool:  # type: ignore[override]
        """Return False when it was gone already, which is success too. Raise `StorageUnavailable`."""

    @abstractmethod
    def list(self) -> Iterator[tuple[str, datetime]]:
        """Yield every stored key with the time it was stored. Raise `StorageUnavailable`."""

    def initialise(self, *, new: bool) -> bool:
        """Make the place ready to be written to, as often as it is called. A place where nothing was ever
        stored only if it is known to be `new`: it may be a volume that is not mounted. Return whether it is
        ready. Raise `StorageUnavailable`."""
        return True

    def remove_partial(self, before: datetime) -> int:
        """Remove what killed writers left unfinished before that moment, where a storage keeps such.
        Return how many. Raise `StorageUnavailable`."""
        return 0

    # --- The rest of a Django storage, by way of the above ---------------------------------------------

    def exists(self, name: str) -> bool:
        return self.size(name) is not None

    def listdir(self, path):
        return [], [key for key, _ in self.list()]

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Keep the key: both storages must have a file under the same one."""
        return check_key(name)

    def _save(self, name: str, content: File) -> str:
        self.write(name, content.chunks())
        return name
