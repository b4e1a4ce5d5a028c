"""Whatever is cut off or made up: shown as far as it goes, and told, or refused; never a crash. Bounded in time."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from albums.images.errors import Refused
from albums.images.tests.samples import FORMATS, PHOTOS, corner_colours, drawn, encoded, needs_photos, scene

WHOLE = {format: drawn(format) for format in FORMATS} | {"progressive": drawn("JPEG", progressive=True)}
LARGE = encoded(scene(1200, 900), "JPEG")
NOISE = Image.effect_noise((600, 400), 60).convert("RGB")
NOISY = {
    "JPEG": encoded(NOISE, "JPEG", quality=90),
    "progressive": encoded(NOISE, "JPEG", quality=90, progressive=True),
    "PNG": encoded(NOISE, "PNG"),
    "WEBP": encoded(NOISE, "WEBP", quality=90),
    "GIF": encoded(NOISE, "GIF"),
}
REAL = [path for path in sorted(PHOTOS.glob("*/*.*")) if path.stat().st_size < 500_000]
quick = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# Of 255, the most by which a picture may differ on the average that is said to be whole.
UNSEEN = 4
SOFTER = 16

HEADS = [b"", *(content[:40] for content in WHOLE.values())]


def outcome(decoder, path) -> str:
    """Return "refused", "cut" or "whole"."""
    try:
        return "cut" if "cut" in decoder.examine(path).notices else "whole"
    except Refused as refused:
        assert refused.reason in ("damaged", "not-a-picture", "empty")
        return "refused"


def shown(decoder, path: Path) -> Image.Image:
    decoder.derive(path, path.parent, {"page": 1080})
    return Image.open(path.parent / "page.webp").convert("RGB")


def test_it_works(decoder, write):
    assert all(outcome(decoder, write(content)) == "whole" for content in WHOLE.values())


def assert_told(decoder, write, content: bytes, end: int, unseen: int = UNSEEN) -> None:
    """Of a file that ends there, what is missing is told; and what is not told is not missing."""
    found = outcome(decoder, write(content[:end]))
    if found == "whole":
        pictures = [shown(decoder, write(each)) for each in (content, content[:end])]
        assert max(ImageStat.Stat(ImageChops.difference(*pictures)).mean) <= unseen


@quick
@given(st.sampled_from(list(WHOLE.values())), st.floats(0, 1, exclude_max=True))
def test_every_truncation_is_told(decoder, write, content, part):
    assert_told(decoder, write, content, int(len(content) * part))


@quick
@given(st.sampled_from(list(WHOLE.values())), st.integers(1, 64))
def test_even_the_last_bytes_count(decoder, write, content, missing):
    assert_told(decoder, write, content, len(content) - missing)


@quick
@given(st.sampled_from(["JPEG", "progressive", "large"]), st.floats(0, 1, exclude_max=True))
def test_an_end_marker_hides_nothing(decoder, write, name, part):
    """Programs that recover files write one where the file was cut.

    Not told is a progressive one that was cut in its last scan: it is softer there, and nothing is missing.
    """
    content = LARGE if name == "large" else WHOLE[name]
    end = int(len(content) * part)
    unseen = SOFTER if name == "progressive" else UNSEEN
    assert_told(decoder, write, content[:end] + content[-2:], end + 2, unseen)


@quick
@given(st.sampled_from(["JPEG", "progressive", "PNG", "WEBP", "GIF"]), st.floats(0.1, 0.9))
def test_what_was_never_written_is_told(decoder, write, name, part):
    """A broken copy, or a card that was saved: zeros to the end."""
    content = NOISY[name]
    end = int(len(content) * part)
    assert outcome(decoder, write(content[:end] + bytes(len(content) - end))) in ("cut", "refused")


@pytest.mark.parametrize("behind", [b"", b"\0\0SEFT", bytes(100)], ids=["nothing", "a trailer", "zeros"])
@pytest.mark.parametrize("size", [(160, 100), (1200, 900)])
def test_a_whole_progressive_picture_without_its_end(decoder, write, size, behind):
    content = encoded(scene(*size), "JPEG", progressive=True)[:-2] + behind
    assert outcome(decoder, write(content)) == "whole"


def test_an_interlaced_picture_that_is_cut_is_shown_coarsely(decoder, write):
    """GIF's first rows, of every eighth, show all of it."""
    content = encoded(scene(320, 200), "GIF")
    assert outcome(decoder, write(content[: len(content) // 2])) == "cut"
    image = shown(decoder, write(content[: len(content) // 2]))
    assert corner_colours(image) == ["R", "G", "B"]


@needs_photos
def test_real_photographs_cut_anywhere(decoder, write):
    for path in REAL:
        content = path.read_bytes()
        for part in (0.05, 0.3, 0.5, 0.8):
            found = outcome(decoder, write(content[: int(len(content) * part)]))
            # Behind its picture a file may hold a video.
            assert found != "whole" or b"ftyp" in content[len(content) // 2 :], (path.name, part)


def test_what_is_missing_is_paper(decoder, write):
    content = drawn("JPEG", quality=95)
    image = shown(decoder, write(content[: len(content) * 2 // 3]))
    assert image.getpixel((image.width // 2, image.height - 2)) == (255, 255, 255)
    whole = shown(decoder, write(content))
    upper = (0, 0, image.width, image.height // 3)
    difference = ImageChops.difference(image.crop(upper), whole.crop(upper))
    # WebP spends its bytes otherwise on a picture that is half paper.
    assert max(ImageStat.Stat(difference).mean) <= 3 * UNSEEN


@quick
@given(st.sampled_from(HEADS), st.binary(max_size=400))
def test_random_bytes_never_crash_the_child(decoder, write, head, tail):
    with suppress(Refused):
        decoder.examine(write(head + tail))


@quick
@given(st.sampled_from(list(WHOLE.values())), st.data())
def test_flipped_bytes_never_crash_the_child(decoder, write, tmp_path, content, data):
    broken = bytearray(content)
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Refused):
        decoder.derive(write(bytes(broken)), tmp_path)
