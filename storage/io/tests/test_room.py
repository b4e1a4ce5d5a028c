"""A reserve of room on each volume. Volumes that are really full: tests/e2e/test_full_disk.py."""

import os
import threading
import time

import pytest

from storage.io import room
from storage.io.room import free_bytes, has_room, is_low, storage_volumes, volumes


@pytest.fixture(autouse=True)
def staging(tmp_path, settings):
    settings.STAGING_DIR = tmp_path


def test_it_works(tmp_path, settings):
    assert has_room() and not is_low(tmp_path)
    assert volumes()["staging"] == tmp_path and {"storage main", "storage backup"} <= volumes().keys()


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


@pytest.fixture
def full(monkeypatch):
    """full("main", …): these storages have less than their reserve."""

    def full(*names: str) -> None:
        low = {path for name, path in storage_volumes().items() if name in names}
        monkeypatch.setattr(room, "is_low", lambda path, needed=0: path in low)

    return full


def test_the_storages_that_are_required(full, settings):
    full("backup")
    assert not has_room()
    settings.STORAGE_COPIES_REQUIRED = "1"
    assert has_room()
    full("main", "backup")
    assert not has_room()


def test_bytes_that_are_about_to_come(tmp_path, settings):
    settings.FREE_SPACE_RESERVE_BYTES = 0
    free = free_bytes(os.statvfs(tmp_path))
    assert is_low(tmp_path, free + 10**9) and not is_low(tmp_path, free // 2)


def test_a_volume_that_hangs_holds_nobody(tmp_path, monkeypatch):
    begun = time.monotonic()
    over = threading.Event()
    monkeypatch.setattr(room, "SECONDS", 0.1)
    monkeypatch.setattr(room.os, "statvfs", lambda path: over.wait(60))
    try:
        assert not is_low(tmp_path)
        assert time.monotonic() - begun < 30
    finally:
        over.set()
