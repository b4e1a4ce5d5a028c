"""A film's plain bytes, for ffmpeg, which reads it forwards and backwards.

A pipe cannot go back, and most telephones write the index of a film at its end. ffmpeg 5 cannot ask another process
for bytes but by a network protocol, and network is what it must not have. So what is made of short films lies in memory
while it runs. Of what is larger, a window does (`paged.py`): the kernel tells us of each read and write (`serving.py`),
and what is not in the window is decrypted when it is asked for, or lies encrypted on the staging volume.

Where the kernel does not tell, large films lie in a file without a name on the staging volume. It can be opened by no
path, and is gone with the process, even if that is killed.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import BinaryIO, cast

from django.conf import settings

from albums.films import notifying
from albums.films.limits import IN_MEMORY_BYTES
from albums.films.paged import WINDOW, Original, PagedFile, of_scratch

# An open file, or what is read like one.
Bytes = BinaryIO | RawIOBase
COPY_BYTES = 1024 * 1024


def private_file(size: int) -> Bytes:
    """Return an empty file without a name, for about `size` bytes. Raise OSError."""
    if size <= IN_MEMORY_BYTES and hasattr(os, "memfd_create"):
        return open(os.memfd_create("film"), "w+b")
    if notifying.is_there():
        return of_scratch()
    settings.STAGING_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
    # The caller closes it.
    return cast(BinaryIO, tempfile.TemporaryFile(dir=settings.STAGING_DIR))


@contextmanager
def plain_copy(source: Bytes, size: int) -> Iterator[Bytes]:
    """Give `source`, of `size` bytes, as an open file, and close that at the end. Raise OSError.

    What is a file already is not copied, and of a large one only what is read, if the kernel helps.
    """
    if has_descriptor(source):
        yield source
        return
    if size > WINDOW and notifying.is_there():
        with PagedFile(Original(source), size) as paged:
            yield paged
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
