"""Make the pictures of albums/images/warm: `python -m albums.images.tests.make_warm`. Tiny, with all that is read of a
picture: a profile, EXIF, XMP, IPTC, a gamma, texts, transparency, 16 bits, a missing end."""

from io import BytesIO

from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo

from albums.images.tests.samples import encoded, scene
from albums.images.tests.test_fuzz import XMP, exif_block
from albums.images.warm import PICTURES

IPTC = b"\x1c\x02\x37\0\x0819850714\x1c\x02\x3c\0\x0b101112+0900"


def make() -> dict[str, bytes]:
    image = scene(24, 16)
    clear, grey, few = image.convert("RGBA"), image.convert("I;16"), image.quantize(8)
    clear.putalpha(99)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    known = {"exif": exif_block(), "icc_profile": profile, "xmp": XMP}
    return {
        "jpeg": with_iptc(encoded(image, "JPEG", quality=50, **known)),
        "jpeg-cut": encoded(scene(), "JPEG", progressive=True)[:4000],
        "jpeg-cmyk": encoded(image.convert("CMYK"), "JPEG", quality=50),
        "png": encoded(clear, "PNG", exif=known["exif"], pnginfo=texts()),
        "png-16": encoded(grey, "PNG"),
        "png-palette": encoded(few, "PNG", transparency=1),
        "gif": encoded(few, "GIF", comment=XMP),
        "webp": encoded(clear, "WEBP", quality=50, **known),
        "webp-cut": encoded(scene(64, 64), "WEBP", quality=80)[:-300],
        "heic": encoded(image, "HEIF", quality=30, exif=known["exif"]),
        "avif": encoded(image, "AVIF", quality=30, exif=known["exif"]),
        "avif-alpha": encoded(clear, "AVIF", quality=30),
        "none": b"\xff\xd8\xff\xe0 no picture",
    }


def with_iptc(jpeg: bytes) -> bytes:
    """The JPEG with Photoshop's segment in front."""
    block = BytesIO()
    block.write(
        b"Photoshop 3.0\08BIM\x04\x04\0\0" + len(IPTC).to_bytes(4, "big") + IPTC + b"\0" * (len(IPTC) % 2)
    )
    segment = block.getvalue()
    return jpeg[:2] + b"\xff\xed" + (len(segment) + 2).to_bytes(2, "big") + segment + jpeg[2:]


def texts() -> PngInfo:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    info.add_text("Creation Time", "Sat, 26 Apr 2014 19:09:19 GMT", zip=True)
    info.add(b"gAMA", (100_000).to_bytes(4, "big"))
    return info


if __name__ == "__main__":
    for name, content in make().items():
        (PICTURES / f"{name}.picture").write_bytes(content)
