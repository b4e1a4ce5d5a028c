"""Convert colours to sRGB with LittleCMS, by the embedded profile or by a profile that is built from `nclx` colour."""

import struct
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageCms

from albums.images.tone import HLG, LINEAR, PQ, curve, power_curve

# Code points of ITU-T H.273: red, green, blue and white as CIE xy.
D65 = (0.3127, 0.3290)
PRIMARIES = {
    1: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060), D65),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), D65),
    11: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), D65),
}
SRGB_LIKE = {1, 5, 6, 2}  # BT.709, the two old television systems (hardly different), and "unspecified"
D50 = (0.9642, 1.0, 0.8249)
BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))

Matrix = tuple[tuple[float, ...], ...]


def to_srgb(image: Image.Image, icc: bytes | None, nclx: tuple[int, int] | None) -> Image.Image:
    """Return an RGB image in sRGB.

    `image` is L, RGB or CMYK. `icc` is its embedded profile, `nclx` the code points (primaries, transfer) of ITU-T
    H.273. A profile that does not fit the image is ignored.
    """
    profile = nclx_profile(*nclx) if nclx and (not icc or nclx[1] in (PQ, HLG)) else None
    profile = profile or icc
    if profile:
        try:
            return _transform(profile, image.mode).apply(image)
        except (ImageCms.PyCMSError, ValueError, OSError, TypeError):
            pass  # broken, or made for another mode: take the colours as they are, as browsers do
    return image.convert("RGB")


@lru_cache(maxsize=8)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(BytesIO(profile), ImageCms.createProfile("sRGB"), mode, "RGB")


@lru_cache(maxsize=8)
def nclx_profile(primaries: int, transfer: int) -> bytes | None:
    """Return an ICC profile for code points of ITU-T H.273. None if the picture is sRGB already.

    For PQ and HLG the profile's curve includes the tone curve that brings light down to a screen's range. So LittleCMS
    does everything in one pass, at the speed of any other profile.
    """
    wide = primaries in PRIMARIES and primaries not in SRGB_LIKE
    if not wide and transfer not in (LINEAR, PQ, HLG, 4, 5):
        return None
    return _profile_of(_to_d50(*PRIMARIES[primaries if wide else 1]), curve(transfer))


@lru_cache(maxsize=8)
def gamma_profile(exponent: float, points: tuple | None = None) -> bytes | None:
    """Return an ICC profile for values to the power of `exponent`, with primaries like those of PRIMARIES, or sRGB's.

    None if that is what sRGB shows: browsers take 2.2 for it.
    """
    if not 0.1 < exponent < 10 or (abs(exponent - 2.2) < 0.05 and not points):
        return None
    try:
        return _profile_of(_to_d50(*(points or PRIMARIES[1])), power_curve(exponent))
    except ZeroDivisionError:  # Three points on one line.
        return None


def _profile_of(columns: list[tuple[float, ...]], trc: list[float]) -> bytes:
    curve_tag = struct.pack(f">4sII{len(trc)}H", b"curv", 0, len(trc), *(round(v * 65535) for v in trc))
    tags = {b"wtpt": _xyz(D50), b"desc": _text(b"nclx"), b"cprt": _text(b"none")}
    tags |= {name: _xyz(column) for name, column in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns, strict=True)}
    tags |= {b"rTRC": curve_tag, b"gTRC": curve_tag, b"bTRC": curve_tag}
    return _profile(tags)


def _to_d50(red, green, blue, white) -> list[tuple[float, ...]]:
    """Return the columns of the matrix from linear RGB to XYZ, adapted to the white of ICC profiles (Bradford)."""
    primaries = tuple(zip(*(_xyz_of(point) for point in (red, green, blue)), strict=True))
    light = _xyz_of(white)
    scale = _times(_inverse(primaries), light)
    cones, target = _times(BRADFORD, light), _times(BRADFORD, D50)
    columns = []
    for at in range(3):
        column = [row[at] * scale[at] for row in primaries]
        adapted = [c * t / w for c, t, w in zip(_times(BRADFORD, column), target, cones, strict=True)]
        columns.append(_times(_inverse(BRADFORD), adapted))
    return columns


def _xyz_of(point: tuple[float, float]) -> tuple[float, float, float]:
    x, y = point
    return x / y, 1.0, (1 - x - y) / y


def _times(matrix: Matrix, vector) -> tuple[float, ...]:
    return tuple(sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)


def _inverse(m: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = m
    determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    adjugate = (
        (e * i - f * h, c * h - b * i, b * f - c * e),
        (f * g - d * i, a * i - c * g, c * d - a * f),
        (d * h - e * g, b * g - a * h, a * e - b * d),
    )
    return tuple(tuple(value / determinant for value in row) for row in adjugate)


def _xyz(values) -> bytes:
    return struct.pack(">4sI3i", b"XYZ ", 0, *(round(v * 65536) for v in values))


def _text(text: bytes) -> bytes:
    """Return a text description of ICC version 2, with its empty Unicode and Macintosh parts."""
    return struct.pack(">4sII", b"desc", 0, len(text) + 1) + text + bytes(1 + 4 + 4 + 2 + 1 + 67)


def _profile(tags: dict[bytes, bytes]) -> bytes:
    """Return a version 2 display profile: 128 bytes of header, the table of tags, their contents."""
    table, body, start = b"", b"", 128 + 4 + 12 * len(tags)
    for name, content in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    header = struct.pack(">I4sI4s4s4s", start + len(body), b"", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    header += bytes(12) + b"acsp" + bytes(28) + struct.pack(">3i", *(round(v * 65536) for v in D50))
    return header.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body
