"""Every accepted format as programs write it, and files that are no photos: made here, small."""

import io
import zlib
from collections.abc import Callable
from typing import Any, NamedTuple

import pillow_heif
from PIL import Image

pillow_heif.register_heif_opener()
NOT_A_PHOTO = "This is neither a photo nor a film that we can show."
STILL = "stands still"
CUT = "lower part"
SIZE = (240, 160)


class Variant(NamedTuple):
    """A file, its status as an upload, and words of what its uploader is told."""

    file_name: str
    content: Callable[[], bytes]
    status: str = "added"
    says: str = ""


def draw(mode: str = "RGB", turn: int = 0) -> Image.Image:
    """Four quarters of colour; with `turn`, others."""
    image = Image.new("RGB", SIZE)
    colours = [(220, 40, 40), (40, 180, 60), (40, 60, 200), (240, 220, 60)]
    for number, at in enumerate([(0, 0), (120, 0), (0, 80), (120, 80)]):
        image.paste(colours[(number + turn) % 4], (*at, at[0] + 120, at[1] + 80))
    return image.convert(mode)


def write(format: str, mode: str = "RGB", **options: Any) -> Callable[[], bytes]:
    """Return a function that writes the drawing in a format of Pillow's."""

    def content() -> bytes:
        output = io.BytesIO()
        draw(mode).save(output, format, **options)
        return output.getvalue()

    return content


def grainy(format: str, **options: Any) -> Callable[[], bytes]:
    """Return a function that writes noise, of which a file cut anywhere holds a part."""

    def content() -> bytes:
        output = io.BytesIO()
        Image.effect_noise(SIZE, 60).convert("RGB").save(output, format, **options)
        return output.getvalue()

    return content


def moving(format: str, **options: Any) -> Callable[[], bytes]:
    """Return a function that writes three pictures one after the other."""

    def content() -> bytes:
        output = io.BytesIO()
        frames = [draw(turn=turn) for turn in (1, 2)]
        draw().save(output, format, save_all=True, append_images=frames, duration=200, **options)
        return output.getvalue()

    return content


def cut(content: Callable[[], bytes], share: float) -> Callable[[], bytes]:
    """Return a function that writes only the first share of a file."""

    def beginning() -> bytes:
        whole = content()
        return whole[: int(len(whole) * share)]

    return beginning


def closed(content: Callable[[], bytes]) -> Callable[[], bytes]:
    """Return a function that writes an end marker behind a JPEG, as programs do that recover files."""
    return lambda: content() + b"\xff\xd9"


def deep_png() -> bytes:
    """16 bits a channel, which Pillow cannot write in colour."""
    image = draw()
    rows = b"".join(
        b"\0"
        + b"".join(value.to_bytes(2, "big") for pixel in row for value in (part * 257 for part in pixel))
        for row in ([image.getpixel((x, y)) for x in range(240)] for y in range(160))
    )
    chunks = [(b"IHDR", bytes([0, 0, 0, 240, 0, 0, 0, 160, 16, 2, 0, 0, 0])), (b"IDAT", zlib.compress(rows))]
    parts = [
        len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        for kind, body in [*chunks, (b"IEND", b"")]
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


VARIANTS = {
    "JPEG": Variant("a.jpg", write("JPEG", quality=95)),
    "JPEG, progressive": Variant("a.jpg", write("JPEG", quality=95, progressive=True)),
    "JPEG, grey": Variant("a.jpg", write("JPEG", "L")),
    "JPEG, CMYK": Variant("a.jpg", write("JPEG", "CMYK", quality=95)),
    "JPEG, cut": Variant("a.jpg", cut(write("JPEG", quality=95), 0.7), says=CUT),
    "JPEG, progressive, cut": Variant(
        "a.jpg", cut(write("JPEG", quality=95, progressive=True), 0.7), says=CUT
    ),
    "JPEG, cut and ended": Variant("a.jpg", closed(cut(write("JPEG", quality=95), 0.7)), says=CUT),
    "JPEG, progressive, cut and ended": Variant(
        "a.jpg", closed(cut(write("JPEG", quality=95, progressive=True), 0.7)), says=CUT
    ),
    "JPEG, nothing but its head": Variant("a.jpg", cut(write("JPEG"), 0.2), "rejected", "damaged"),
    "PNG": Variant("a.png", write("PNG")),
    "PNG, palette": Variant("a.png", write("PNG", "P")),
    "PNG, transparent": Variant("a.png", write("PNG", "RGBA")),
    "PNG, 16 bits": Variant("a.png", deep_png),
    "PNG, cut": Variant("a.png", cut(write("PNG", compress_level=0), 0.7), says=CUT),
    "PNG, moving": Variant("a.png", moving("PNG"), says=STILL),
    "GIF": Variant("a.gif", write("GIF")),
    "GIF, cut": Variant("a.gif", cut(write("GIF"), 0.9), says=CUT),
    "GIF, moving": Variant("a.gif", moving("GIF"), says=STILL),
    "WebP": Variant("a.webp", write("WEBP", quality=95)),
    "WebP, lossless": Variant("a.webp", write("WEBP", lossless=True)),
    "WebP, moving": Variant("a.webp", moving("WEBP", quality=95), says=STILL),
    "WebP, cut": Variant("a.webp", cut(grainy("WEBP"), 0.9), says=CUT),
    "WebP, lossless, cut": Variant("a.webp", cut(grainy("WEBP", lossless=True), 0.9), says=CUT),
    "WebP, nothing but its head": Variant("a.webp", cut(write("WEBP"), 0.2), "rejected", "damaged"),
    "AVIF": Variant("a.avif", write("AVIF", quality=95)),
    "AVIF, moving": Variant("a.avif", moving("AVIF", quality=95), says=STILL),
    "AVIF, cut": Variant("a.avif", cut(write("AVIF"), 0.7), "rejected", "damaged"),
    "HEIC": Variant("a.heic", write("HEIF", quality=95)),
    "HEIC, cut": Variant("a.heic", cut(write("HEIF"), 0.7), "rejected", "damaged"),
    "a name that lies": Variant("a.txt", write("JPEG")),
    "TIFF": Variant("a.tif", write("TIFF"), "rejected", NOT_A_PHOTO),
    "BMP": Variant("a.bmp", write("BMP"), "rejected", NOT_A_PHOTO),
    "PDF": Variant("a.pdf", lambda: b"%PDF-1.7\n" + bytes(200), "rejected", NOT_A_PHOTO),
    "a page that calls itself a photo": Variant(
        "a.jpg", lambda: b"<html><script>alert(1)</script>", "rejected", NOT_A_PHOTO
    ),
    "a film without its index": Variant(
        "a.mp4",
        lambda: b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(200),
        "rejected",
        "This film is damaged",
    ),
    "a playlist that calls itself a film": Variant(
        "a.mp4", lambda: b"#EXTM3U\nfile:///etc/passwd\n", "rejected", NOT_A_PHOTO
    ),
    "nothing": Variant("a.jpg", bytes, "rejected", "empty"),
}
