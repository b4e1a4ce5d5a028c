"""Files in a directory: a local disk or a mounted volume (NFS).

A file is written under a temporary name, synced and renamed, so that a crash leaves a whole file or none;
the directory is synced too, because a rename is durable only with it. Temporary files have a directory of
their own, beside the others on the same volume: what a killed process leaves is found without a search.

A volume that is not mounted leaves an empty directory in its place. A marker in the root tells the two apart:
where it should be and is not, the storage is unavailable, and no file counts as missing.

An error of reading one file is damage of that file where the storage answers otherwise (`BYTES`, `answers`), and
an outage where it does not.
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
# What may be said of one file's bytes: media errors as the kernel passes them on (block/blk-core.c: EIO, ENODATA,
# EREMOTEIO, EILSEQ), file systems that find their own checksums wrong (EBADMSG, EUCLEAN), something else in the
# file's place (ENXIO, ELOOP, EISDIR), or a file that nobody may read. Anything else (ESTALE, ETIMEDOUT, ENOTCONN,
# ENODEV, ENOMEM, EMFILE …) is of the way to the storage.
MEDIA = ["EIO", "ENODATA", "EREMOTEIO", "EILSEQ", "EBADMSG", "EUCLEAN"]
IN_ITS_PLACE = ["ENXIO", "ELOOP", "EISDIR", "EACCES", "EPERM"]
# Not every system has each.
BYTES = {getattr(errno, name) for name in MEDIA + IN_ITS_PLACE if hasattr(errno, name)}
# Files that are tried when one fails: a disk that died gives none of them.
OTHERS = 5


class DirectoryBackend(Backend):
    """`prepared`: only `manage.py prepare`, which knows what should be there, makes the directory. Otherwise
    the first write does, unless this process saw it with its marker before."""

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
            # Outside `outages`: an OSError of whoever makes the chunks is not this storage's.
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
            # After an error it tries to write the rest once more.
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
        # Without Path and file objects, which take longer than the disk.
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

    # --- Is it the storage, or the empty place where it should be? --------------------------------------

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
        """Before a write: the storage is there, or is made where nothing says that it was there before."""
        if not self.has_marker():
            self.check_mounted()
            self.make_directories()
        self.marker_expected = True

    def check_mounted(self) -> None:
        """Raises `StorageUnavailable` where the marker should be and is not."""
        if self.marker_expected and not self.has_marker():
            raise StorageUnavailable(
                f"{self.directory.name}: the volume is not mounted, or was never prepared"
            )

    def make_directories(self) -> None:
        """All shards at once: one by one, each upload of a young storage would wait for its own."""
        self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        for number in range(16**SHARD_DIGITS):
            (self.directory / f"{number:0{SHARD_DIGITS}x}").mkdir(exist_ok=True, mode=0o700)
        (self.directory / PARTIAL).mkdir(exist_ok=True, mode=0o700)
        # Last, so that a crash before it leaves a place that is made again.
        (self.directory / MARKER).touch(mode=0o600)
        sync_directory(self.directory)

    @contextmanager
    def outages(self) -> Iterator[None]:
        """Whatever the volume refuses inside is an outage of this storage."""
        try:
            yield
        except OSError as error:
            raise StorageUnavailable(f"{self.directory.name}: {error.strerror or error}") from error

    # --- Is it the storage, or this one file? -----------------------------------------------------------

    @contextmanager
    def reading(self, path: str | os.PathLike) -> Iterator[None]:
        """Inside, one file is read: raise `Unreadable` for an error of its bytes, `StorageUnavailable` for any
        other."""
        try:
            yield
        except OSError as error:
            words = f"{self.directory.name}: {error.strerror or error}"
            if error.errno in BYTES and self.answers(Path(path)):
                raise Unreadable(words) from error
            raise StorageUnavailable(words) from error

    def answers(self, path: Path) -> bool:
        """Return whether the storage gives other bytes than those of the file at `path`: its marker, and one of a
        few files in other directories (or none, where there are none)."""
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
        """Yield the other files, from the next directory on: a bad place on a disk often takes neighbours with it."""
        shards = shards_in(self.directory)
        after = [shard for shard in shards if shard.name > path.parent.name]
        for shard in after + shards[: len(shards) - len(after)]:
            for name, _ in files_in(shard):
                if name != path.name:
                    yield shard / name


class VolumeFile(io.FileIO):
    """A file whose errors while reading are told apart, as those of opening it."""

    def __init__(self, path: Path, reading):
        super().__init__(path)
        self.path, self.reading = path, reading

    def readinto(self, buffer) -> int:
        with self.reading(self.path):
            return super().readinto(buffer) or 0

    def readall(self) -> bytes:
        with self.reading(self.path):
            return super().readall() or b""
