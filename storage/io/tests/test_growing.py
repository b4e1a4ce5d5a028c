"""The bytes of a resumable upload on the staging volume."""

import os
import random
from pathlib import Path

import pytest

from picup.encryption.segments import HEADER, SEGMENT, TAG, Damaged
from storage.io.growing import PartsReader, PartWriter, directory_of, open_tail, remove_parts, seal_tail

UPLOAD = "0123456789abcdef0123"
CONTENT = random.Random(1).randbytes(5 * SEGMENT + 1000)


@pytest.fixture(autouse=True)
def staging(tmp_path, settings):
    settings.STAGING_DIR = tmp_path / "staging"
    return settings.STAGING_DIR


def write(first: int, end: int, last=None) -> list:
    """Write the segments from `first` to `end` into a new part, or the last one. Return the part."""
    writer = PartWriter(UPLOAD, first, last)
    writer.write(memoryview(CONTENT)[first * SEGMENT : end * SEGMENT])
    writer.sync()
    writer.close()
    return writer.part


@pytest.fixture
def parts() -> list:
    """Three parts; what stands behind the end of the first is of a writer that was overtaken."""
    return [write(0, 3), write(2, 3), write(3, 5)]


def test_it_works(parts):
    with PartsReader(UPLOAD, parts, 5, CONTENT[5 * SEGMENT :]) as reader:
        assert reader.read() == CONTENT
        assert (reader.tell(), reader.size, reader.read()) == (len(CONTENT), len(CONTENT), b"")
    stored = sum(path.stat().st_size for path in directory_of(UPLOAD).iterdir())
    assert stored == 3 * HEADER.size + 6 * (SEGMENT + TAG)


def test_a_part_that_another_writer_goes_on_with():
    first = write(0, 1)
    assert write(1, 5, first) == first
    with PartsReader(UPLOAD, [first], 5, b"") as reader:
        assert reader.read() == CONTENT[: 5 * SEGMENT]


def test_from_any_place(parts):
    chance = random.Random(2)
    with PartsReader(UPLOAD, parts, 5, CONTENT[5 * SEGMENT :]) as reader:
        for _ in range(200):
            at, size = chance.randrange(len(CONTENT)), chance.randrange(3 * SEGMENT)
            assert reader.seek(at) == at and reader.read(size) == CONTENT[at : at + size]
        assert reader.seek(-10, os.SEEK_END) == len(CONTENT) - 10 and reader.read(99) == CONTENT[-10:]
        assert reader.seek(-5, os.SEEK_CUR) == len(CONTENT) - 5
        assert reader.seek(len(CONTENT) + 9) and reader.read(1) == b""


def count_open() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def test_only_one_file_is_open_at_a_time(parts):
    before = count_open()
    reader = PartsReader(UPLOAD, parts, 5, b"")
    reader.read()
    assert count_open() == before + 1
    reader.close()
    assert count_open() == before


@pytest.mark.parametrize("harm", ["change", "cut", "remove", "swap", "header"])
def test_damage(parts, harm):
    path, other = (directory_of(UPLOAD) / parts[number][0] for number in (0, 2))
    content = bytearray(path.read_bytes())
    if harm == "remove":
        path.unlink()
    elif harm == "swap":
        path.write_bytes(other.read_bytes())
    elif harm == "cut":
        path.write_bytes(content[: HEADER.size + SEGMENT])
    else:
        content[3 if harm == "header" else 70_000] ^= 1
        path.write_bytes(content)
    with PartsReader(UPLOAD, parts, 5, b"") as reader, pytest.raises(Damaged):
        reader.read()


def test_tails():
    assert seal_tail(UPLOAD, b"") == b"" == open_tail(UPLOAD, b"")
    sealed = seal_tail(UPLOAD, CONTENT[:SEGMENT])
    assert open_tail(UPLOAD, memoryview(sealed)) == CONTENT[:SEGMENT] and CONTENT[:16] not in sealed
    # Each time with another key.
    assert seal_tail(UPLOAD, CONTENT[:SEGMENT]) != sealed
    for wrong in (sealed[:-1], sealed[:40], sealed[:10], b"x" * 100):
        with pytest.raises(Damaged):
            open_tail(UPLOAD, wrong)
    with pytest.raises(Damaged):
        open_tail(UPLOAD[::-1], sealed)


def test_removing(parts, staging):
    remove_parts(UPLOAD)
    remove_parts(UPLOAD)
    assert list((staging / "resumable").iterdir()) == []


def test_nobody_else_may_look(parts):
    for path in [directory_of(UPLOAD), *directory_of(UPLOAD).iterdir()]:
        assert path.stat().st_mode & 0o077 == 0
