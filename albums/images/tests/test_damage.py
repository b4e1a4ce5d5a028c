"""Whatever is cut off or made up: refused, never a crash. Bounded in time."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from albums.images import structure
from albums.images.errors import Refused
from albums.images.formats import sniff
from albums.images.tests.samples import FORMATS, PHOTOS, drawn, needs_photos

WHOLE = {format: drawn(format) for format in FORMATS} | {"progressive": drawn("JPEG", progressive=True)}
REAL = [path for path in sorted(PHOTOS.glob("*/*.*")) if path.stat().st_size < 500_000]
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

HEADS = [b"", *(content[:40] for content in WHOLE.values())]


def refused(content: bytes) -> bool:
    """Only the checks that an upload waits for, without any decoding."""
    try:
        format = sniff(content)
        if format:
            structure.check(format, content)
        return format is None
    except Refused:
        return True


def test_it_works():
    assert not any(refused(content) for content in WHOLE.values())


@quick
@given(st.sampled_from(list(WHOLE.values())), st.floats(0, 1, exclude_max=True))
def test_every_truncation_is_refused(content, part):
    assert refused(content[: int(len(content) * part)])


@quick
@given(st.sampled_from(list(WHOLE.values())), st.integers(1, 64))
def test_even_the_last_bytes_count(content, missing):
    assert refused(content[:-missing])


@needs_photos
def test_real_photographs_cut_anywhere_are_refused():
    for path in REAL:
        content = path.read_bytes()
        for part in (0.05, 0.3, 0.5, 0.8, 0.99):
            assert refused(content[: int(len(content) * part)]), (path.name, part)


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
