"""Plain bytes in memory, as paths that this process can open. They are gone with it, and no disk ever has them."""

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def memory_file() -> Iterator[Path]:
    """Give the path of an empty file in memory, and free that at the end. Linux only."""
    memory = os.memfd_create("plain", os.MFD_CLOEXEC)
    try:
        yield Path(f"/proc/self/fd/{memory}")
    finally:
        os.close(memory)


@contextmanager
def memory_files(names: Iterable[str]) -> Iterator[dict[str, Path]]:
    """Give a path for each name, as `memory_file` does."""
    with ExitStack() as opened:
        yield {name: opened.enter_context(memory_file()) for name in names}
