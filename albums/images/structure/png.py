"""PNG: chunks, each with its length and its CRC (PNG, third edition)."""

import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

from albums.images.errors import Refused
from albums.images.structure.found import Found

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What the decoder needs. All others only describe the picture; `describing` reads them.
NEEDED = {b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"sRGB"}
SIDE_NEEDED = {b"tRNS", b"iCCP", b"sRGB"}
# A colour profile of more is left out. Pillow refuses the picture for one above its `MAX_TEXT_CHUNK`.
PROFILE_BYTES = 1_000_000
# Of a text; a compressed one could hold gigabytes.
TEXT_BYTES = 1_000_000
MOST_TEXTS = 50
# What texts mean, by their keywords without blanks and marks. "Raw" profiles are what ImageMagick and its kin wrote
# before PNG had chunks for it: a kind, a length, and the bytes in hexadecimal.
KEYWORDS = {
    b"xmlcom.adobe.xmp": "xmp",
    **dict.fromkeys(
        (b"creationtime", b"createdate", b"datetimeoriginal", b"exifdatetimeoriginal"), "created"
    ),
    **dict.fromkeys((b"datetime", b"exifdatetime", b"datecreate", b"datemodify", b"modifydate"), "changed"),
    **dict.fromkeys((b"rawprofiletypeexif", b"rawprofiletypeapp1", b"rawprofiletypexmp"), "raw"),
}
COLOURS = {b"cICP", b"gAMA", b"cHRM", b"iCCP", b"sRGB"}
CICP_BYTES, CHRM_BYTES = 4, 32
Points = tuple[tuple[float, float], ...]
EXIF_BEGIN, XMP_BEGIN = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
PALETTE = 3
# The least bytes of tRNS by colour type: one value for grey, three for colour.
TRANSPARENT = {0: 2, 2: 6}
# The filters of a row are 0 to 4.
LAST_FILTER = 4
# What was never written of a file: so many zeros.
UNWRITTEN = 512
# Bytes of zlib's checksum.
SUM = 4
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
STEP = 1024 * 1024
# More than any picture within the limit of pixels has (8 bytes each): it is refused for its size, and not inflated.
MOST_BYTES = 1_000_000_000
# zlib's words. It says so when all is inflated.
WRONG_SUM = "incorrect data check"


def check(data: bytes) -> Found:
    """Walk the chunks up to IEND, or as far as they go. Return a file of those that the decoder needs.

    Chunks beside the picture are not judged. Raise Refused("app-png") for Apple's own form of PNG, and
    Refused("damaged") if the pixels cannot be inflated.
    """
    needed: dict[bytes, bytes] = {}
    pixels, frames = [], 1
    for kind, start, end in chunks(data):
        if kind == b"IDAT":
            pixels.append(data[start:end])
        elif kind == b"acTL":
            frames = int.from_bytes(data[start : start + 4], "big")
        elif pixels:  # Behind the pixels nothing is needed.
            continue
        elif kind == b"CgBI":
            raise Refused("app-png")
        elif kind in NEEDED and kind not in needed and is_good(data, kind, start, end, needed):
            needed[kind] = data[start:end]
    header = needed.get(b"IHDR", b"")
    if len(header) < 13 or not pixels or (header[9] == PALETTE and b"PLTE" not in needed):
        raise Refused("damaged", "no header, no palette or no picture data")
    pixels, is_cut, is_doubtful = inflate(header, pixels)
    parts = [SIGNATURE, *(chunk(kind, content) for kind, content in needed.items())]
    parts += [chunk(b"IDAT", piece) for piece in pixels]
    return Found(b"".join([*parts, chunk(b"IEND", b"")]), is_cut, is_doubtful, frames > 1, bool(header[12]))


def is_good(data: bytes, kind: bytes, start: int, end: int, before: dict[bytes, bytes]) -> bool:
    """Tell whether a needed chunk is whole. `before` is what came before it.

    Raise Refused if it is not, and nothing can be shown without it.
    """
    good = is_whole(data, start, end)
    if not good and kind not in SIDE_NEEDED:
        raise Refused("damaged", f"the checksum of {kind!r} is wrong")
    content = data[start:end]
    if kind == b"iCCP":
        name, _, rest = content.partition(b"\0")
        is_plain = 0 < len(name) < 80 and rest[:1] == b"\0"
        return good and is_plain and inflated(rest[1:], PROFILE_BYTES) is not None
    if kind == b"tRNS":
        colour_type = before.get(b"IHDR", bytes(13))[9]
        entries = len(before.get(b"PLTE", b"")) // 3
        return good and (
            len(content) <= entries
            if colour_type == PALETTE
            else len(content) >= TRANSPARENT.get(colour_type, 0)
        )
    return good and (kind != b"sRGB" or len(content) == 1)


def is_whole(data: bytes, start: int, end: int) -> bool:
    """Tell whether a chunk's checksum is right. Browsers ignore one of which it is not."""
    return zlib.crc32(memoryview(data)[start - 4 : end]).to_bytes(4, "big") == data[end : end + 4]


def inflated(compressed: bytes, limit: int) -> bytes | None:
    """Return what zlib data holds. None if it is broken, or if it holds more than `limit` bytes."""
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(compressed, limit)
    except zlib.error:
        return None
    return content if inflater.eof else None


def inflate(header: bytes, pixels: list[bytes]) -> tuple[list[bytes], bool, bool]:
    """Inflate the pixels, keeping none: some 300 MB a second. Return what the decoder gets of them, whether the file
    ends before they do, and whether only decoding can tell what they are.

    `header` is IHDR's content. Raise Refused if they cannot be inflated: nobody knows what they were.
    """
    rows, inflater = Rows(header), zlib.decompressobj()
    if rows.left > MOST_BYTES:
        return pixels, False, False
    try:
        for piece in pixels:
            while piece and rows.left > 0 and not inflater.eof:
                rows.take(inflater.decompress(piece, STEP))
                piece = inflater.unconsumed_tail
        while rows.left > 0 and not inflater.eof and (rest := inflater.decompress(b"", STEP)):
            rows.take(rest)
    except zlib.error as error:
        whole = b"".join(pixels)
        written = whole.rstrip(b"\0")
        if len(whole) - len(written) >= UNWRITTEN:
            return [written], True, True
        if WRONG_SUM not in str(error):
            raise Refused("damaged", str(error)) from error
        # Without its sum the decoder does not miss it.
        return [whole[:-SUM]], False, True
    return pixels, rows.left > 0, rows.has_odd_filter


class Rows:
    """Counts the bytes of a picture's rows that are still to come, and looks at the filter of each."""

    def __init__(self, header: bytes) -> None:
        width, height, depth, colour_type = struct.unpack_from(">IIBB", header)
        # Each row has its filter. Interlacing adds more, which is not needed here.
        self.stride = 1 + (width * CHANNELS.get(colour_type, 4) * depth + 7) // 8
        self.left, self.taken = height * self.stride, 0
        self.is_interlaced, self.has_odd_filter = bool(header[12]), False

    def take(self, content: bytes) -> None:
        if not self.is_interlaced and content:
            first = -self.taken % self.stride
            self.has_odd_filter |= max(content[first :: self.stride], default=0) > LAST_FILTER
        self.left -= len(content)
        self.taken += len(content)


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk with its length and its CRC."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def chunks(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield (kind, start, end) of each chunk's content up to IEND. The last one may be cut off by the file's end."""
    position, kind = len(SIGNATURE), b""
    while kind != b"IEND" and position + 8 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, position)
        start = position + 8
        yield kind, start, min(start + length, len(data))
        position = start + length + 4


def describing(data: bytes) -> dict[str, Any]:
    """Return what chunks beside the pixels say: "exif", "xmp", "created" and "changed" (lists of texts), if there.

    Browsers do not turn a picture by EXIF behind the pixels, or with a wrong checksum: it is "late exif". A text of
    more than TEXT_BYTES says nothing.
    """
    said: dict[str, Any] = {}
    texts: dict[bytes, bytes] = {}
    is_late = False
    for kind, start, end in chunks(data):
        content = data[start:end]
        if kind == b"IDAT":
            is_late = True
        elif kind in (b"eXIf", b"exIf"):
            said.setdefault(
                "late exif" if is_late or not is_whole(data, start, end) else "exif", EXIF_BEGIN + content
            )
        elif kind == b"tIME" and len(content) == 7:
            moment = b"%04d-%02d-%02d %02d:%02d:%02d" % struct.unpack(">H5B", content)
            said.setdefault("changed", []).append(moment)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            keyword = plain_keyword(content.partition(b"\0")[0])
            # Before it is inflated: thousands of others would take minutes.
            if keyword in KEYWORDS and len(texts) < MOST_TEXTS:
                texts[b"%d %s" % (len(texts), keyword)] = read_text(kind, content)
    for numbered, text in texts.items():
        use_text(said, KEYWORDS[numbered.partition(b" ")[2]], text)
    return said


def plain_keyword(keyword: bytes) -> bytes:
    """Return a keyword as programs mean it: "Creation Time", "creation-time" and "CreationTime" are one."""
    return re.sub(rb"[\s:_-]", b"", keyword[:80]).lower()


def use_text(said: dict[str, Any], meaning: str, text: bytes) -> None:
    if meaning == "raw":
        for name, content in read_raw(text).items():
            said.setdefault(name, content)
    elif meaning == "xmp":
        said["xmp"] = said.get("xmp") or text
    else:
        said.setdefault(meaning, []).append(text)


def read_raw(text: bytes) -> dict[str, bytes]:
    """Return what a raw profile says, as `describing` does. Browsers do not turn a picture by its EXIF."""
    try:
        content = bytes.fromhex(b"".join(text.split()[2:]).decode("ascii"))
    except ValueError:
        return {}
    if content.startswith(XMP_BEGIN) or content.lstrip().startswith(b"<"):
        return {"xmp": content.removeprefix(XMP_BEGIN)}
    return {"late exif": EXIF_BEGIN + content.removeprefix(EXIF_BEGIN)}


def read_text(kind: bytes, content: bytes) -> bytes:
    """Return the text of a chunk. Blank if it cannot be inflated."""
    rest = content.partition(b"\0")[2]
    is_compressed = kind == b"zTXt"
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":
        # A flag, a method, a language and a translated keyword, each of the two ended by a zero.
        is_compressed = rest[:1] == b"\1"
        rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
    if is_compressed:
        rest = inflated(rest, TEXT_BYTES) or b""
    return rest[:TEXT_BYTES]


def colours(data: bytes) -> dict[bytes, bytes]:
    """Return the first whole chunk of each kind before the pixels that says what the colours are."""
    found: dict[bytes, bytes] = {}
    for kind, start, end in chunks(data):
        if kind == b"IDAT":
            break
        if kind in COLOURS and is_whole(data, start, end):
            found.setdefault(kind, data[start:end])
    return found


def colour(data: bytes) -> tuple[int, int] | None:
    """Return (primaries, transfer) of the cICP chunk, which HDR screenshots have, or None."""
    content = colours(data).get(b"cICP", b"")
    return (content[0], content[1]) if len(content) == CICP_BYTES else None


def gamma(data: bytes) -> tuple[float, Points | None] | None:
    """Return the exponent that makes light of the picture's values, by gAMA, and the primaries of cHRM, if there.

    The primaries are red, green, blue and white as CIE xy. None if another chunk says the colours.
    """
    found = colours(data)
    value = int.from_bytes(found.get(b"gAMA", b"")[:4], "big")
    if not value or colour(data) or b"sRGB" in found or has_profile(found):
        return None
    return 100_000 / value, primaries(found.get(b"cHRM", b""))


def has_profile(found: dict[bytes, bytes]) -> bool:
    rest = found.get(b"iCCP", b"").partition(b"\0")[2]
    return bool(rest) and inflated(rest[1:], PROFILE_BYTES) is not None


def primaries(content: bytes) -> Points | None:
    """Return red, green, blue and white of a cHRM chunk. None if they are no colours."""
    if len(content) != CHRM_BYTES:
        return None
    white_x, white_y, *rest = (value / 100_000 for value in struct.unpack(">8I", content))
    points = (*zip(rest[::2], rest[1::2], strict=True), (white_x, white_y))
    return points if all(0 <= x <= 1 and 0 < y <= 1 for x, y in points) else None
