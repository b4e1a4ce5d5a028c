"""Decode the pixels of a picture, as far as they go. Runs in the child process.

A photo that was cut off on its way still shows its upper part, as in a browser. Pillow decodes into an image until the
bytes end, and then raises. So a picture that raises is decoded twice, onto black and onto white: what differs was
never decoded.
"""

from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageChops

from albums.images.errors import Refused
from albums.images.source import Source
from albums.images.structure.jpeg import END

SCAN_BEGIN = b"\xff\xda"
# Bytes of a scan: some blocks, even in a dark picture.
TAIL = 32

# What a missing part becomes: the paper that the picture lies on.
PAPER: dict[str, float | tuple[int, ...]] = {
    "L": 255,
    "LA": (255, 255),
    "RGB": (255, 255, 255),
    "RGBA": (255, 255, 255, 255),
    "CMYK": (0, 0, 0, 0),
}
# The height of the largest unit of blocks.
BLOCK_ROWS = 16
# Two copies and their difference take 12 bytes a pixel, of `limits.MEMORY_BYTES`.
COMPARED_PIXELS = 60_000_000
# Of these formats Pillow keeps what it has decoded when it raises.
PARTLY = ("JPEG", "PNG", "GIF")


def load(source: Source, edge: int | None = None) -> Image.Image | None:
    """Decode `source.image`. Return a mask (mode L, 255) of the pixels that are missing, or None if none is.

    With `edge`, a JPEG may be decoded at 1/2, 1/4 or 1/8 of its size, but not below that long edge in pixels. Raise
    Refused("damaged") if nothing can be decoded, and whatever a decoder raises.
    """
    if source.format == "WEBP" and source.found.is_cut:
        return missing_rows(source)
    draft(source.image, edge)
    try:
        source.image.load()
    except OSError:
        if source.format not in PARTLY:
            raise
        return missing_part(source, edge)
    return None


def draft(image: Image.Image, edge: int | None) -> None:
    # Pillow drafts only for a box of the picture's own proportion.
    if edge:
        scale = min(1, edge / max(image.size))
        image.draft(None, (max(1, round(image.width * scale)), max(1, round(image.height * scale))))


def missing_part(source: Source, edge: int | None) -> Image.Image | None:
    """Decode a picture that ends too early, and replace what its image holds. Return the mask as `load` does."""
    grounds = [decode_onto(source, edge, ground) for ground in (0, 255)]
    dark, light = (Image.frombytes("L", layout(each), each.tobytes()) for each in grounds)
    if len(set(map(layout, grounds))) > 1:
        raise Refused("damaged", "frames of several sizes")
    differing = ImageChops.difference(dark, light)
    source.image.im = grounds[1].im
    source.image.tile = []  # type: ignore[attr-defined] # of ImageFile, and not to be decoded again
    if differing.getbbox() is None:
        return None
    mask = differing.resize(grounds[1].size, Image.Resampling.NEAREST).point(lambda value: value and 255)
    if source.found.is_interlaced:
        mask = fill_between(source, mask)
    if mask.getextrema() == (255, 255):
        raise Refused("damaged", "no pixel can be decoded")
    return mask


def fill_between(source: Source, mask: Image.Image) -> Image.Image:
    """Fill pixels between those of the first passes of an interlaced picture. Return the mask of those still missing.

    PNG's passes leave out columns and rows, GIF's only rows.
    """
    image = Image.Image()._new(source.image.im)
    for step in (2, 4, 8):
        steps = (step if source.format == "PNG" else 1, step)
        image = Image.composite(enlarged(image, *steps), image, mask)
        mask = ImageChops.darker(mask, enlarged(mask, *steps))
    source.image.im = image.im
    return mask


def enlarged(image: Image.Image, across: int, down: int) -> Image.Image:
    """Return an image in which each pixel is the one at the multiples of two steps, to its left and above it."""
    size = -(-image.width // across), -(-image.height // down)
    taken = (across, 0, (1 - across) / 2, 0, down, (1 - down) / 2)
    few = image.transform(size, Image.Transform.AFFINE, taken, Image.Resampling.NEAREST)
    return few.transform(
        image.size, Image.Transform.AFFINE, (1 / across, 0, 0, 0, 1 / down, 0), Image.Resampling.NEAREST
    )


def missing_rows(source: Source) -> Image.Image:
    """Decode a WebP of which the end is made up. Return the mask as `load` does.

    It is decoded from the top down. So all rows are missing from the first one that changes with what is made up, or
    with the last bytes that came.
    """
    source.image.load()
    whole = source.image.convert("RGBA")
    came = len(source.data.rstrip(b"\0"))
    tops = []
    for begun, filler in ((came - TAIL, b"\0"), (came, b"\x55")):
        made_up = source.data[:begun] + filler * (len(source.data) - begun)
        with suppress(OSError), Image.open(BytesIO(made_up), formats=["WEBP"]) as other:
            # A change of the alpha alone would not count, if it were there.
            differing = ImageChops.difference(whole, other.convert("RGBA"))
            tops += [box[1] for box in [differing.getbbox(alpha_only=False)] if box]
    if not tops or not min(tops):
        raise Refused("damaged", "no pixel can be decoded")
    mask = Image.new("L", whole.size)
    mask.paste(255, (0, min(tops), *whole.size))
    return mask


def layout(image: Image.Image) -> tuple[int, int]:
    """Return the size of an image of mode L with the same bytes: a row as wide as its pixels have bytes."""
    return image.width * (len(image.tobytes()) // (image.width * image.height)), image.height


def decode_onto(source: Source, edge: int | None, ground: int) -> Image.Image:
    """Return what can be decoded of a picture, on an image whose every byte was `ground`."""
    with Image.open(BytesIO(source.data), formats=[source.format]) as image:
        draft(image, edge)
        bands = len(image.getbands())
        image.im = Image.new(image.mode, image.size, ground if bands == 1 else (ground,) * bands).im
        try:
            image.load()
        except OSError:
            image.tile = []
        return image.copy()


def stops_early(source: Source) -> bool:
    """Tell whether the last scan of a JPEG of several scans stops above the bottom.

    The scans before it have shown the whole picture, so no pixel is missing that `load` could find. Leave out more and
    more of its end until that changes something: behind the scan there may be bytes of no picture. Two copies of a
    picture above COMPARED_PIXELS have no room: what comes without its end is taken for cut.
    """
    if source.format != "JPEG" or not source.data.endswith(END):
        return False
    if source.image.width * source.image.height > COMPARED_PIXELS:
        return True
    data = source.data.removesuffix(END)
    head = data.rindex(SCAN_BEGIN) + len(SCAN_BEGIN)
    # Not its head: without it the decoder would drop all of it.
    last_scan = len(data) - head - int.from_bytes(data[head : head + 2], "big")
    whole = decode_onto(source, None, 0)
    length = min(TAIL, last_scan // 2)
    while 0 < length < last_scan:
        less = decode_onto(source._replace(data=data[:-length] + END), None, 0)
        if changed := ImageChops.difference(whole, less).getbbox():
            return changed[3] < whole.height - BLOCK_ROWS
        length *= 4
    return True


def fill(image: Image.Image, mask: Image.Image | None) -> Image.Image:
    """Return the image, of a mode in PAPER, with paper where the mask says that pixels are missing."""
    if mask:
        image = image.copy()
        image.paste(PAPER[image.mode], mask=mask)
    return image
