"""Files in a directory: on a local disk or on a mounted volume (NFS).

A file is written under a temporary name, synced and renamed, so that a crash leaves a whole file or none. The directory
is synced too, because a rename is durable only then. Temporary files have a directory of their own on the same volume,
so that those of killed processes are found without a search.

A volume that is not mounted leaves an empty directory. A marker file in the root tells the two apart: where the marker
should be and is not, the storage is unavailable, and no file counts as missing.

An error while one file is read is damage of that file if the storage can read other files (`BYTES`, `answers`), and an
outage if it cannot.
"""

import errno
import io
import os
import secrets
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

from storage.backends.base import Backend, StorageUnavailable, Unreadable, check_key
from storage.backends.shards import (
    SHARD_DIGITS,
    can_be_read,
    files_in,
    make_directory,
    read_a_byte,
    shards_in,
    sync_directory,
)

PARTIAL = ".partial"
MARKER = ".pic-up-storage"
READ_AHEAD = 128 * 1024
# Errors that may be about one file's bytes: media errors as the kernel passes them on (block/blk-core.c: EIO, ENODATA,
# EREMOTEIO, EILSEQ), wrong checksums of the file system (EBADMSG, EUCLEAN), something else under the file's name
# (ENXIO, ELOOP, EISDIR), or a file without permissions. All others (ESTALE, ETIMEDOUT, ENOTCONN, ENODEV, ENOMEM,
# EMFILE …) are about the way to the storage.
MEDIA = ["EIO", "ENODATA", "EREMOTEIO", "EILSEQ", "EBADMSG", "EUCLEAN"]
IN_ITS_PLACE = ["ENXIO", "ELOOP", "EISDIR", "EACCES", "EPERM"]
# Not every system has each.
BYTES = {getattr(errno, name) for name in MEDIA + IN_ITS_PLACE if hasattr(errno, name)}
# How many other files are tried when one fails. A dead disk gives none of them.
OTHERS = 5


class DirectoryBackend(Backend):
    """A storage in a directory.

    With `prepared`, only `manage.py prepare`, which knows what should be there, makes the directory. Otherwise the
    first write makes it, unless this process has seen it with its marker before.
    """

    def __init__(self, directory: str | os.PathLike, *, prepared: bool = False):
        self.directory = Path(directory)
        self.prefix = f"{self.directory}/"
        self.marker_expected = prepared

    def path(self, key: str) -> Path:  # type: ignore[override]
        return self.directory / check_key(key)[:SHARD_DIGITS] / key

    def write(self, key: str, chunks: Iterable[bytes]) -> None:
        path = self.path(key)
        temporary = self.directory / PARTIAL / f"{key}.{secrets.token_hex(4)}"
        with self.outages():
            self.require_marker()
            make_directory(temporary.parent)
            make_directory(path.parent)
            file = open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")  # noqa: SIM115
        try:
            # Iterate outside `outages`: an OSError of the chunks' source is no error of this storage.
            for chunk in chunks:
                with self.outages():
                    file.write(chunk)
            with self.outages():
                file.flush()
                os.fsync(file.fileno())
                temporary.rename(path)
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
        with self.reading(path):
            try:
                file = VolumeFile(path, self.reading)
                if start:
                    file.seek(start)
            except FileNotFoundError:
                self.check_mounted()
                return None
        return cast(BinaryIO, io.BufferedReader(file, READ_AHEAD))

    def read(self, key: str, limit: int) -> bytes | None:
        # Plain descriptors, because making Path and file objects takes longer than reading from the disk.
        path = f"{self.prefix}{check_key(key)[:SHARD_DIGITS]}/{key}"
        with self.reading(path):
            try:
                descriptor = os.open(path, os.O_RDONLY)
            except FileNotFoundError:
                self.check_mounted()
                return None
            try:
                return os.read(descriptor, limit)
            finally:
                os.close(descriptor)

    def size(self, key: str) -> int | None:  # type: ignore[override]
        path = self.path(key)
        with self.outages():
            try:
                return path.stat().st_size
            except FileNotFoundError:
                self.check_mounted()
                return None

    def delete(self, key: str) -> bool:  # type: ignore[override]
        path = self.path(key)
        with self.outages():
            try:
                path.unlink()
            except FileNotFoundError:
                self.check_mounted()
                return False
        return True

    def list(self) -> Iterator[tuple[str, datetime]]:
        self.check_mounted()
        with self.outages():
            for shard in shards_in(self.directory):
                for name, modified in files_in(shard):
                    yield name, datetime.fromtimestamp(modified, UTC)

    def remove_partial(self, before: datetime) -> int:
        self.check_mounted()
        removed = 0
        with self.outages():
            for path in (self.directory / PARTIAL).glob("*"):
                with suppress(FileNotFoundError):  # Its writer has just renamed or removed it.
                    if path.stat().st_mtime < before.timestamp():
                        path.unlink()
                        removed += 1
        return removed

    # --- Is the volume mounted? -------------------------------------------------------------------------

    def initialise(self, *, new: bool) -> bool:
        with self.outages():
            if not self.has_marker():
                # Shards without a marker were made by Pic-up before it had markers.
                if not new and not shards_in(self.directory):
                    return False
                self.make_directories()
        self.marker_expected = True
        return True

    def has_marker(self) -> bool:
        return (self.directory / MARKER).exists()

    def require_marker(self) -> None:
        """Make the storage's directories, before a write, unless they are there.

        Raise `StorageUnavailable` if the storage was there before.
        """
        if not self.has_marker():
            self.check_mounted()
            self.make_directories()
        self.marker_expected = True

    def check_mounted(self) -> None:
        """Raise `StorageUnavailable` if the marker should be there and is not."""
        if self.marker_expected and not self.has_marker():
            raise StorageUnavailable(
                f"{self.directory.name}: the volume is not mounted, or was never prepared"
            )

    def make_directories(self) -> None:
        """Make all shards at once. Otherwise almost every upload of a young storage would wait for its own."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number in range(16**SHARD_DIGITS):
            (self.directory / f"{number:0{SHARD_DIGITS}x}").mkdir(exist_ok=True, mode=0o700)
        (self.directory / PARTIAL).mkdir(exist_ok=True, mode=0o700)
        # The marker last, so that after a crash the directories are made again.
        (self.directory / MARKER).touch(mode=0o600)
        sync_directory(self.directory)

    @contextmanager
    def outages(self) -> Iterator[None]:
        """Raise `StorageUnavailable` for every OSError of the block."""
        try:
            yield
        except OSError as error:
            raise StorageUnavailable(f"{self.directory.name}: {error.strerror or error}") from error

    # --- Is it an outage, or damage of one file? --------------------------------------------------------

    @contextmanager
    def reading(self, path: str | os.PathLike) -> Iterator[None]:
        """For a block that reads one file: raise `Unreadable` for an error of its bytes, else `StorageUnavailable`."""
        try:
            yield
        except OSError as error:
            words = f"{self.directory.name}: {error.strerror or error}"
            if error.errno in BYTES and self.answers(Path(path)):
                raise Unreadable(words) from error
            raise StorageUnavailable(words) from error

    def answers(self, path: Path) -> bool:
        """Return whether the storage can read other bytes than those of the file at `path`.

        It must read the marker, the file's own directory, and one of a few other files, if there are any.
        """
        try:
            if self.marker_expected or self.has_marker():
                read_a_byte(self.directory / MARKER)
            # The file's own directory must be readable too.
            with os.scandir(path.parent) as entries:
                next(entries, None)
            with closing(self.others(path)) as others:
                tried = [can_be_read(other) for other in islice(others, OTHERS)]
        except OSError:
            return False
        return any(tried) or not tried

    def others(self, path: Path) -> Generator[Path, None, None]:
        """Yield the other files, from the next shard on: a bad spot on a disk often takes its neighbours with it."""
        shards = shards_in(self.directory)
        after = [shard for shard in shards if shard.name > path.parent.name]
        for shard in after + shards[: len(shards) - len(after)]:
            for name, _ in files_in(shard):
                if name != path.name:
                    yield shard / name


class VolumeFile(io.FileIO):
    """A file that raises the errors of `reading` while it is read, as opening it does."""

    def __init__(self, path: Path, reading):
        super().__init__(path)
        self.path, self.reading = path, reading

    def readinto(self, buffer) -> int:
        with self.reading(self.path):
            return super().readinto(buffer) or 0

    def readall(self) -> bytes:
        with self.reading(self.path):
            return super().readall() or b""
