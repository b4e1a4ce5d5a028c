"""A reserve of room on each volume. Volumes that are really full: tests/e2e/test_full_disk.py."""

import os

import pytest

from storage.io.room import free_bytes, has_room, is_low, volumes


@pytest.fixture(autouse=True)
def staging(tmp_path, settings):
    settings.STAGING_DIR = tmp_path


def test_it_works(tmp_path, settings):
    assert has_room() and not is_low(tmp_path)
    assert tmp_path in volumes()


def test_a_reserve_that_is_not_there(tmp_path, settings):
    """A twentieth of the volume at most: of one that has more free, no reserve can be too large."""
    volume = os.statvfs(tmp_path)
    share = volume.f_frsize * volume.f_blocks // 20
    settings.FREE_SPACE_RESERVE_BYTES = 10**18
    assert is_low(tmp_path) == (free_bytes(volume) < share)


def test_no_reserve(tmp_path, settings):
    settings.FREE_SPACE_RESERVE_BYTES = 0
    assert has_room()


def test_a_volume_that_is_gone_is_not_judged(tmp_path):
    assert not is_low(tmp_path / "nowhere")
