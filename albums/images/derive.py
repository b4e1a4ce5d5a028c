"""Make the derivatives of a picture. Runs in the child process.

A picture has every variant, and none is larger than the original. So a small original gives several variants of one
size, which is simpler for all callers than a rule about which variants are missing.
"""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from albums.images import pixels
from albums.images.colour import gamma_profile, to_srgb
from albums.images.results import FORMAT, SIZES
from albums.images.source import Source, decoding, open_picture, orientation_of
from albums.images.structure import boxes, png

# docs/measurements/derivatives.md
QUALITY, METHOD = 75, 2

PAPER = (255, 255, 255)
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def derive(original: bytes, sizes: dict[str, int] = SIZES) -> Iterator[tuple[str, Image.Image, bytes]]:
    """Yield the variant, the picture and its WebP file for every size, the largest first.

    `sizes` maps a variant to its long edge in pixels. Raise Refused if the picture cannot be decoded. What the caller
    does with a file is outside of `decoding`, which would blame the picture for a full disk.
    """
    content = b""
    with open_picture(original) as source:
        with decoding():
            image = render_upright(source, max(sizes.values()))
        for variant, edge in sorted(sizes.items(), key=lambda item: -item[1]):
            with decoding():
                reduced = shrink(image, edge)
                # For a small original, reuse the file of the variant before: the pixels are the same.
                content = content if content and reduced is image else encode(reduced)
                image = reduced
            yield variant, image, content


def render_upright(source: Source, edge: int) -> Image.Image:
    """Return the picture upright, as RGB in sRGB, transparent parts on white, its long edge at most `edge` pixels."""
    image = source.image
    orientation = orientation_of(image)
    icc, nclx, made = image.info.get("icc_profile"), _nclx(source), _gamma_profile(source)
    missing = pixels.load(source, edge)
    image = shrink(pixels.fill(_plain(image), missing), edge)
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    image = image.convert(image.mode.removesuffix("A")) if alpha else image
    if made:  # Of three colours.
        image = image.convert("RGB")
    if nclx and source.format == "PNG":  # cICP counts before iCCP (PNG, third edition, 4.3).
        icc = None
    image = to_srgb(image, icc or made, nclx)
    if alpha:
        paper = Image.new("RGB", image.size, PAPER)
        paper.paste(image, mask=alpha)
        image = paper
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def _nclx(source: Source) -> tuple[int, int] | None:
    if source.format in ("HEIF", "AVIF"):
        return boxes.colour(source.data)
    return png.colour(source.original) if source.format == "PNG" else None


def _gamma_profile(source: Source) -> bytes | None:
    found = png.gamma(source.original) if source.format == "PNG" else None
    return gamma_profile(*found) if found else None


def _plain(image: Image.Image) -> Image.Image:
    """Return the image as L, LA, RGB, RGBA or CMYK: the modes that can be resized and colour-managed."""
    if image.mode.startswith("I"):  # 16 bits of grey, which `convert("L")` would clip instead of scale
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def fit(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """Return a size in the same proportion with its long edge at most `edge`. Never enlarge, never return 0."""
    scale = min(1, edge / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def shrink(image: Image.Image, edge: int) -> Image.Image:
    """Return the image with its long edge at most `edge` pixels; the same object if it is small enough."""
    # Lanczos preserves eyelashes and letters. The gap lets a cheap box filter do the first large reduction.
    size = fit(image.size, edge)
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def encode(image: Image.Image) -> bytes:
    """Return the image as a WebP file without metadata, some of which Pillow would copy from the original."""
    bare = image.copy() if image.info else image
    bare.info.clear()
    output = BytesIO()
    bare.save(output, FORMAT, quality=QUALITY, method=METHOD, exif=b"", icc_profile=b"", xmp=b"")
    return output.getvalue()
