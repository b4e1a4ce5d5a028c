"""Room on the volumes that uploads need: staging, each storage in a directory, and SQLite's.

A reserve of FREE_SPACE_RESERVE_BYTES is kept, of a small volume a twentieth. Below it uploads are refused, while
everything that is accepted already is finished, and people look at their photos as ever.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import connections

from picup.core.deadlines import within
from storage.backends import copies_required, get_backends
from storage.backends.directory import DirectoryBackend

# Of a volume that is smaller than twenty times the reserve.
SHARE = 20
# An upload waits so long for a volume to say how much room it has. A hung NFS says nothing.
SECONDS = 1


class NoRoom(Exception):
    """A volume has less room than its reserve."""


def has_room(needed: int = 0) -> bool:
    """Tell whether staging and the database have more than their reserve, and enough storages too.

    `needed` is how many bytes are about to be staged. A volume that does not answer is not judged here.
    """
    if is_low(settings.STAGING_DIR, needed) or any(map(is_low, database_volumes())):
        return False
    full = sum(is_low(path) for path in storage_volumes().values())
    return len(get_backends()) - full >= copies_required()


def volumes() -> dict[str, Path]:
    """Return a directory on each volume that an upload writes to, by the name under which operators know it."""
    named = [(f"storage {name}", path) for name, path in storage_volumes().items()]
    return dict(
        [("staging", settings.STAGING_DIR), *named, *(("database", path) for path in database_volumes())]
    )


def storage_volumes() -> dict[str, Path]:
    """Return the directories of those storages that are in one, by name."""
    return {
        name: backend.directory
        for name, backend in get_backends().items()
        if isinstance(backend, DirectoryBackend)
    }


def database_volumes() -> Iterable[Path]:
    """Return the directory of SQLite's file. A server's volume is not ours to see."""
    database = connections["default"]
    return [Path(database.settings_dict["NAME"]).parent] if database.vendor == "sqlite" else []


def is_low(path: Path, needed: int = 0) -> bool:
    """Tell whether the volume of a directory would have less than its reserve with `needed` bytes more.

    False if it cannot be asked.
    """
    try:
        volume = within(SECONDS, lambda: os.statvfs(path))
    except OSError:  # TimeoutError is one.
        return False
    return free_bytes(volume) - needed < reserve_bytes(volume)


def free_bytes(volume: os.statvfs_result) -> int:
    """Return what an ordinary user may still write."""
    return volume.f_frsize * volume.f_bavail


def reserve_bytes(volume: os.statvfs_result) -> int:
    """Return what is kept free of a volume."""
    return min(settings.FREE_SPACE_RESERVE_BYTES, volume.f_frsize * volume.f_blocks // SHARE)
