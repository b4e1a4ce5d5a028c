"""One suite for every backend: a new one is added to `BACKENDS` and nowhere else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.backends.base import StorageUnavailable, WriteCancelled
from storage.backends.directory import DirectoryBackend
from storage.models import new_file_key

BACKENDS = {"directory": lambda tmp_path: DirectoryBackend(tmp_path / "storage")}


@pytest.fixture(params=BACKENDS)
def backend(request, tmp_path):
    return BACKENDS[request.param](tmp_path)


@pytest.fixture
def key():
    return new_file_key()


def test_it_works(backend, key):
    backend.write(key, [b"one ", b"two"])
    assert backend.size(key) == 7
    with backend.open(key) as file:
        assert file.read() == b"one two"
    assert [listed for listed, _ in backend.list()] == [key]
    assert backend.delete(key) is True
    assert backend.open(key) is None


def test_an_empty_object(backend, key):
    backend.write(key, [])
    assert backend.size(key) == 0


def test_a_missing_object_is_a_value(backend, key):
    assert backend.open(key) is None
    assert backend.size(key) is None


def test_deleting_what_is_gone_is_success(backend, key):
    assert backend.delete(key) is False


def test_an_error_while_writing_leaves_nothing(backend, key):
    def chunks():
        yield b"half"
        raise WriteCancelled

    with pytest.raises(WriteCancelled):
        backend.write(key, chunks())
    assert backend.open(key) is None
    assert list(backend.list()) == []


def test_writing_again_replaces_the_whole_object(backend, key):
    backend.write(key, [b"a long first version"])
    backend.write(key, [b"second"])
    with backend.open(key) as file:
        assert file.read() == b"second"


@pytest.mark.parametrize(
    "key", ["", "..", "../" + "a" * 37, "/etc/passwd", "a" * 39, "A" * 40, "a" * 39 + "\0", "a" * 40 + "\n"]
)
def test_a_hostile_key_is_refused_before_anything_is_touched(backend, key):
    for call in (backend.open, backend.size, backend.delete, lambda key: backend.write(key, [b"x"])):
        with pytest.raises(ValueError, match="key"):
            call(key)


class TestDirectory:
    """What only a directory can get wrong."""

    @pytest.fixture
    def backend(self, tmp_path):
        return DirectoryBackend(tmp_path / "storage")

    def test_no_temporary_file_stays(self, backend, key, tmp_path):
        def chunks():
            yield b"half"
            raise WriteCancelled

        with pytest.raises(WriteCancelled):
            backend.write(key, chunks())
        assert [path for path in tmp_path.rglob("*") if path.is_file()] == []

    def test_half_a_file_is_never_under_its_name(self, backend, key):
        seen = []

        def chunks():
            for _ in range(3):
                seen.append(backend.open(key))
                yield b"x" * 100_000

        backend.write(key, chunks())
        assert seen == [None, None, None]

    def test_files_are_for_this_user_only(self, backend, key):
        backend.write(key, [b"x"])
        assert backend.path(key).stat().st_mode & 0o077 == 0

    def test_a_directory_that_is_none_is_an_outage(self, backend, key):
        backend.directory.write_text("not a directory")
        for call in (backend.open, backend.size, backend.delete, lambda key: backend.write(key, [b"x"])):
            with pytest.raises(StorageUnavailable):
                call(key)

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
    def test_a_full_disk_is_an_outage(self, backend, key, monkeypatch):
        real_open = os.open

        def open_on_full_disk(path, flags, mode=0o777, **kwargs):
            return real_open(
                "/dev/full" if flags & os.O_EXCL else path, flags & ~os.O_EXCL & ~os.O_CREAT, mode, **kwargs
            )

        monkeypatch.setattr("storage.backends.directory.os.open", open_on_full_disk)
        with pytest.raises(StorageUnavailable):
            backend.write(key, [b"x" * 100_000])
        assert backend.open(key) is None


def test_what_a_killed_writer_left_is_removed_once_it_is_old(tmp_path, key):
    backend = DirectoryBackend(tmp_path)
    backend.write(key, [b"whole"])
    left = tmp_path / ".partial" / f"{key}.0123abcd"
    left.write_bytes(b"ha")
    now = datetime.now(UTC)
    assert backend.remove_partial(now - timedelta(hours=1)) == 0
    assert backend.remove_partial(now + timedelta(hours=1)) == 1
    assert not left.exists()
    assert backend.size(key) == 5
    assert [listed for listed, _ in backend.list()] == [key]
