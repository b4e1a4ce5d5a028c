"""A large film while ffmpeg reads it and writes another: a window of it in memory, and no plain byte on a disk."""

import errno
import io
import os
import random

import pytest
from cryptography.exceptions import InvalidTag

from albums.films import ffmpeg, notifying, paged, source
from albums.films.formats import MOV
from albums.films.paged import Original, PagedFile
from albums.films.probe import probe
from albums.films.scratch import SEALED, Scratch
from albums.films.tests.clips import AAC, H264, make, needs_ffmpeg
from albums.images.errors import DecoderDied, Refused
from picup.encryption.segments import SEGMENT
from storage.io.reader import FileLost

pytestmark = needs_ffmpeg
COPY = ("-map", "0", "-c", "copy", "-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", "-y")


@pytest.fixture(autouse=True)
def small_window(tmp_path, settings, monkeypatch):
    if not notifying.is_there():
        pytest.skip("this kernel does not tell of calls")
    settings.STAGING_DIR = tmp_path / "staging"
    monkeypatch.setattr(paged, "SEGMENTS", 4)


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> bytes:
    """Two megabytes, its index at the end."""
    noise = ("-vf", "noise=alls=60:allf=t")
    path = make(tmp_path_factory.mktemp("clip") / "clip.mp4", *H264, *AAC, *noise, seconds=2)
    assert path.stat().st_size > 20 * SEGMENT
    return path.read_bytes()


def pages(content: bytes) -> PagedFile:
    return PagedFile(Original(io.BytesIO(content)), len(content))


def move_index(film, output) -> None:
    """Have ffmpeg read all of a film, and write it twice: the second time to move the index to the beginning."""
    arguments = [*ffmpeg.reading(MOV, film), *COPY, ffmpeg.path_of(output)]
    ffmpeg.run("ffmpeg", arguments, film, output, seconds=100, output=10**9)


def read_all(file) -> bytes:
    file.seek(0)
    return b"".join(iter(lambda: file.read(100_000), b""))


def memory_of(file: PagedFile) -> int:
    return os.fstat(file.fileno()).st_blocks * 512


def test_it_works(clip):
    """The same film comes out, byte for byte, and the disk had nothing of it that can be read."""
    with io.BytesIO(clip) as film, source.private_file(1) as output:
        with source.plain_copy(film, len(clip)) as copy:
            move_index(copy, output)
        expected = read_all(output)
    scratch = Scratch()
    with pages(clip) as film, PagedFile(scratch) as output:
        move_index(film, output)
        assert max(memory_of(film), memory_of(output)) <= 6 * SEGMENT
        on_disk = os.pread(scratch.fileno(), 10**8, 0)
        assert read_all(output) == expected
        assert probe(output, seconds=60).duration_ms > 1900
    assert expected.index(b"moov") < expected.index(b"mdat") and len(on_disk) > 10 * SEGMENT
    middle = len(expected) // 2
    assert not any(piece in on_disk for piece in (b"ftyp", b"mdat", expected[middle : middle + 16]))


@pytest.mark.parametrize("seed", range(3))
def test_read_and_written_anywhere(seed):
    """Against bytes in memory."""
    chance = random.Random(seed)
    expected = bytearray()
    with paged.of_scratch() as file:
        for _ in range(200):
            at, length = chance.randrange(12 * SEGMENT), chance.randrange(1, 3 * SEGMENT)
            if chance.random() < 0.5:
                piece = chance.randbytes(length)
                expected.extend(bytes(max(0, at - len(expected))))
                expected[at : at + length] = piece
                put(file, at, piece)
            else:
                file.seek(at)
                assert (file.read(length) or b"") == expected[at : at + length]
        assert read_all(file) == expected and file.seek(0, 2) == len(expected)


def put(file: PagedFile, at: int, piece: bytes) -> None:
    file.seek(at)
    while piece:
        piece = piece[file.write(piece) :]


def test_what_is_just_written_is_not_taken_away():
    """The kernel writes after we were told: another thread may want room meanwhile."""
    with paged.of_scratch() as file:
        file.prepare(0, 100, writes=True, thread=1)
        for number in range(1, 20):
            file.prepare(number * SEGMENT, 100, writes=True, thread=2)
        assert 0 in file.present and 1 not in file.present
        file.prepare(50 * SEGMENT, 100, writes=True, thread=1)
        file.prepare(60 * SEGMENT, 100, writes=True, thread=2)
        assert 0 not in file.present


def test_a_segment_of_the_disk_opens_only_as_it_was_written():
    scratch = Scratch()
    for number in (0, 1):
        scratch.save(number, bytes(SEGMENT))
    sealed = os.pread(scratch.fileno(), 2 * SEALED, 0)
    assert sealed[:SEALED] != sealed[SEALED:] and scratch.load(0) == bytes(SEGMENT)
    scratch.save(0, bytes(SEGMENT))
    assert os.pread(scratch.fileno(), SEALED, 0) != sealed[:SEALED]
    os.pwrite(scratch.fileno(), sealed[SEALED:], 0)
    with pytest.raises(InvalidTag):
        scratch.load(0)
    with pytest.raises(InvalidTag):
        # Another file's key.
        other = Scratch()
        other.kept.add(0)
        os.pwrite(other.fileno(), sealed, 0)
        other.load(0)


class Lost(io.BytesIO):
    """A stored file whose last copy is lost in the middle."""

    def read(self, size=-1):
        if self.tell() > 6 * SEGMENT:
            raise FileLost("no storage has it")
        return super().read(size)


def test_what_cannot_be_read_is_no_fault_of_the_film(clip):
    with PagedFile(Original(Lost(clip)), len(clip)) as film, pytest.raises(FileLost):
        probe(film, seconds=60)


def test_a_full_disk_is_told(clip):
    scratch = Scratch()
    with open("/dev/full", "r+b", buffering=0) as full, pages(clip) as film, PagedFile(scratch) as output:
        scratch.file.close()
        scratch.file = full
        with pytest.raises(OSError) as caught:
            move_index(film, output)
    assert caught.value.errno == errno.ENOSPC


def test_the_walls_stand(clip, tmp_path):
    other = tmp_path / "other.mp4"
    other.write_bytes(clip)
    with pages(clip) as film, pytest.raises(Refused, match="Permission denied"):
        ffmpeg.run("ffmpeg", ["-i", str(other), "-f", "null", "-"], film, seconds=60)


def test_one_that_does_not_end(clip):
    """While it is served."""
    with pages(clip) as film, pytest.raises(DecoderDied, match="stalled"):
        endless = ["-stream_loop", "-1", "-i", ffmpeg.path_of(film), "-c", "copy", "-f", "null", "-"]
        ffmpeg.run("ffmpeg", endless, film, seconds=2)


def test_a_program_that_ends_before_it_begins(clip, monkeypatch):
    monkeypatch.setattr(ffmpeg, "find", lambda program: "/nowhere/ffmpeg")
    with pages(clip) as film, pytest.raises(Refused, match="No such file"):
        ffmpeg.run("ffmpeg", [], film, seconds=60)
