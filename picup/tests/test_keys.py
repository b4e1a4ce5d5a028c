import threading

import pytest
from django.core.exceptions import ImproperlyConfigured

from picup.keys import read_or_make_key


def test_it_works(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    key = read_or_make_key("SECRET_KEY", tmp_path)
    assert len(key) > 60 and read_or_make_key("SECRET_KEY", tmp_path) == key
    path = tmp_path / "keys" / "secret_key"
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path]


def test_the_environment_comes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "given")
    assert read_or_make_key("SECRET_KEY", tmp_path) == "given"
    assert list(tmp_path.iterdir()) == []


def test_two_processes_that_start_at_once_agree(tmp_path, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    start, keys = threading.Barrier(8), []

    def begin():
        start.wait()
        keys.append(read_or_make_key("SECRET_KEY", tmp_path))

    threads = [threading.Thread(target=begin) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(keys) == 8 and len(set(keys)) == 1


@pytest.mark.parametrize("left", ["", "\n", " "])
def test_a_file_without_its_key_is_not_replaced(tmp_path, monkeypatch, left):
    """What it has encrypted would never open again."""
    monkeypatch.delenv("FIELD_ENCRYPTION_KEYS", raising=False)
    read_or_make_key("FIELD_ENCRYPTION_KEYS", tmp_path)
    (tmp_path / "keys" / "field_encryption_keys").write_text(left)
    with pytest.raises(ImproperlyConfigured, match=r"FIELD_ENCRYPTION_KEYS.* is empty"):
        read_or_make_key("FIELD_ENCRYPTION_KEYS", tmp_path)
