"""Room on the volumes that uploads need: staging, each storage in a directory, and SQLite's.

A reserve of FREE_SPACE_RESERVE_BYTES is kept, of a small volume a twentieth. Below it uploads are refused, while
everything that is accepted already is finished, and people look at their photos as ever.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections

from storage.backends import get_backends
from storage.backends.directory import DirectoryBackend

# Of a volume that is smaller than twenty times the reserve.
SHARE = 20


def has_room() -> bool:
    """Tell whether every volume has more than its reserve. A volume that does not answer is not judged here."""
    return not any(is_low(path) for path in volumes())


def volumes() -> Iterator[Path]:
    """Yield a directory on each volume that an upload writes to."""
    yield settings.STAGING_DIR
    for backend in get_backends().values():
        if isinstance(backend, DirectoryBackend):
            yield backend.directory
    database = connections["default"]
    if database.vendor == "sqlite":
        yield Path(database.settings_dict["NAME"]).parent


def is_low(path: Path) -> bool:
    """Tell whether the volume of a directory has less than its reserve. False if it cannot be asked."""
    try:
        volume = os.statvfs(path)
    except OSError:
        return False
    reserve = min(settings.FREE_SPACE_RESERVE_BYTES, volume.f_frsize * volume.f_blocks // SHARE)
    return free_bytes(volume) < reserve


def free_bytes(volume: os.statvfs_result) -> int:
    """Return what an ordinary user may still write."""
    return volume.f_frsize * volume.f_bavail
