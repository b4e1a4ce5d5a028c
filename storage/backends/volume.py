"""The directory of a `DirectoryBackend`, as a volume that may be mounted or not, and may fail.

Two questions are answered here. Is the volume mounted, or is this the empty directory below it
(`Volume.check_mounted`)? Is an error an outage of the volume, or damage of one file (`Volume.reading`)?
"""

import errno
import io
import os
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from pathlib import Path

from storage.backends.base import StorageUnavailable, Unreadable
from storage.backends.shards import (
    READ_ONLY,
    SHARD_DIGITS,
    can_be_read,
    files_in,
    read_a_byte,
    shards_in,
    sync_directory,
)

PARTIAL = ".partial"
MARKER = ".pic-up-storage"
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


class Volume:
    """A directory, and whether its marker is expected: from when this process has seen it, or always if `prepared`."""

    def __init__(self, directory: Path, *, prepared: bool):
        self.directory, self.marker_expected = directory, prepared

    def initialise(self, *, new: bool) -> bool:
        """Make the directories if they are not there. See `Backend.initialise`."""
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
        super().__init__(path, opener=lambda name, flags: os.open(name, flags | READ_ONLY))
        self.path, self.reading = path, reading

    def readinto(self, buffer) -> int:
        with self.reading(self.path):
            return super().readinto(buffer) or 0

    def readall(self) -> bytes:
        with self.reading(self.path):
            return super().readall() or b""
