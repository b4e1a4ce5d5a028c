from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageStat

from albums.images.colour import nclx_profile, to_srgb
from albums.images.structure import boxes
from albums.images.tests.samples import PHOTOS, drawn, needs_photos
from albums.images.tests.test_derive import thumb
from albums.images.tone import HLG, LINEAR, PQ, curve

P3, BT2020, SRGB = 12, 9, 13


def convert(colour, primaries, transfer):
    return to_srgb(Image.new("RGB", (1, 1), colour), None, (primaries, transfer)).getpixel((0, 0))


def test_it_works():
    """P3 red is outside sRGB; (234, 51, 35) is what CSS Color 4 gives as P3's name for sRGB red."""
    assert convert((234, 51, 35), P3, SRGB) == pytest.approx((255, 0, 0), abs=3)
    assert convert((117, 251, 76), P3, SRGB) == pytest.approx((0, 255, 0), abs=6)


@pytest.mark.parametrize("primaries", [P3, BT2020, 11])
@pytest.mark.parametrize("value", [0, 64, 128, 255])
def test_grey_stays_grey(primaries, value):
    assert convert((value,) * 3, primaries, SRGB) == pytest.approx((value,) * 3, abs=2)


def test_ordinary_colour_is_left_alone():
    assert nclx_profile(1, SRGB) is None
    assert nclx_profile(1, 1) is None
    assert nclx_profile(2, 2) is None
    assert nclx_profile(255, 255) is None


def test_our_profile_agrees_with_a_real_one():
    """Linear BT.709 by our profile against the definition of sRGB: 21.4 % of light is code value 128."""
    assert convert((55, 55, 55), 1, LINEAR) == pytest.approx((128, 128, 128), abs=2)
    assert (
        ImageCms.getProfileDescription(ImageCms.getOpenProfile(BytesIO(nclx_profile(P3, PQ)))).strip()
        == "nclx"
    )


@pytest.mark.parametrize("transfer", [PQ, HLG])
def test_tone_curve(transfer):
    """It rises, ends near white, and paper (203 cd/m2) is bright but not burnt out."""
    light = curve(transfer)
    assert light == sorted(light)
    assert 0.95 < light[-1] <= 1
    paper = light[round(len(light) * (0.58 if transfer == PQ else 0.75))]
    assert 0.7 < paper < 0.9


@needs_photos
def test_hdr_is_neither_washed_out_nor_dark(decoder, tmp_path):
    """Decoded without its transfer curve, this photo is grey on grey: contrast 38, whitest cloud 170."""
    path = PHOTOS / "formats/10bit-HDR-P3-nclx.avif"
    assert boxes.colour(path.read_bytes()) == (P3, PQ)
    image = thumb(decoder, path, tmp_path)
    statistics = ImageStat.Stat(image.convert("L"))
    assert 90 < statistics.mean[0] < 160
    assert statistics.stddev[0] > 55
    assert statistics.extrema[0][1] > 235
    sky = image.getpixel((image.width // 2, 20))
    assert sky[2] > sky[1] > sky[0]


@pytest.mark.parametrize("format", ["HEIF", "AVIF"])
def test_code_points_are_read_from_the_main_picture(format):
    assert boxes.colour(drawn(format)) == (1, SRGB)
