"""Files in a directory: a local disk or a mounted volume (NFS).

A file is written under a temporary name, synced and renamed, so that a crash leaves a whole file or none;
the directory is synced too, because a rename is durable only with it. Temporary files have a directory of
their own, beside the others on the same volume: what a killed process leaves is found without a search.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from storage.backends.base import KEY, Backend, StorageUnavailable, check_key

# 256 directories: a hundred thousand files in each when there are twenty-five million, which ext4, XFS and
# NFS servers all index.
SHARD_DIGITS = 2
PARTIAL = ".partial"


class DirectoryBackend(Backend):
    def __init__(self, directory: str | os.PathLike):
        self.directory = Path(directory)

    def path(self, key: str) -> Path:
        return self.directory / check_key(key)[:SHARD_DIGITS] / key

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        path = self.path(key)
        temporary = self.directory / PARTIAL / f"{key}.{secrets.token_hex(4)}"
        try:
            self.make_directory(temporary.parent)
            self.make_shards(path.parent)
            try:
                with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                    for chunk in chunks:
                        file.write(chunk)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.rename(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            sync_directory(path.parent)
        except OSError as error:
            raise StorageUnavailable(f"{self.directory.name}: {error.strerror}") from error

    def make_shards(self, wanted: Path) -> None:
        """All at once, the first time: one by one, each upload of a young storage would wait for its own."""
        if not wanted.is_dir():
            for number in range(16**SHARD_DIGITS):
                shard = self.directory / f"{number:0{SHARD_DIGITS}x}"
                shard.mkdir(parents=True, exist_ok=True, mode=0o700)
            sync_directory(self.directory)

    def make_directory(self, directory: Path) -> None:
        if not directory.is_dir():
            directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            sync_directory(directory.parent)

    def open(self, key: str) -> BinaryIO | None:
        try:
            return self.path(key).open("rb")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageUnavailable(f"{self.directory.name}: {error.strerror}") from error

    def size(self, key: str) -> int | None:
        try:
            return self.path(key).stat().st_size
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageUnavailable(f"{self.directory.name}: {error.strerror}") from error

    def delete(self, key: str) -> bool:
        try:
            self.path(key).unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise StorageUnavailable(f"{self.directory.name}: {error.strerror}") from error
        return True

    def list(self) -> Iterator[tuple[str, datetime]]:
        try:
            for shard in sorted(self.directory.glob("?" * SHARD_DIGITS)):
                for entry in os.scandir(shard):
                    if KEY.fullmatch(entry.name):
                        yield entry.name, datetime.fromtimestamp(entry.stat().st_mtime, UTC)
        except OSError as error:
            raise StorageUnavailable(f"{self.directory.name}: {error.strerror}") from error

    def remove_partial(self, before: datetime) -> int:
        removed = 0
        try:
            for path in (self.directory / PARTIAL).glob("*"):
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()
                    removed += 1
        except FileNotFoundError:  # Its writer has just renamed or removed it; the next sweep sees the rest.
            pass
        except OSError as error:
            raise StorageUnavailable(f"{self.directory.name}: {error.strerror}") from error
        return removed


def sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
