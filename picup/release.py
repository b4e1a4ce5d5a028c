"""The name of the running release, under which pages are cached (picup/cache)."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

# What a page is made of.
FOLDERS = ("accounts", "albums", "locale", "outbox", "picup", "static", "storage", "templates")
NOT_SHOWN = {"tests", "__pycache__"}


def read_release(directory: Path) -> str:
    """Return a digest of the program in `directory`: the same on every machine, another after any change.

    Taken once, by the settings, when a process starts (measured: 370 files, 0.9 MB, 30 ms). A process that runs on
    while its files are replaced so keeps the name of what it has loaded. Not the commit: an image has none, and a
    file that was edited in place is not in it.
    """
    digest = hashlib.sha256()
    for path in source_files(directory):
        digest.update(path.relative_to(directory).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def source_files(directory: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        for parent, inner, names in os.walk(directory / folder):
            inner[:] = sorted(set(inner) - NOT_SHOWN)
            yield from (Path(parent, name) for name in sorted(names) if not name.endswith((".pyc", ".po")))
