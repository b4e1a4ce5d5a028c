"""A directory that fails as volumes do: full, read-only, not mounted, gone in the middle. Real tmpfs mounts, which
only root may make; elsewhere those tests are skipped."""

import os
import subprocess
from contextlib import suppress

import pytest

from storage.backends.base import StorageUnavailable
from storage.backends.directory import MARKER, DirectoryBackend
from storage.models import new_file_key
from storage.monitoring import make_storage_probe

CONTENT = os.urandom(1_000_000)


@pytest.fixture
def key():
    return new_file_key()


class Volume:
    """A tmpfs of 4 MB. `directory` is there before it is mounted, as mount points are."""

    def __init__(self, directory):
        self.directory = directory
        self.directory.mkdir()

    def mount(self, *options: str) -> bool:
        command = ["mount", "-t", "tmpfs", "-o", ",".join(("size=4m", *options)), "tmpfs", self.directory]
        with suppress(FileNotFoundError):
            return subprocess.run(command, capture_output=True).returncode == 0
        return False

    def remount(self, option: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{option}", self.directory], check=True)

    def unmount(self, *options: str) -> None:
        subprocess.run(["umount", *options, self.directory], check=True)


@pytest.fixture
def volume(tmp_path):
    volume = Volume(tmp_path / "volume")
    if not volume.mount():
        pytest.skip("Mounting a tmpfs needs root.")
    yield volume
    while os.path.ismount(volume.directory):
        volume.unmount("-l")


@pytest.fixture
def backend(volume):
    backend = DirectoryBackend(volume.directory)
    assert backend.initialise(new=True)
    return backend


def calls(backend, key):
    return {
        "write": lambda: backend.write(key, [CONTENT]),
        "open": lambda: backend.open(key),
        "size": lambda: backend.size(key),
        "delete": lambda: backend.delete(key),
        "list": lambda: list(backend.list()),
        "probe": make_storage_probe(backend),
    }


def assert_every_call_is_an_outage(backend, key):
    for name, call in calls(backend, key).items():
        with pytest.raises(StorageUnavailable):
            call()
            pytest.fail(name)


def files(directory):
    return [path.name for path in directory.rglob("*") if path.is_file() and path.name != MARKER]


def test_a_full_volume_is_an_outage_and_keeps_no_half(backend, key):
    with pytest.raises(StorageUnavailable, match="No space"):
        backend.write(key, [CONTENT] * 5)
    assert files(backend.directory) == []
    backend.write(key, [CONTENT])
    with backend.open(key) as file:
        assert file.read() == CONTENT


def test_a_read_only_volume_is_read_and_not_written(volume, backend, key):
    backend.write(key, [CONTENT])
    volume.remount("ro")
    with pytest.raises(StorageUnavailable, match="Read-only"):
        backend.write(new_file_key(), [CONTENT])
    with pytest.raises(StorageUnavailable, match="Read-only"):
        backend.delete(key)
    with backend.open(key) as file:
        assert file.read() == CONTENT
    volume.remount("rw")
    assert backend.delete(key)


def test_a_volume_that_is_not_mounted_is_an_outage_and_its_mount_point_stays_empty(volume, backend, key):
    backend.write(key, [CONTENT])
    volume.unmount()
    assert_every_call_is_an_outage(backend, key)
    assert list(volume.directory.iterdir()) == []


def test_after_a_restart_too(volume, backend, key):
    """The site's own backends (`prepared`) need not have seen the volume."""
    volume.unmount()
    restarted = DirectoryBackend(volume.directory, prepared=True)
    assert_every_call_is_an_outage(restarted, key)
    assert restarted.initialise(new=False) is False
    assert list(volume.directory.iterdir()) == []
    volume.mount()
    assert restarted.initialise(new=True) is True
    restarted.write(key, [CONTENT])


def test_a_volume_that_goes_while_it_is_written_keeps_nothing(volume, backend, key):
    def chunks():
        yield CONTENT
        volume.unmount("-l")
        yield CONTENT

    with pytest.raises(StorageUnavailable):
        backend.write(key, chunks())
    assert list(volume.directory.iterdir()) == []


def test_a_volume_that_is_full_of_other_things_goes_on_when_there_is_room(backend, key):
    stuff = backend.directory / "other"
    with pytest.raises(OSError, match="No space"), stuff.open("wb") as file:
        for _ in range(10):
            file.write(CONTENT)
    with pytest.raises(StorageUnavailable):
        backend.write(key, [CONTENT])
    stuff.unlink()
    backend.write(key, [CONTENT])


def test_a_directory_that_vanishes_while_it_is_written_is_not_made_again(tmp_path, key):
    backend = DirectoryBackend(tmp_path / "storage")

    def chunks():
        yield CONTENT
        backend.directory.rename(tmp_path / "away")
        yield CONTENT

    with pytest.raises(StorageUnavailable):
        backend.write(key, chunks())
    assert_every_call_is_an_outage(backend, key)
    assert not backend.directory.exists()
    (tmp_path / "away").rename(backend.directory)
    backend.write(key, [CONTENT])
    assert backend.size(key) == len(CONTENT)


def test_a_file_cut_short_on_disk_ends_early(tmp_path):
    """Who reads knows the size and the checksum; the directory does not."""
    key = new_file_key()
    backend = DirectoryBackend(tmp_path / "storage")
    backend.write(key, [CONTENT])
    with backend.open(key) as file:
        assert len(file.read(1000)) == 1000
        os.truncate(backend.path(key), 300_000)
        assert len(file.read()) < len(CONTENT) - 1000
    assert backend.size(key) == 300_000


def test_files_from_before_there_were_markers_are_known(tmp_path, key):
    backend = DirectoryBackend(tmp_path / "storage")
    backend.write(key, [CONTENT])
    (backend.directory / MARKER).unlink()
    updated = DirectoryBackend(backend.directory, prepared=True)
    with pytest.raises(StorageUnavailable, match="prepared"):
        updated.write(key, [CONTENT])
    assert updated.initialise(new=False) is True
    assert updated.size(key) == len(CONTENT)
