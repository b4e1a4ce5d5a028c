"""The coded picture of a file, without what describes it: dates, places, captions, how it is to be turned.

A program that changes what describes a picture copies this part as it is. So two files whose coded pictures are equal
have the same pixels. Colour profiles describe, too. The modules beside this one say how each format is built.
"""

from collections.abc import Callable, Iterator

from albums.images.structure import boxes, gif, jpeg, png, webp

COMMENT, ADOBE_APP, ADOBE = 0xFE, 0xEE, b"Adobe"
PNG_PARTS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"fcTL", b"fdAT"}
WEBP_PARTS = {b"VP8 ", b"VP8L", b"ALPH", b"ANMF"}
# Of an `iref` entry: what an item is made of.
DERIVED_FROM = b"dimg"


def coded(format: str, data: bytes) -> Iterator[bytes]:
    """Yield the parts of the coded picture. `format` is a key of `formats.CONTENT_TYPES`.

    The file has passed `structure.check`. Raise Refused, IndexError, ValueError or struct.error if it has parts that
    this needs and the decoder does not.
    """
    return CODED[format](data)


def of_jpeg(data: bytes) -> Iterator[bytes]:
    """Yield tables, frame and scans up to the end marker. Telephones write a film or a second picture behind it."""
    for part in jpeg.parts(data):
        if part.marker == jpeg.EOI or part.marker == COMMENT:
            continue
        # Adobe's segment says how the colours are stored. All other APP segments describe.
        is_adobe = part.marker == ADOBE_APP and data.startswith(ADOBE, part.body + 2)
        if is_adobe or part.marker not in jpeg.APPS:
            yield data[part.start : part.end]


def of_png(data: bytes) -> Iterator[bytes]:
    """Yield the header, colours and pixels. Where one chunk of pixels ends and the next begins says nothing."""
    before = b""
    for kind, start, end in png.chunks(data):
        if kind in PNG_PARTS:
            yield (b"" if kind == before == b"IDAT" else kind) + data[start:end]
            before = kind


def of_gif(data: bytes) -> Iterator[bytes]:
    """Yield the screen, and each picture with the control of its time and transparency."""
    position = 13 + gif.table_bytes(data[10])
    yield data[6:position]
    for kind, start, end in gif.blocks(data, position):
        if kind == gif.IMAGE or data[start + 1 : start + 3] == gif.CONTROL:
            yield data[start:end]


def of_webp(data: bytes) -> Iterator[bytes]:
    for kind, start, end in webp.chunks(data):
        if kind in WEBP_PARTS:
            yield kind + data[start:end]


def of_boxes(data: bytes) -> Iterator[bytes]:
    """Yield the data of the main item, and of those of which it is made: a telephone's photo has some fifty tiles."""
    meta = boxes.inside(data, boxes.first_of_each(boxes.picture_boxes(data))[b"meta"])
    main = boxes.primary(data, meta[b"pitm"])
    # Not further down: tiles are made of nothing.
    wanted = [main, *boxes.references(data, meta, DERIVED_FROM).get(main, [])]
    places: dict[int, list[tuple[int, int]]] = {item: [] for item in wanted}
    for item, method, start, end in boxes.extents(data, meta[b"iloc"]):
        if item in places:
            base = meta[b"idat"].start if method == 1 else 0
            places[item].append((base + start, base + end))
    for item in wanted:
        for start, end in places[item]:
            yield data[start:end]


CODED: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "JPEG": of_jpeg,
    "PNG": of_png,
    "GIF": of_gif,
    "WEBP": of_webp,
    "HEIF": of_boxes,
    "AVIF": of_boxes,
}
