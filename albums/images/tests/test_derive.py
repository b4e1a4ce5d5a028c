import re

import pytest
from PIL import Image, ImageCms, ImageStat

from albums.images.derive import SIZES
from albums.images.errors import Refused
from albums.images.tests.samples import FORMATS, PHOTOS, corner_colours, drawn, encoded, needs_photos, scene


def test_it_works(decoder, write, tmp_path):
    derived = decoder.derive(write(encoded(scene(3000, 1500), "JPEG")), tmp_path)
    assert {each.variant: (each.width, each.height) for each in derived} == {
        "screen": (2048, 1024), "page": (1080, 540), "thumb": (480, 240),
    }  # fmt: skip
    for each in derived:
        with Image.open(each.path) as image:
            assert image.size == (each.width, each.height)
            assert image.get_format_mimetype() == each.content_type == "image/webp"


def test_never_enlarged_and_always_three(decoder, write, tmp_path):
    derived = decoder.derive(write(encoded(scene(512, 300), "PNG")), tmp_path)
    assert {each.variant: each.width for each in derived} == {"screen": 512, "page": 512, "thumb": 480}
    derived = decoder.derive(write(encoded(Image.new("RGB", (1, 5000)), "PNG")), tmp_path)
    assert {each.variant: (each.width, each.height) for each in derived}["thumb"] == (1, 480)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "HEIF", "AVIF", "WEBP", "PNG"])
def test_upright(decoder, write, tmp_path, format, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    undo = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}  # how a camera that was held like this stores the scene
    stored = scene().transpose(Image.Transpose(undo[orientation])) if orientation > 1 else scene()
    image = thumb(decoder, write(encoded(stored, format, exif=exif)), tmp_path)
    assert (image.size, corner_colours(image)) == ((160, 100), ["R", "G", "B"])


@needs_photos
@pytest.mark.parametrize("scene_name", ["landscape", "portrait"])
def test_real_orientations_look_alike(decoder, tmp_path, scene_name):
    first, *others = (
        thumb(decoder, PHOTOS / f"orientation/{scene_name}_{number}.jpg", tmp_path) for number in (1, 3, 6, 8)
    )
    for other in others:  # only the number in the middle differs
        assert other.size == first.size
        difference = [
            abs(a - b) for a, b in zip(ImageStat.Stat(first).mean, ImageStat.Stat(other).mean, strict=True)
        ]
        assert max(difference) < 2
        strips = [image.crop((0, 0, image.width, 60)).resize((8, 1)) for image in (first, other)]
        assert max(abs(a - b) for a, b in zip(*(strip.tobytes() for strip in strips), strict=True)) < 12


@pytest.mark.parametrize("format", ["JPEG", "HEIF", "AVIF", "WEBP", "PNG"])
def test_no_metadata_comes_through(decoder, write, tmp_path, format):
    exif = Image.Exif()
    exif[0x010F] = "SECRETMAKER"
    exif.get_ifd(0x8825).update({1: "N", 2: (37.0, 30.0, 0.0), 3: "E", 4: (127.0, 0.0, 0.0)})
    options = {"exif": exif, "icc_profile": srgb(), "xmp": b"<x>SECRETXMP</x>"}
    if format == "PNG":
        del options["xmp"]
    decoder.derive(write(drawn(format, **options)), tmp_path)
    assert chunks_of_all(tmp_path) == {b"VP8 "}


@needs_photos
@pytest.mark.parametrize("name", ["phone/IMG_2682.heic", "gps/thompson-springs.jpg", "formats/denali.webp"])
def test_no_metadata_of_real_photographs_comes_through(decoder, tmp_path, name):
    decoder.derive(PHOTOS / name, tmp_path)
    assert chunks_of_all(tmp_path) == {b"VP8 "}


@pytest.mark.parametrize("format", FORMATS)
def test_every_format(decoder, write, tmp_path, format):
    assert corner_colours(thumb(decoder, write(drawn(format)), tmp_path)) == ["R", "G", "B"]


@pytest.mark.parametrize(("mode", "format"), [
    ("RGBA", "PNG"), ("RGBA", "WEBP"), ("LA", "PNG"), ("P", "PNG"), ("P", "GIF"),
    ("RGBA", "AVIF"), ("RGBA", "HEIF"),
])  # fmt: skip
def test_transparent_is_white_paper(decoder, write, tmp_path, mode, format):
    image = Image.new("RGBA", (100, 100), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, 40, 40))
    options = {}
    if mode == "P":
        image = image.convert("RGB").quantize(4)
        image.paste(1, (0, 0, 100, 100))
        image.paste(0, (0, 0, 40, 40))
        image.putpalette([0, 0, 0, 0, 0, 0])
        options = {"transparency": 1}
    result = thumb(decoder, write(encoded(image.convert(mode), format, **options)), tmp_path)
    assert max(result.getpixel((10, 10))) < 20
    assert min(result.getpixel((80, 80))) > 240


def test_sixteen_bit_grey_is_scaled_not_clipped(decoder, write, tmp_path):
    image = Image.new("I;16", (64, 64), 32768)
    assert abs(thumb(decoder, write(encoded(image, "PNG")), tmp_path).getpixel((30, 30))[0] - 128) <= 3


@pytest.mark.parametrize(("mode", "value"), [("L", 128), ("CMYK", (0, 0, 0, 127)), ("1", 1)])
def test_other_modes(decoder, write, tmp_path, mode, value):
    format = "PNG" if mode == "1" else "JPEG"
    result = thumb(decoder, write(encoded(Image.new(mode, (64, 64), value), format)), tmp_path).getpixel(
        (30, 30)
    )
    assert max(result) - min(result) <= 4
    assert abs(result[1] - (255 if mode == "1" else 128)) <= 4


@pytest.mark.parametrize("profile", [b"rubbish", b"\0" * 200])
def test_a_broken_colour_profile_is_ignored(decoder, write, tmp_path, profile):
    assert corner_colours(thumb(decoder, write(drawn("JPEG", icc_profile=profile)), tmp_path)) == [
        "R",
        "G",
        "B",
    ]


def test_damaged_only_when_decoded(decoder, write, tmp_path):
    content = bytearray(drawn("HEIF"))
    start = content.index(b"mdat") + 4
    content[start:] = bytes(len(content) - start)  # the skeleton stays whole
    with pytest.raises(Refused, match="damaged"):
        decoder.derive(write(bytes(content)), tmp_path)


def test_a_directory_that_is_not_there(decoder, write, tmp_path):
    with pytest.raises(FileNotFoundError):
        decoder.derive(write(drawn("JPEG")), tmp_path / "nowhere")


def thumb(decoder, path, directory) -> Image.Image:
    (derived,) = (each for each in decoder.derive(path, directory) if each.variant == "thumb")
    with Image.open(derived.path) as image:
        return image.convert("RGB")


def chunks_of_all(directory) -> set[bytes]:
    """The RIFF chunks of every derivative: EXIF, XMP and ICCP would be chunks of their own."""
    found = set()
    for variant in SIZES:
        content, position = (directory / f"{variant}.webp").read_bytes(), 12
        assert not re.search(rb"SECRET|Exif|http|GPS", content)
        while position < len(content):
            length = int.from_bytes(content[position + 4 : position + 8], "little")
            found.add(content[position : position + 4])
            position += 8 + length + length % 2
    return found


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
