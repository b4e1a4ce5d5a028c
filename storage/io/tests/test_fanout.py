"""The fan-out, with storages that misbehave as real ones do."""

import hashlib
import io
import threading
import time
import tracemalloc

import pytest

from picup.encryption.keyring import file_keys
from storage.backends.directory import DirectoryBackend
from storage.io.fanout import write_everywhere
from storage.io.hashing import HELD_BYTES
from storage.models import new_file_key
from tests.support.unsealing import unseal

PHOTO = bytes(range(256)) * 4000
assert len(PHOTO) < HELD_BYTES < len(PHOTO) * 5


class HangingBackend(DirectoryBackend):
    """Takes the first bytes and then nothing, like a network volume whose server froze."""

    def __init__(self, directory):
        super().__init__(directory)
        self.thaw = threading.Event()

    def write(self, key, chunks):
        def slowly():
            for chunk in chunks:
                self.thaw.wait()
                yield chunk

        super().write(key, slowly())


class LosingBackend(DirectoryBackend):
    """Says yes and keeps nothing."""

    def write(self, key, chunks):
        for _ in chunks:
            pass


class AlteringBackend(DirectoryBackend):
    """Says yes and keeps other bytes."""

    def write(self, key, chunks):
        super().write(key, (chunk.replace(b"\x01", b"\x02") for chunk in chunks))


class CuttingBackend(DirectoryBackend):
    """Says yes and keeps all but the last byte."""

    def write(self, key, chunks):
        super().write(key, [b"".join(chunks)[:-1]])


class RepeatingBackend(DirectoryBackend):
    """Says yes and keeps one byte more."""

    def write(self, key, chunks):
        super().write(key, [*chunks, b"!"])


@pytest.fixture
def good(tmp_path):
    return DirectoryBackend(tmp_path / "good")


def write(backends, content=PHOTO):
    key = new_file_key()
    return key, write_everywhere(backends, key, io.BytesIO(content), len(content))


@pytest.mark.parametrize("content", [b"", PHOTO, PHOTO * 5], ids=["nothing", "a photo", "a video"])
def test_it_works(good, tmp_path, content):
    other = DirectoryBackend(tmp_path / "other")
    key, written = write({"good": good, "other": other}, content)
    assert written.stored_in == ["good", "other"] and not written.failures
    assert (written.size, written.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    stored = good.path(key).read_bytes()
    assert stored == other.path(key).read_bytes() and unseal(key, stored, file_keys()) == content
    assert (written.stored_size, written.stored_sha256) == (len(stored), hashlib.sha256(stored).hexdigest())
    assert written.key_id == file_keys().newest.id and PHOTO[:100] not in stored


def test_a_hanging_storage_costs_its_deadline_and_leaves_nothing_behind(good, tmp_path, settings):
    settings.STORAGE_WRITE_TIMEOUT_SECONDS = 0.5
    hanging = HangingBackend(tmp_path / "hanging")
    started = time.monotonic()
    key, written = write({"good": good, "hanging": hanging}, PHOTO * 10)
    assert time.monotonic() - started < 10
    assert written.stored_in == ["good"]
    assert "in time" in str(written.failures["hanging"])
    hanging.thaw.set()
    deadline = time.monotonic() + 5
    while [thread for thread in threading.enumerate() if thread.name == "write to hanging"]:
        assert time.monotonic() < deadline, "the writer that was given up never ended"
        time.sleep(0.05)
    assert hanging.open(key) is None, "a write that was given up became an object"


@pytest.mark.parametrize("content", [PHOTO, PHOTO * 5], ids=["a photo", "a video"])
@pytest.mark.parametrize("bad", [LosingBackend, AlteringBackend, CuttingBackend, RepeatingBackend])
def test_a_storage_that_lies_is_found(good, tmp_path, bad, content):
    _, written = write({"good": good, "bad": bad(tmp_path / "bad")}, content)
    assert written.stored_in == ["good"]
    assert "bad" in written.failures


def test_a_source_that_breaks_leaves_nothing(good):
    class BrokenSource(io.BytesIO):
        def read(self, *args):
            if self.tell() > 300_000:
                raise OSError("the staged file vanished")
            return super().read(*args)

    key = new_file_key()
    with pytest.raises(OSError, match="vanished"):
        write_everywhere({"good": good}, key, BrokenSource(PHOTO), len(PHOTO))
    time.sleep(0.3)
    assert good.open(key) is None


def test_memory_does_not_grow_with_the_file(good, tmp_path):
    class Endless(io.RawIOBase):
        left = 80_000_000

        def read(self, size=-1):
            count = min(size, self.left)
            self.left -= count
            return bytes(count)

    backends = {"good": good, "other": DirectoryBackend(tmp_path / "other")}
    tracemalloc.start()
    try:
        write_everywhere(backends, new_file_key(), Endless(), 80_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 16_000_000
