"""JPEG: segments, then scans of entropy-coded data, then the end marker (ITU-T T.81, annex B)."""

import re
import struct
from dataclasses import dataclass, field

from albums.images.errors import Refused
from albums.images.structure.found import Found

SOI, EOI, SOS, DNL = 0xD8, 0xD9, 0xDA, 0xDC
APPS = range(0xE0, 0xF0)
END = b"\xff\xd9"
# The decoder looks so far ahead before it gives the last rows; a few blocks of pixels, if the scan has no end.
AHEAD = bytes(16)
# Bytes of a scan: some blocks, even in a dark picture. `pixels.stops_early` looks at what they change.
TAIL = 32
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


@dataclass
class Walk:
    """What has been found on the way through a file."""

    frame: int = 0
    blocks: int = 0
    components: int = 0
    scans: int = 0
    entropy: int = 0
    last_scan: int = 0
    # By component, the coefficients (0 to 63) of which the last bit has come.
    known: dict[int, set[int]] = field(default_factory=dict)
    # The offset of the end of the last scan, and of each segment: marker, start, end with the scan that follows it.
    end: int = 0
    parts: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def has_every_coefficient(self) -> bool:
        whole = set(range(LAST_COEFFICIENT + 1))
        return len(self.known) >= self.components and all(found >= whole for found in self.known.values())


def check(data: bytes) -> Found:
    """Walk the segments and scans up to the end marker, or as far as they go.

    Ignore stray bytes between segments and all bytes after the picture: phones append a video (motion photo), a depth
    map, a second picture, or a trailer without an end marker before it.
    """
    walk = Walk()
    is_ended = step_through(data, walk)
    if not walk.frame or not walk.entropy:
        raise Refused("damaged", "no frame or no scan")
    is_thin = walk.frame in HUFFMAN_FRAMES and walk.entropy * 8 < walk.blocks
    if is_ended:
        if is_thin:
            raise Refused("damaged", "too little data for its size")
        return Found(data)
    if walk.frame not in PROGRESSIVE and walk.scans == 1:
        # Without an end marker the decoder stops where the data stops, and makes up no pixel.
        return Found(data[: walk.end] + AHEAD, is_doubtful=True)
    # The decoder begins only when it has seen the end of all scans.
    is_cut = is_thin or not walk.has_every_coefficient or walk.last_scan < 2 * TAIL
    return Found(data[: walk.end] + END, is_cut=is_cut, is_doubtful=not is_cut)


def step_through(data: bytes, walk: Walk) -> bool:
    """Fill `walk`. Return True if the picture ends as it should: by the end marker, right after a scan."""
    position = 2
    while found := MARKER.search(data, position):
        marker, start = data[found.start() + 1], found.end()
        if marker == EOI:
            return bool(walk.scans)
        if marker in ALONE:
            position = start
            continue
        if start + 2 > len(data):
            break
        (length,) = struct.unpack_from(">H", data, start)
        if start + length > len(data):
            break
        if length < 2:  # No segment: a stray byte looked like a marker.
            position = start
            continue
        position = start + length
        if marker == SOS:
            read_scan(data, start, walk)
            end = SCAN_END.search(data, position)
            walk.end = end.start() if end else len(data)
            walk.last_scan = walk.end - position
            walk.entropy += walk.last_scan
            position = walk.end
            walk.parts.append((marker, found.start(), position))
            if end is None or end[1][0] not in AFTER_SCAN:
                break
            continue
        if marker in FRAMES:
            walk.frame = walk.frame or marker
            read_frame(data, start, walk)
        walk.parts.append((marker, found.start(), position))
    return False


def read_frame(data: bytes, start: int, walk: Walk) -> None:
    height, width, walk.components = struct.unpack_from(">HHB", data, start + 3)
    walk.blocks = -(-height // 8) * -(-width // 8)


def read_scan(data: bytes, start: int, walk: Walk) -> None:
    """Note which coefficients a scan completes (T.81, B.2.3)."""
    walk.scans += 1
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
    walk = Walk()
    is_ended = step_through(data, walk)
    parts = [
        data[start:end]
        for marker, start, end in walk.parts
        if marker not in APPS or data[start + 4 : end].startswith(keep)
    ]
    return b"".join([data[:2], *parts, END if is_ended else b""])
