"""Files in a directory: on a local disk or on a mounted volume (NFS).

A file is written under a temporary name, synced and renamed, so that a crash leaves a whole file or none. The directory
is synced too, because a rename is durable only then. Temporary files have a directory of their own on the same volume,
so that those of killed processes are found without a search.

A volume that is not mounted leaves an empty directory. A marker file in the root tells the two apart: where the marker
should be and is not, the storage is unavailable, and no file counts as missing.

An error while one file is read is damage of that file if the storage can read other files (`BYTES`, `answers`), and an
outage if it cannot.
"""

import io
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, cast

from storage.backends.base import Backend, check_key
from storage.backends.shards import (
    READ_ONLY,
    SHARD_DIGITS,
    files_in,
    make_directory,
    remove_object,
    replace_file,
    shards_in,
    sync_directory,
)
from storage.backends.volume import MARKER, PARTIAL, Volume, VolumeFile

__all__ = ["MARKER", "DirectoryBackend"]
READ_AHEAD = 128 * 1024


class DirectoryBackend(Backend):
    """A storage in a directory.

    With `prepared`, only `manage.py prepare`, which knows what should be there, makes the directory. Otherwise the
    first write makes it, unless this process has seen it with its marker before.
    """

    def __init__(self, directory: str | os.PathLike, *, prepared: bool = False):
        self.directory = Path(directory)
        self.volume = Volume(self.directory, prepared=prepared)
        self.prefix = f"{self.directory}/"

    def initialise(self, *, new: bool) -> bool:
        return self.volume.initialise(new=new)

    def path(self, key: str) -> Path:  # type: ignore[override]
        return self.directory / check_key(key)[:SHARD_DIGITS] / key

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        path = self.path(key)
        temporary = self.directory / PARTIAL / f"{key}.{secrets.token_hex(4)}"
        with self.volume.outages():
            self.volume.require_marker()
            make_directory(temporary.parent)
            make_directory(path.parent)
            file = open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")  # noqa: SIM115
        try:
            # Iterate outside `outages`: an OSError of the chunks' source is no error of this storage.
            for chunk in chunks:
                with self.volume.outages():
                    file.write(chunk)
            with self.volume.outages():
                file.flush()
                os.fsync(file.fileno())
                replace_file(temporary, path)
                sync_directory(path.parent)
        except BaseException:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            raise
        finally:
            # After an error, `close` tries to write the buffered rest once more, and may fail again.
            with suppress(OSError):
                file.close()

    def open(self, key: str, start: int = 0) -> BinaryIO | None:  # type: ignore[override]
        path = self.path(key)
        with self.volume.reading(path):
            try:
                file = VolumeFile(path, self.volume.reading)
                if start:
                    file.seek(start)
            except FileNotFoundError:
                self.volume.check_mounted()
                return None
        return cast(BinaryIO, io.BufferedReader(file, READ_AHEAD))

    def read(self, key: str, limit: int) -> bytes | None:
        # Plain descriptors, because making Path and file objects takes longer than reading from the disk.
        path = f"{self.prefix}{check_key(key)[:SHARD_DIGITS]}/{key}"
        with self.volume.reading(path):
            try:
                descriptor = os.open(path, READ_ONLY)
            except FileNotFoundError:
                self.volume.check_mounted()
                return None
            try:
                return os.read(descriptor, limit)
            finally:
                os.close(descriptor)

    def size(self, key: str) -> int | None:  # type: ignore[override]
        path = self.path(key)
        with self.volume.outages():
            try:
                return path.stat().st_size
            except FileNotFoundError:
                self.volume.check_mounted()
                return None

    def delete(self, key: str) -> bool:  # type: ignore[override]
        path = self.path(key)
        with self.volume.outages():
            try:
                remove_object(path)
            except FileNotFoundError:
                self.volume.check_mounted()
                return False
        return True

    def list(self) -> Iterator[tuple[str, datetime]]:
        self.volume.check_mounted()
        with self.volume.outages():
            for shard in shards_in(self.directory):
                for name, modified in files_in(shard):
                    yield name, datetime.fromtimestamp(modified, UTC)

    def remove_partial(self, before: datetime) -> int:
        self.volume.check_mounted()
        removed = 0
        with self.volume.outages():
            for path in (self.directory / PARTIAL).glob("*"):
                with suppress(FileNotFoundError):  # Its writer has just renamed or removed it.
                    if path.stat().st_mtime < before.timestamp():
                        path.unlink()
                        removed += 1
        return removed
