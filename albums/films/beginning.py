"""The part of a film that its poster needs: its first bytes, and its index, which most telephones write at the end.

So the poster of a film of 4 GB costs no more than that of a short one, and no disk sees a plain byte of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from albums.films.formats import MOV, sniff
from albums.films.limits import IN_MEMORY_BYTES
from albums.films.probe import head_of
from albums.films.source import COPY_BYTES, Bytes, plain_copy, private_file

# The twenty pictures of which the poster is one are 1.3 s of a telephone's film, which has up to 400 Mbit/s.
FIRST_BYTES = 80_000_000
# The index of ten hours has 20 MB.
INDEX_BYTES = 40_000_000
MOST_BOXES = 1000


def is_short(size: int) -> bool:
    """Return whether a film is as large as its beginning may be, so that it is copied whole."""
    return size <= IN_MEMORY_BYTES


@contextmanager
def beginning(source: Bytes, size: int) -> Iterator[Bytes]:
    """Give the beginning and the index of a film of `size` bytes as an open file, in memory. Raise OSError.

    `source` can seek. The file is as long as the film; what was left out is a hole, which takes no memory.
    """
    if is_short(size):
        with plain_copy(source, size) as copy:
            yield copy
        return
    with private_file(FIRST_BYTES + INDEX_BYTES) as copy:
        copy.truncate(size)
        for start, length in parts(source, size):
            copy_part(source, copy, start, length)
        copy.flush()
        yield copy


def parts(source: Bytes, size: int) -> list[tuple[int, int]]:
    """Return the places and lengths of what the poster needs."""
    first = (0, FIRST_BYTES)
    if sniff(head_of(source)) != MOV:
        return [first]
    return [first, *((start, min(length, INDEX_BYTES)) for start, length in find_index(source, size))]


def find_index(source: Bytes, size: int) -> Iterator[tuple[int, int]]:
    """Walk over the boxes of an MP4 or MOV, and give the place and the length of its index."""
    start = 0
    for _ in range(MOST_BOXES):
        source.seek(start)
        head = read_exactly(source, 16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:  # The length follows.
            length = int.from_bytes(head[8:], "big")
        if kind == b"moov":
            yield start, length or size - start
        if length < 8 or start + length >= size:
            return
        start += length


def read_exactly(source: Bytes, count: int) -> bytes:
    """Return so many bytes, fewer only at the end: a raw file gives what it has."""
    found = b""
    while len(found) < count and (part := source.read(count - len(found))):
        found += part
    return found


def copy_part(source: Bytes, copy: Bytes, start: int, length: int) -> None:
    source.seek(start)
    copy.seek(start)
    while length and (part := source.read(min(length, COPY_BYTES))):
        copy.write(part)
        length -= len(part)
