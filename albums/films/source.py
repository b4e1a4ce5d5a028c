"""A film's plain bytes, for ffmpeg, which reads it forwards and backwards.

A pipe cannot go back, and most telephones write the index of a film at its end. ffmpeg 5 cannot ask another process for
bytes but by a network protocol, and network is what it must not have. So the bytes lie somewhere while it runs: up to
IN_MEMORY_BYTES in memory, where no disk ever sees them; larger ones in a file without a name on the staging volume. A
file without a name can be opened by no path, and is gone with the process, even if that is killed.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import IO, BinaryIO, cast

from django.conf import settings

from albums.films.limits import IN_MEMORY_BYTES

# An open file, or what is read like one.
Bytes = IO[bytes] | RawIOBase
COPY_BYTES = 1024 * 1024


def private_file(size: int, in_memory: int | None = None) -> BinaryIO:
    """Return an empty file without a name, for about `size` bytes: in memory if they are at most `in_memory`.

    Its default is IN_MEMORY_BYTES. Raise OSError.
    """
    most = IN_MEMORY_BYTES if in_memory is None else in_memory
    if size <= most and hasattr(os, "memfd_create"):
        return open(os.memfd_create("film"), "w+b")
    settings.STAGING_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The caller closes it.
    return cast(BinaryIO, tempfile.TemporaryFile(dir=settings.STAGING_DIR))


@contextmanager
def plain_copy(source: Bytes, size: int) -> Iterator[Bytes]:
    """Copy `source`, of `size` bytes, into a private file, and close that at the end. Raise OSError.

    What is a file already is not copied: an upload whose plain bytes its receiver has.
    """
    if has_descriptor(source):
        yield source
        return
    with private_file(size) as copy:
        shutil.copyfileobj(source, copy, COPY_BYTES)
        copy.flush()
        yield copy


def has_descriptor(source: Bytes) -> bool:
    try:
        return source.fileno() >= 0
    except OSError:  # io.UnsupportedOperation is one.
        return False
