"""The XMP of a photo, all of it: what does not fit into one segment of a JPEG stands in further ones.

Source: XMP Specification, part 3, 1.1.3 (JPEG) and ISO/IEC 23008-12 (items of type `mime`).
"""

import struct
from collections import defaultdict
from collections.abc import Iterator

from albums.images.errors import Refused
from albums.images.structure import boxes, jpeg

APP1 = 0xE1
MAIN = b"http://ns.adobe.com/xap/1.0/\0"
FURTHER = b"http://ns.adobe.com/xmp/extension/\0"
# The id of the text that is continued, then its length and the place of this part in it.
FURTHER_HEAD = struct.Struct(">32sII")
# Of one packet, and of packets. A depth map may stand in one.
PACKET_BYTES, PACKETS = 2_000_000, 4


def xmp_of(data: bytes) -> Iterator[bytes]:
    """Yield the XMP packets of a JPEG, HEIC or AVIF, each up to PACKET_BYTES."""
    if data[:2] == b"\xff\xd8":
        yield from of_jpeg(data)
    elif data[4:8] == b"ftyp":
        yield from of_items(data)


def of_jpeg(data: bytes) -> Iterator[bytes]:
    further: dict[bytes, list[tuple[int, bytes]]] = defaultdict(list)
    for part in jpeg.parts(data):
        if part.marker == jpeg.SOS:
            break
        content = data[part.body + 2 : part.end] if part.marker == APP1 else b""
        if content.startswith(MAIN):
            yield content[len(MAIN) :]
        elif content.startswith(FURTHER) and len(content) >= len(FURTHER) + FURTHER_HEAD.size:
            name, _, place = FURTHER_HEAD.unpack_from(content, len(FURTHER))
            further[name].append((place, content[len(FURTHER) + FURTHER_HEAD.size :]))
    for pieces in list(further.values())[:PACKETS]:
        yield b"".join(piece for _, piece in sorted(pieces))[:PACKET_BYTES]


def of_items(data: bytes) -> Iterator[bytes]:
    try:
        top = boxes.first_of_each(boxes.picture_boxes(data))
        meta = boxes.inside(data, top[b"meta"])
        texts = {item.id for item in boxes.items(data, meta) if item.kind == b"mime"}
        places = [place for place in boxes.extents(data, meta[b"iloc"]) if place[0] in texts]
    except (Refused, struct.error, LookupError):
        return
    for _, method, start, end in places[:PACKETS]:
        if method == 0:
            yield data[start : min(end, start + PACKET_BYTES)]
