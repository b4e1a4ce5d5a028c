"""Makes the pictures that are shown. Runs in the child.

Every variant always exists. It is never larger than the original, so a small original gives several variants
of one size; that is simpler for everybody who asks for "page" than a rule about which ones are missing.
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from albums.images.colour import to_srgb
from albums.images.source import Source, decoding, opened, orientation_of
from albums.images.structure import boxes, png

SIZES = {"thumb": 480, "page": 1080, "screen": 2048}

# Measured against JPEG and AVIF: docs/measurements/derivatives.md.
FORMAT, SUFFIX, CONTENT_TYPE = "WEBP", ".webp", "image/webp"
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


@dataclass(frozen=True)
class Derived:
    variant: str
    path: str
    width: int
    height: int
    content_type: str


def derive(path: str, directory: str, sizes: dict[str, int] = SIZES) -> list[Derived]:
    """Write `<variant>.webp` for every size (the long edge, in pixels) into `directory`, largest first."""
    derived, content = [], b""
    with opened(path) as source:
        with decoding():
            image = upright(source, max(sizes.values()))
        for variant, edge in sorted(sizes.items(), key=lambda item: -item[1]):
            with decoding():
                reduced = smaller(image, edge)
                # A small original: the same pixels again need not be encoded again.
                content = content if content and reduced is image else encode(reduced)
                image = reduced
            # Outside `decoding`: a full disk is not the picture's fault.
            target = Path(directory) / f"{variant}{SUFFIX}"
            target.write_bytes(content)
            derived.append(Derived(variant, str(target), image.width, image.height, CONTENT_TYPE))
    return derived


def upright(source: Source, edge: int) -> Image.Image:
    """The picture as RGB in sRGB on white paper, the right way up, at most `edge` pixels long."""
    image = source.image
    orientation = orientation_of(image)
    icc, nclx = image.info.get("icc_profile"), _nclx(source)
    # A JPEG can be decoded at 1/2, 1/4 or 1/8; the box must have the picture's own proportion to take effect.
    image.draft(None, fit(image.size, edge))
    image.load()
    image = smaller(_plain(image), edge)
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    image = to_srgb(image.convert(image.mode.removesuffix("A")) if alpha else image, icc, nclx)
    if alpha:
        paper = Image.new("RGB", image.size, PAPER)
        paper.paste(image, mask=alpha)
        image = paper
    return image.transpose(TURNS[orientation]) if orientation in TURNS else image


def _nclx(source: Source) -> tuple[int, int] | None:
    if source.format in ("HEIF", "AVIF"):
        return boxes.colour(source.data)
    return png.colour(source.data) if source.format == "PNG" else None


def _plain(image: Image.Image) -> Image.Image:
    """L, LA, RGB, RGBA or CMYK, which are the modes that can be resized and colour-managed."""
    if image.mode.startswith("I"):  # 16 bits of grey: `convert("L")` would clip, not scale
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def fit(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """The size with its long edge at most `edge`, in the same proportion, never enlarged, never zero."""
    scale = min(1, edge / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def smaller(image: Image.Image, edge: int) -> Image.Image:
    """Lanczos keeps eyelashes and letters; the gap lets a cheap box filter take the first big step."""
    size = fit(image.size, edge)
    return image if size == image.size else image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def encode(image: Image.Image) -> bytes:
    """The finished file, with no metadata: Pillow would otherwise carry some over from the original."""
    bare = image.copy() if image.info else image
    bare.info.clear()
    output = BytesIO()
    bare.save(output, FORMAT, quality=QUALITY, method=METHOD, exif=b"", icc_profile=b"", xmp=b"")
    return output.getvalue()
