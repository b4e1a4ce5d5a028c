"""Files and directories of `DirectoryBackend`: calls of the operating system, without the storage's rules.

Files lie in shards, directories named by the first SHARD_DIGITS of the files' keys. All functions raise `OSError`.
"""

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from storage.backends.base import KEY

# 256 directories: a hundred thousand files in each when there are twenty-five million, which ext4, XFS and
# NFS servers all index.
SHARD_DIGITS = 2
# O_NONBLOCK: do not wait for a pipe or a device that stands in a file's place.
READ_ONLY = os.O_RDONLY | os.O_NONBLOCK
SHARD = re.compile(rf"[0-9a-f]{{{SHARD_DIGITS}}}")


def can_be_read(path: Path) -> bool:
    """Return whether a byte of the file can be read from the disk."""
    try:
        read_a_byte(path)
    except OSError:
        return False
    return True


def read_a_byte(path: Path) -> None:
    """Read one byte of the file from the disk, not from the page cache. Raise OSError."""
    descriptor = os.open(path, READ_ONLY)
    try:
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.read(descriptor, 1)
    finally:
        os.close(descriptor)


def files_in(shard: Path) -> Iterator[tuple[str, float]]:
    """Yield name and time of modification (seconds) of each stored file, without those that vanish meanwhile."""
    with suppress(FileNotFoundError), os.scandir(shard) as entries:
        for entry in entries:
            if not KEY.fullmatch(entry.name):
                continue
            try:
                modified = entry.stat(follow_symlinks=False).st_mtime
            except FileNotFoundError:  # Deleted just now.
                continue
            yield entry.name, modified


def shards_in(directory: Path) -> list[Path]:
    """Return the shards in their order. Return none if there is no such directory."""
    try:
        return sorted(path for path in directory.iterdir() if SHARD.fullmatch(path.name))
    except FileNotFoundError:
        return []


def replace_file(new: Path, path: Path) -> None:
    """Rename the file `new` to `path`, in the place of whatever is there."""
    try:
        new.rename(path)
    except IsADirectoryError:
        path.rmdir()
        new.rename(path)


def remove_object(path: Path) -> None:
    """Remove whatever is at `path`. A directory must be empty: otherwise a person must look at it."""
    try:
        path.unlink()
    except OSError:
        if not path.is_dir():
            raise
        path.rmdir()


def make_directory(directory: Path) -> None:
    """Make a directory durably, if it is not there. Never make its parents: a volume may just have gone."""
    if not directory.is_dir():
        directory.mkdir(exist_ok=True, mode=0o700)
        sync_directory(directory.parent)


def sync_directory(directory: Path) -> None:
    """Wait until the directory's entries are on the disk."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
