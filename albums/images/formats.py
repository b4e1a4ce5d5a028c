"""Recognise the accepted formats by content. A file's name, and the type that a browser sends, are only guesses."""

CONTENT_TYPES = {
    "JPEG": "image/jpeg",
    "HEIF": "image/heic",
    "AVIF": "image/avif",
    "WEBP": "image/webp",
    "PNG": "image/png",
    "GIF": "image/gif",
}

# Enough for the brands in the first box of every HEIC and AVIF seen so far.
SNIFF_BYTES = 256

AVIF_BRANDS = {b"avif", b"avis"}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
# Brands that mean "a still picture" without naming the codec. Accepted as the main brand only.
STILL_BRANDS = {b"mif1", b"mif2", b"msf1"}


def sniff(head: bytes) -> str | None:
    """Return the format (a key of CONTENT_TYPES) by a file's first SNIFF_BYTES. None for all others."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        return _sniff_brands(head)
    return None


def _sniff_brands(head: bytes) -> str | None:
    """Return the format of an ISO container by its brands: HEIC, AVIF, MP4 and MOV differ in nothing else."""
    end = min(int.from_bytes(head[:4], "big"), len(head))
    main, others = head[8:12], {head[at : at + 4] for at in range(16, end, 4)}
    if main in AVIF_BRANDS or (main in STILL_BRANDS and others & AVIF_BRANDS):
        return "AVIF"
    if main in HEIF_BRANDS | STILL_BRANDS:
        return "HEIF"
    return None
