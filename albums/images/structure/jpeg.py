"""JPEG: segments, then scans of entropy-coded data, then the end marker (ITU-T T.81, annex B)."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from albums.images.errors import Refused
from albums.images.structure.found import Found

SOI, EOI, SOS, DNL = 0xD8, 0xD9, 0xDA, 0xDC
APPS = range(0xE0, 0xF0)
END = b"\xff\xd9"
# The decoder looks so far ahead before it gives the last rows; a few blocks of pixels, if the scan has no end.
AHEAD = bytes(16)
# What was never written of a file is zeros (a broken copy, a card that was saved). A scan of a white page may hold so
# many too, but ends with a marker.
UNWRITTEN = 512
# Markers without a segment: TEM, the restart markers, and SOI, which must not come again.
ALONE = {0x01, *range(0xD0, 0xD9)}
FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC9, 0xCA, 0xCB}
PROGRESSIVE = {0xC2, 0xCA}
# Every block of 8 x 8 pixels has at least one bit in some scan, even in a picture of one colour. In arithmetic coding
# a bit may stand for many blocks.
HUFFMAN_FRAMES = {0xC0, 0xC1, 0xC2}
LAST_COEFFICIENT = 63

# Inside a scan, 0xFF is followed by 0x00 (stuffing) or by a restart marker; anything else ends the scan.
# A regular expression that begins with one plain byte scans over 1 GB a second, `\xff+` 70 MB, a loop in Python
# 20 MB. Fill bytes (0xFF 0xFF 0xD9) need no "+": the last of them begins the match.
SCAN_END = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")
MARKER = re.compile(rb"\xff[^\x00\xff]")
# Markers that may follow a scan: the end, or the tables and header of the next scan.
AFTER_SCAN = {EOI, 0xC4, 0xCC, SOS, 0xDB, DNL, 0xDD, 0xFE, *APPS}


class Part(NamedTuple):
    """A segment, with the scan that follows it: its marker, and the offsets of its start, its length and its end."""

    marker: int
    start: int
    body: int
    end: int


@dataclass
class Walk:
    """What has been found on the way through a file."""

    frame: int = 0
    blocks: int = 0
    components: int = 0
    scans: int = 0
    # Bytes of scans, of the last one, and the offset of its end.
    entropy: int = 0
    last_scan: int = 0
    end: int = 0
    # By the end marker, right after a scan.
    is_ended: bool = False
    # By component, the coefficients (0 to 63) of which the last bit has come.
    known: dict[int, set[int]] = field(default_factory=dict)

    @property
    def is_thin(self) -> bool:
        return self.frame in HUFFMAN_FRAMES and self.entropy * 8 < self.blocks

    @property
    def has_every_coefficient(self) -> bool:
        whole = set(range(LAST_COEFFICIENT + 1))
        return len(self.known) >= self.components and all(found >= whole for found in self.known.values())


def check(data: bytes) -> Found:
    """Walk the segments and scans up to the end marker, or as far as they go.

    Ignore stray bytes between segments and all bytes after the picture: phones append a video (motion photo), a depth
    map, a second picture, or a trailer without an end marker before it.
    """
    walk = walk_through(data)
    if not walk.is_ended:
        data = without_unwritten(data, walk)
    if not walk.frame or not walk.entropy:
        raise Refused("damaged", "no frame or no scan")
    if walk.is_ended and walk.is_thin:
        raise Refused("damaged", "too little data for its size")
    if walk.frame not in PROGRESSIVE and walk.scans == 1:
        # An end marker may stand anywhere, also where a file was cut. Without it the decoder stops where the data
        # stops, and makes up no pixel. 9 ms a megabyte.
        return Found(data[: walk.end] + AHEAD, is_doubtful=True)
    is_cut = walk.is_thin or not walk.has_every_coefficient
    if walk.is_ended:
        return Found(data, is_cut=is_cut, is_doubtful=not is_cut and walk.frame not in PROGRESSIVE)
    # The decoder begins only when it has seen the end of all scans.
    return Found(data[: walk.end] + END, is_cut=is_cut, is_doubtful=not is_cut)


def without_unwritten(data: bytes, walk: Walk) -> bytes:
    """Return the data without zeros at the end of the last scan, and correct the walk, if there are many."""
    scan = data[walk.end - walk.last_scan : walk.end]
    written = len(scan.rstrip(b"\0"))
    unwritten = len(scan) - written
    if unwritten < UNWRITTEN:
        return data
    walk.end, walk.last_scan, walk.entropy = walk.end - unwritten, written, walk.entropy - unwritten
    return data[: walk.end]


def parts(data: bytes) -> Iterator[Part]:
    """Yield the segments up to the end marker, which is the last one, or as far as they are whole."""
    position, scan_end = 2, None
    while found := MARKER.search(data, position):
        marker, body = data[found.start() + 1], found.end()
        position = body
        if marker == EOI:
            yield Part(marker, found.start(), body, body)
            return
        length = int.from_bytes(data[body : body + 2], "big")
        if marker in ALONE or length < 2:  # In the second case a stray byte looked like a marker.
            continue
        position = body + length
        if position > len(data):
            return
        if marker == SOS:
            scan_end = SCAN_END.search(data, position)
            position = scan_end.start() if scan_end else len(data)
        yield Part(marker, found.start(), body, position)
        if marker == SOS and (scan_end is None or scan_end[1][0] not in AFTER_SCAN):
            return


def walk_through(data: bytes) -> Walk:
    walk = Walk()
    for part in parts(data):
        if part.marker == EOI:
            walk.is_ended = bool(walk.scans)
        elif part.marker == SOS:
            read_scan(data, part, walk)
        elif part.marker in FRAMES:
            walk.frame = walk.frame or part.marker
            read_frame(data, part, walk)
    return walk


def read_frame(data: bytes, part: Part, walk: Walk) -> None:
    height, width, walk.components = struct.unpack_from(">HHB", data, part.body + 3)
    walk.blocks = -(-height // 8) * -(-width // 8)


def read_scan(data: bytes, part: Part, walk: Walk) -> None:
    """Note the bytes of a scan, and which coefficients it completes (T.81, B.2.3)."""
    start = part.body
    walk.scans += 1
    walk.end = part.end
    walk.last_scan = part.end - start - int.from_bytes(data[start : start + 2], "big")
    walk.entropy += walk.last_scan
    count = data[start + 2]
    first, last, bits = data[start + 3 + 2 * count : start + 6 + 2 * count]
    for number in range(count):
        known = walk.known.setdefault(data[start + 3 + 2 * number], set())
        if walk.frame not in PROGRESSIVE:
            known.update(range(LAST_COEFFICIENT + 1))
        elif bits & 15 == 0:
            known.update(range(first, min(last, LAST_COEFFICIENT) + 1))


def without_sides(data: bytes, keep: tuple[bytes, ...]) -> bytes:
    """Return a JPEG of the segments and scans alone: no stray byte between them, nothing behind the picture.

    Of the APP segments only those whose content begins with one of `keep`.
    """
    kept = [
        data[part.start : part.end]
        for part in parts(data)
        if part.marker not in APPS or data[part.body + 2 : part.end].startswith(keep)
    ]
    return b"".join([data[:2], *kept])
