"""The colours of HDR films, HLG and PQ, against the ordinary film of the same test card, as numbers.

The distance is ΔE*ab (CIE 1976) of sRGB: 2.3 is just seen, 10 is another shade. `make formats` does not write it: the
figures in docs/formats.md are what `-s` prints.
"""

import math
from pathlib import Path

import pytest
from PIL import Image

from albums.films import scaling
from albums.films.tests.clips import ffmpeg, needs_ffmpeg
from albums.films.tests.test_formats import HEVC, pictures_of, played, poster

pytestmark = needs_ffmpeg
# The middles of the bars of 75 %, on a card of 640 pixels.
BARS = {
    "grey": 60,
    "white": 120,
    "yellow": 195,
    "cyan": 260,
    "green": 320,
    "magenta": 385,
    "red": 450,
    "blue": 510,
}
TRUE = {
    "grey": (102, 102, 102),
    "white": (191, 191, 191),
    "yellow": (191, 191, 0),
    "cyan": (0, 191, 191),
    "green": (0, 191, 0),
    "magenta": (191, 0, 191),
    "red": (191, 0, 0),
    "blue": (0, 0, 191),
}
MEAN, WORST = 6, 10
TRANSFERS = ["arib-std-b67", "smpte2084"]
CARD = ("-f", "lavfi", "-i", "smptehdbars=size=640x360:rate=10", "-t", "1")
RAMP = "color=gray:size=640x64:rate=10,format=yuv420p10le,geq=lum='64+876*X/639':cb=512:cr=512"


def hdr(path: Path, transfer: str, *card: str) -> Path:
    tags = ("-color_trc", transfer, "-color_primaries", "bt2020", "-colorspace", "bt2020nc")
    return ffmpeg(path, *card, *HEVC[:4], "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le", *tags)


@pytest.fixture(scope="module", params=TRANSFERS)
def bright(request, tmp_path_factory) -> Path:
    """The card as a telephone would have filmed it, its white as bright as the ordinary film's."""
    said = f"zscale=tin=bt709:min=bt709:pin=bt709:rin=tv:t={request.param}:m=bt2020nc:p=bt2020:npl=203"
    card = (*CARD, "-vf", f"{said},format=yuv420p10le")
    return hdr(tmp_path_factory.mktemp("hdr") / f"{request.param}.mov", request.param, *card)


def frame(path: Path, tmp_path: Path) -> Image.Image:
    """The first picture of a film that says what its colours are."""
    return Image.open(ffmpeg(tmp_path / "frame.png", "-i", str(path), "-frames:v", "1")).convert("RGB")


def distances(picture: Image.Image) -> dict[str, float]:
    found = {name: picture.getpixel((x, 60)) for name, x in BARS.items()}
    return {name: math.dist(lab(found[name]), lab(TRUE[name])) for name in BARS}


def mean(found: dict[str, float]) -> float:
    return sum(found.values()) / len(found)


def lab(pixel) -> tuple[float, float, float]:
    """CIE L*a*b* of an sRGB pixel, white at D65."""
    red, green, blue = (linear(value / 255) for value in pixel)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.0891
    a, b, c = map(curve, (x, y, z))
    return 116 * b - 16, 500 * (a - b), 200 * (b - c)


def linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def curve(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def test_the_yardstick():
    assert lab((255, 255, 255)) == pytest.approx((100, 0, 0), abs=0.1)
    assert lab((255, 0, 0)) == pytest.approx((53.2, 80.1, 67.2), abs=0.2)


def test_it_works(bright, tmp_path):
    made = played(bright, tmp_path)
    said = pictures_of(made)
    assert (said["color_transfer"], said["color_space"], said["pix_fmt"]) == ("bt709", "bt709", "yuv420p")
    for name, picture in (("film", frame(made, tmp_path)), ("poster", poster(bright))):
        found = distances(picture)
        print(f"{bright.stem}, {name}: mean {mean(found):.1f}, worst {max(found.values()):.1f}")
        assert mean(found) < MEAN and max(found.values()) < WORST, found


def test_a_plain_conversion_would_be_seen(bright, monkeypatch):
    """Without the chain all of it is pale: the bounds above are no accident."""
    monkeypatch.setattr(scaling, "HDR", set())
    found = distances(poster(bright))
    print(f"{bright.stem}, plainly: mean {mean(found):.1f}, worst {max(found.values()):.1f}")
    assert mean(found) > 4 * MEAN


def test_what_is_brighter_than_white_is_not_burnt_out(tmp_path):
    """A ramp to the brightest of HLG, five times as bright as white: it rises to its end."""
    ramp = hdr(tmp_path / "ramp.mov", "arib-std-b67", "-f", "lavfi", "-i", RAMP, "-t", "0.3")
    picture = poster(ramp)
    steps = [picture.getpixel((x, 32))[1] for x in range(20, 640, 61)]
    assert steps == sorted(set(steps)) and steps[-1] > 235, steps
