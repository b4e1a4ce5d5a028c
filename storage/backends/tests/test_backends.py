"""One suite for every backend: a new one is added to `BACKENDS` and nowhere else."""

import io
import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from moto import mock_aws

from storage.backends.base import StorageUnavailable, WriteCancelled
from storage.backends.directory import MARKER, DirectoryBackend
from storage.models import new_file_key
from storage.tests.buckets import elsewhere, make_moto_backend
from storage.tests.listing import assert_listed_while_others_come_and_go

BACKENDS = {
    "directory": lambda request: DirectoryBackend(request.getfixturevalue("tmp_path") / "storage"),
    # In this process. test_s3.py has a real server, for what moto does not compare or cannot break.
    "s3": lambda request: elsewhere(request.getfixturevalue("moto")),
}
# More than a part of a multipart upload, and not a whole number of them.
LARGE = [bytes([number]) * 256 * 1024 for number in range(70)]


@pytest.fixture(scope="module")
def moto():
    with mock_aws():
        yield make_moto_backend()


@pytest.fixture(params=BACKENDS)
def backend(request):
    return BACKENDS[request.param](request)


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


def test_reading_a_small_object_at_once(backend, key):
    assert backend.read(key, 100) is None
    backend.write(key, [b"one ", b"two"])
    assert backend.read(key, 100) == b"one two"
    assert backend.read(key, 3) == b"one"


def test_an_empty_object(backend, key):
    backend.write(key, [])
    assert backend.size(key) == 0


def test_a_large_object_is_the_same_bytes(backend, key):
    backend.write(key, LARGE)
    with backend.open(key) as file:
        assert file.read() == b"".join(LARGE)
    assert backend.size(key) == sum(map(len, LARGE))


@pytest.mark.parametrize("count", [1, 3, 10_000_000])
def test_chunks_may_have_any_size(backend, key, count):
    content = os.urandom(20_000 if count < 100 else 9_000_000)
    backend.write(
        key, iter(io.BytesIO(content).read, b"") if count > len(content) else pieces(content, count)
    )
    with backend.open(key) as file:
        assert file.read() == content


@pytest.mark.parametrize("start", [0, 1, 70_000, 8 * 1024 * 1024 + 5, 70 * 256 * 1024 - 1])
def test_reading_from_any_byte(backend, key, start):
    backend.write(key, LARGE)
    with backend.open(key, start) as file:
        assert file.read() == b"".join(LARGE)[start:]


@pytest.mark.parametrize("start", [7, 8, 1000])
def test_reading_from_the_end_or_after_it_is_empty(backend, key, start):
    backend.write(key, [b"one two"])
    with backend.open(key, start) as file:
        assert file.read(10) == b""


def test_reading_piece_by_piece(backend, key):
    backend.write(key, LARGE)
    with backend.open(key) as file:
        assert b"".join(iter(lambda: file.read(65_552), b"")) == b"".join(LARGE)


def test_readers_that_stop_early_leave_nothing_behind(backend, key):
    backend.write(key, LARGE)
    for _ in range(50):
        with backend.open(key) as file:
            assert file.read(3) == bytes(3)
    with pytest.raises(ValueError, match="closed"):
        file.read(1)


def test_many_at_once(backend):
    """Threads share the backend: each gets its own bytes."""
    wrong = []

    def one(number):
        key, content = new_file_key(), bytes([number]) * 300_000
        backend.write(key, [content])
        with backend.open(key) as file:
            if file.read() != content or not backend.delete(key):
                wrong.append(number)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(12)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert not wrong and list(backend.list()) == []


def test_the_list_is_whole_and_knows_when(backend):
    begun = datetime.now(UTC) - timedelta(seconds=2)
    keys = {new_file_key() for _ in range(25)}
    for key in keys:
        backend.write(key, [b"x"])
    listed = dict(backend.list())
    assert set(listed) == keys
    assert all(begun <= when <= datetime.now(UTC) + timedelta(seconds=2) for when in listed.values())


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


@pytest.mark.parametrize("error", [OSError(5, "of the source"), ValueError("of the source")])
@pytest.mark.parametrize("count", [1, 70])
def test_an_error_of_the_source_goes_through_unchanged(backend, key, error, count):
    def chunks():
        yield from LARGE[:count]
        raise error

    with pytest.raises(type(error)) as raised:
        backend.write(key, chunks())
    assert raised.value is error
    assert backend.open(key) is None and list(backend.list()) == []


def test_an_error_while_replacing_keeps_what_was_there(backend, key):
    def chunks():
        yield from LARGE
        raise WriteCancelled

    backend.write(key, [b"first"])
    with pytest.raises(WriteCancelled):
        backend.write(key, chunks())
    with backend.open(key) as file:
        assert file.read() == b"first"


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


def test_it_is_a_django_storage(backend, key):
    """Whoever asks by Django's own names gets the same files, under the same key in every storage."""
    assert not backend.exists(key)
    assert backend.save(key, ContentFile(b"first")) == key
    assert backend.save(key, ContentFile(b"second")) == key
    assert backend.exists(key) and backend.listdir("") == ([], [key])
    assert backend.open(key).read() == b"second"
    with pytest.raises(ValueError, match="key"):
        backend.save("photo.jpg", ContentFile(b"x"))


def pieces(content, count):
    return (content[begun : begun + count] for begun in range(0, len(content), count))


class TestDirectory:
    """What only a directory can get wrong."""

    @pytest.fixture
    def backend(self, tmp_path):
        return DirectoryBackend(tmp_path / "storage")

    def test_a_list_of_files_that_are_deleted_meanwhile(self, backend):
        assert_listed_while_others_come_and_go(backend)

    def test_no_temporary_file_stays(self, backend, key, tmp_path):
        def chunks():
            yield b"half"
            raise WriteCancelled

        with pytest.raises(WriteCancelled):
            backend.write(key, chunks())
        assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [MARKER]

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
