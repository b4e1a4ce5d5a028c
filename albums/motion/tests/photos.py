"""Photos with a film, as telephones write them: made of a photo and of a film, both real."""

import io
import struct
import tempfile
from functools import cache
from pathlib import Path

import pillow_heif
from PIL import Image

from albums.films.tests.clips import AAC, H264, make
from albums.tests.helpers import photo

pillow_heif.register_heif_opener()
IDENTIFIER = "0B1FB5F9-9A2E-4C4E-8D3B-7A0D1F6C2E55"
MAIN, FURTHER = b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
CAMERA = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"'
    ' xmlns:Container="http://ns.google.com/photos/1.0/container/"'
    ' xmlns:Item="http://ns.google.com/photos/1.0/container/item/" %s>%s</rdf:Description></rdf:RDF></x:xmpmeta>'
)


@cache
def film(seconds: float = 1.5, *output: str) -> bytes:
    """Return an MP4 with a tone."""
    with tempfile.TemporaryDirectory() as directory:
        return make(Path(directory) / "film.mp4", *H264, *AAC, *output, seconds=seconds).read_bytes()


@cache
def heic(xmp: bytes = b"", exif: bytes = b"") -> bytes:
    output = io.BytesIO()
    extra = {name: value for name, value in (("xmp", xmp), ("exif", exif)) if value}
    Image.effect_noise((320, 240), 60).convert("RGB").save(output, "HEIF", quality=60, **extra)
    return output.getvalue()


def directory(length: object, padding: int = 0, semantic: str = "MotionPhoto") -> bytes:
    """Return XMP as Google's camera writes it since 2018."""
    items = (
        "<Container:Directory><rdf:Seq>"
        '<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary"'
        f' Item:Length="0" Item:Padding="{padding}"/></rdf:li>'
        f'<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="video/mp4" Item:Semantic="{semantic}"'
        f' Item:Length="{length}" Item:Padding="0"/></rdf:li></rdf:Seq></Container:Directory>'
    )
    return (CAMERA % ('GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1"', items)).encode()


def micro(offset: object) -> bytes:
    """Return XMP as it was before, as elements."""
    text = f"<GCamera:MicroVideo>1</GCamera:MicroVideo><GCamera:MicroVideoOffset>{offset}</GCamera:MicroVideoOffset>"
    return (CAMERA % ("", text)).encode()


def with_segment(jpeg: bytes, content: bytes) -> bytes:
    """Return a JPEG with an APP1 segment at its beginning."""
    return jpeg[:2] + b"\xff\xe1" + (len(content) + 2).to_bytes(2) + content + jpeg[2:]


def with_xmp(jpeg: bytes, packet: bytes) -> bytes:
    return with_segment(jpeg, MAIN + packet)


def google(movie: bytes, jpeg: bytes = b"", **said) -> bytes:
    return with_xmp(jpeg or photo(1), directory(said.pop("length", len(movie)), **said)) + movie


def google_before_2018(movie: bytes) -> bytes:
    return with_xmp(photo(1), micro(len(movie))) + movie


def google_further(movie: bytes) -> bytes:
    """A packet of more than 64 kB, which stands in three segments, in another order."""
    packet = b" " * 70_000 + directory(len(movie)) + b" " * 60_000
    jpeg, size = photo(1), 60_000
    for place in (0, 120_000, 60_000):
        head = FURTHER + b"A" * 32 + struct.pack(">II", len(packet), place)
        jpeg = with_segment(jpeg, head + packet[place : place + size])
    return jpeg + movie


def google_heic(movie: bytes) -> bytes:
    return heic(directory(len(movie))) + movie


def google_mpvd(movie: bytes) -> bytes:
    return heic() + (len(movie) + 8).to_bytes(4) + b"mpvd" + movie


def samsung(movie: bytes, still: bytes = b"", name: bytes = b"MotionPhoto_Data") -> bytes:
    parts = [(0x0A01, b"Image_UTC_Data", b"1546300800000"), (0x0A30, name, movie)]
    return (still or photo(1)) + trailer(parts)


def trailer(parts: list[tuple[int, bytes, bytes]]) -> bytes:
    """Return Samsung's trailer with these parts: type, name, content."""
    bodies = [struct.pack("<HHI", 0, kind, len(name)) + name + content for kind, name, content in parts]
    table = b"SEFH" + struct.pack("<II", 106, len(parts))
    left = sum(map(len, bodies))
    for (kind, _, _), body in zip(parts, bodies, strict=True):
        table += struct.pack("<HHII", 0, kind, left, len(body))
        left -= len(body)
    return b"".join(bodies) + table + struct.pack("<I", len(table)) + b"SEFT"


def maker_note(identifier: str) -> bytes:
    """Return Apple's maker's note with a content identifier, behind another entry."""
    text = identifier.encode() + b"\0"
    entries = struct.pack(">HHII", 0x0001, 9, 1, 14) + struct.pack(">HHII", 0x0011, 2, len(text), 44)
    return b"Apple iOS\0\0\1MM" + struct.pack(">H", 2) + entries + struct.pack(">I", 0) + text


def exif_of(identifier: str) -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x927C] = maker_note(identifier)
    return exif


def live_photo(identifier: str = IDENTIFIER, number: int = 1, size: tuple[int, int] = (64, 48)) -> bytes:
    output = io.BytesIO()
    exif = exif_of(identifier)
    Image.new("RGB", size, (number, 80, 90)).save(output, "JPEG", exif=exif, comment=f"{number}")
    return output.getvalue()


def live_heic(identifier: str = IDENTIFIER) -> bytes:
    return heic(exif=exif_of(identifier).tobytes())


@cache
def live_film(identifier: str = IDENTIFIER, seconds: float = 1.5) -> bytes:
    said = (
        "-metadata",
        f"com.apple.quicktime.content.identifier={identifier}",
        "-movflags",
        "use_metadata_tags",
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "film.mov"
        return make(path, *H264, *AAC, *(said if identifier else ()), seconds=seconds).read_bytes()
