"""A part of a file that may be a film."""

from typing import NamedTuple


class Span(NamedTuple):
    """Bytes `start` to `end` of a file, which has at least `end` of them."""

    start: int
    end: int


def span_in(data: bytes, start: int, end: int) -> Span | None:
    """Return the span between two offsets. None if it is empty, or not inside the file."""
    return Span(start, end) if 0 < start < end <= len(data) else None
