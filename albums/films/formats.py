"""Recognise the containers of films by content. A playlist is none of them, whatever its name."""

from albums.images.formats import sniff as sniff_picture

# Enough for the first boxes, and for the type of document of an EBML header.
SNIFF_BYTES = 4096
# ffmpeg's names for the two families of containers that we take: MP4, MOV and 3GP; MKV and WebM.
MOV, MATROSKA = "mov", "matroska"
# The boxes that a QuickTime file may begin with (Apple, QuickTime File Format): the oldest have no `ftyp`.
FIRST_BOXES = {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
EBML = b"\x1a\x45\xdf\xa3"
CONTENT_TYPES = {
    "3gp": "video/3gpp",
    "matroska": "video/x-matroska",
    "mov": "video/quicktime",
    "mp4": "video/mp4",
    "webm": "video/webm",
}


def sniff(head: bytes) -> str | None:
    """Return MOV or MATROSKA by a file's first SNIFF_BYTES. None for all other files, photos included."""
    if head.startswith(EBML):
        return MATROSKA
    if head[4:8] in FIRST_BOXES and sniff_picture(head) is None:
        return MOV
    return None


def content_type_of(head: bytes) -> str:
    """Return the type of a file that `sniff` knows."""
    if head.startswith(EBML):
        return CONTENT_TYPES["webm" if b"webm" in head[:64] else "matroska"]
    brand = head[8:12] if head[4:8] == b"ftyp" else b"qt  "
    if brand == b"qt  ":
        return CONTENT_TYPES["mov"]
    return CONTENT_TYPES["3gp" if brand.startswith((b"3gp", b"3g2")) else "mp4"]
