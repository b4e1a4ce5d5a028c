"""The box in which a HEIC or AVIF keeps its film (Android, "Motion Photo format 1.0", ISO BMFF)."""

from collections.abc import Iterator

from albums.images.structure import boxes
from albums.motion.span import Span, span_in

KIND = b"mpvd"


def places(data: bytes) -> Iterator[Span]:
    """Yield the content of such boxes."""
    if data[4:8] != b"ftyp":
        return
    for box in boxes.picture_boxes(data):
        if box.kind == KIND and (film := span_in(data, box.start, box.end)):
            yield film
