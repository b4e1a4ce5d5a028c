"""PNG: chunks, each with its length and its CRC (PNG, third edition)."""

import struct
import zlib
from collections.abc import Iterator

from albums.images.errors import Refused
from albums.images.structure.found import Found

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# What the decoder needs. All others only describe the picture; `describing` reads them.
NEEDED = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"iCCP", b"sRGB"}
SIDE_NEEDED = {b"tRNS", b"iCCP", b"sRGB"}
# A colour profile of more is left out. Pillow refuses the picture for one above its `MAX_TEXT_CHUNK`.
PROFILE_BYTES = 1_000_000
# Of a text; a compressed one could hold gigabytes.
TEXT_BYTES = 1_000_000
TEXTS = {b"XML:com.adobe.xmp": "xmp", b"Creation Time": "Creation Time"}
# What ImageMagick and its kin wrote before PNG had chunks for it: a kind, a length, and the bytes in hexadecimal.
RAW = {b"Raw profile type exif", b"Raw profile type APP1", b"Raw profile type xmp"}
EXIF_BEGIN, XMP_BEGIN = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0"
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
    parts, pixels, frames = [SIGNATURE], [], 1
    for kind, start, end in chunks(data):
        if kind == b"CgBI":
            raise Refused("app-png")
        if kind == b"acTL":
            frames = int.from_bytes(data[start : start + 4], "big")
        if kind not in NEEDED or not is_good(data, kind, start, end):
            continue
        if kind == b"IDAT":
            pixels.append(data[start:end])
        else:
            parts.append(chunk(kind, data[start:end]))
    header = parts[1] if len(parts) > 1 else b""
    if header[4:8] != b"IHDR" or not pixels:
        raise Refused("damaged", "no header or no picture data")
    is_cut, is_doubtful = inflate(header[8:], pixels)
    parts += [chunk(b"IDAT", piece) for piece in pixels]
    return Found(b"".join([*parts, chunk(b"IEND", b"")]), is_cut, is_doubtful, frames > 1)


def is_good(data: bytes, kind: bytes, start: int, end: int) -> bool:
    """Tell whether a needed chunk is whole. Raise Refused if it is not, and nothing can be shown without it."""
    if kind == b"IDAT":  # Its pixels have a checksum of their own.
        return True
    good = zlib.crc32(memoryview(data)[start - 4 : end]).to_bytes(4, "big") == data[end : end + 4]
    if not good and kind not in SIDE_NEEDED:
        raise Refused("damaged", f"the checksum of {kind!r} is wrong")
    return good and (kind != b"iCCP" or inflated(profile_of(data[start:end]), PROFILE_BYTES) is not None)


def profile_of(content: bytes) -> bytes:
    """Return the compressed profile of an iCCP chunk, which stands behind a name and a method."""
    return content.partition(b"\0")[2][1:]


def inflated(compressed: bytes, limit: int) -> bytes | None:
    """Return what zlib data holds. None if it is broken, or if it holds more than `limit` bytes."""
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(compressed, limit)
    except zlib.error:
        return None
    return content if inflater.eof else None


def inflate(header: bytes, pixels: list[bytes]) -> tuple[bool, bool]:
    """Inflate the pixels, keeping none: some 300 MB a second. Return whether the file ends before they do, and whether
    only decoding can tell what they are, because the sum at their end is wrong.

    `header` is IHDR's content. Raise Refused if they cannot be inflated: nobody knows what they were.
    """
    left, inflater = size_of_pixels(header), zlib.decompressobj()
    if left > MOST_BYTES:
        return False, False
    try:
        for piece in pixels:
            while piece and left > 0 and not inflater.eof:
                left -= len(inflater.decompress(piece, STEP))
                piece = inflater.unconsumed_tail
        while left > 0 and not inflater.eof and (rest := inflater.decompress(b"", STEP)):
            left -= len(rest)
    except zlib.error as error:
        if WRONG_SUM not in str(error):
            raise Refused("damaged", str(error)) from error
        return False, True
    return left > 0, False


def size_of_pixels(header: bytes) -> int:
    """Return the bytes of all rows, each with its filter, without interlacing: what it adds is not needed here."""
    width, height, depth, colour_type = struct.unpack_from(">IIBB", header)
    return height * (1 + width * CHANNELS.get(colour_type, 4) * depth // 8)


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


def describing(data: bytes) -> dict[str, bytes]:
    """Return what chunks beside the pixels say: "exif", "xmp", "Creation Time" and "tIME", if there.

    EXIF behind the pixels is "late exif": browsers do not turn a picture by it. A text of more than TEXT_BYTES says
    nothing.
    """
    said: dict[str, bytes] = {}
    raw: set[bytes] = set()
    exif = "exif"
    for kind, start, end in chunks(data):
        content = data[start:end]
        if kind == b"IDAT":
            exif = "late exif"
        elif kind == b"eXIf":
            said.setdefault(exif, EXIF_BEGIN + content)
        elif kind == b"tIME" and len(content) == 7:
            said["tIME"] = b"%04d-%02d-%02d %02d:%02d:%02d" % struct.unpack(">H5B", content)
        elif kind in (b"tEXt", b"zTXt", b"iTXt"):
            keyword = content.partition(b"\0")[0]
            name = TEXTS.get(keyword, "")
            # Before it is inflated: thousands of others would take minutes.
            if name and name not in said and (text := read_text(kind, content)):
                said[name] = text
            elif keyword in RAW and keyword not in raw:
                raw.add(keyword)
                said = read_raw(read_text(kind, content)) | said
    return said


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


def colour(data: bytes) -> tuple[int, int] | None:
    """Return (primaries, transfer) of the cICP chunk, which HDR screenshots have, or None."""
    for kind, start, end in chunks(data):
        if kind == b"cICP" and end - start >= 2:
            return data[start], data[start + 1]
        if kind == b"IDAT":
            break
    return None


def gamma(data: bytes) -> float | None:
    """Return the exponent that makes light of the picture's values, by gAMA. None if another chunk says the colours."""
    found = {}
    for kind, start, end in chunks(data):
        if kind == b"IDAT":
            break
        found[kind] = data[start:end]
    value = int.from_bytes(found.get(b"gAMA", b"")[:4], "big")
    if not value or {b"iCCP", b"sRGB", b"cICP"} & found.keys():
        return None
    return 100_000 / value
