"""JPEG: segments, then scans of entropy-coded data, then the end marker."""

import re
import struct

from albums.images.errors import Refused

SOS, EOI, DHT = 0xDA, 0xD9, 0xC4
# Baseline, extended and progressive, as cameras write. Lossless and arithmetic frames are left to the decoder.
HUFFMAN_FRAMES = {0xC0, 0xC1, 0xC2}

# Inside a scan, 0xFF is followed by 0x00 (stuffing) or by a restart marker; anything else ends the scan.
# A regular expression that begins with one plain byte scans over 1 GB a second, `\xff+` 70 MB, a loop in Python
# 20 MB. Fill bytes (0xFF 0xFF 0xD9) need no "+": the last of them begins the match.
SCAN_END = re.compile(rb"\xff([^\x00\xd0-\xd7\xff])")

# Markers that may follow a scan: the end, or the tables and header of a progressive picture's next scan.
AFTER_SCAN = {EOI, DHT, SOS, 0xDB, 0xDC, 0xDD, 0xFE, *range(0xE0, 0xF0)}


def check(data: bytes) -> None:
    """Walk every segment and scan up to the end marker.

    Ignore all bytes after it: phones append a video (motion photo), a depth map or a second picture.
    """
    position, blocks, entropy = 2, 0, 0
    while True:
        marker, position = _marker(data, position)
        if marker == EOI:
            break
        (length,) = struct.unpack_from(">H", data, position)
        if length < 2 or position + length > len(data):
            raise Refused("damaged", "a segment runs past the end")
        if marker in HUFFMAN_FRAMES:
            blocks = _blocks(data, position)
        position += length
        if marker == SOS:
            end = SCAN_END.search(data, position)
            if end is None or end[1][0] not in AFTER_SCAN:
                raise Refused("damaged", "a scan has no end" if end is None else "rubbish inside a scan")
            entropy += end.start() - position
            position = end.start()
    # Every block of 8 x 8 pixels has at least one bit in some scan, even in a picture of one colour. Fewer bytes
    # mean a truncated picture with an end marker, or a small file that claims to be huge.
    if not entropy or entropy * 8 < blocks:
        raise Refused("damaged", "too little data for its size")


def _marker(data: bytes, position: int) -> tuple[int, int]:
    if data[position] != 0xFF:
        raise Refused("damaged", "no marker where one must be")
    while data[position] == 0xFF:  # any number of fill bytes is allowed
        position += 1
    return data[position], position + 1


def _blocks(data: bytes, position: int) -> int:
    height, width = struct.unpack_from(">HH", data, position + 3)
    return -(-height // 8) * -(-width // 8)
